/** What becomes of a connection under given keep-alive settings, as `tcpulse simulate keepalive` tells it. */
import * as z from 'zod/mini';

/** Longest time that may be asked about: what Linux holds in 32 bits of milliseconds. */
const duration = z.number().check(z.positive(), z.maximum(2 ** 31));
const ms = z.number();
const count = z.int().check(z.minimum(1), z.maximum(127));

export const keepAliveScenarioSchema = z.object({
  idleMs: duration,
  intervalMs: duration,
  count,
  /** Null: not set; a device or heartbeat: none. */
  userTimeoutMs: z.nullable(duration),
  deviceTimeoutMs: z.nullable(duration),
  heartbeatMs: z.nullable(duration),
});
export type KeepAliveScenarioParams = z.infer<typeof keepAliveScenarioSchema>;

export const keepAliveForecastSchema = z.object({
  /** Towards a peer that is silent from the start; `atMs` since its last segment. */
  steps: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('probe'), atMs: ms, number: z.int() }),
      z.object({ kind: z.enum(['beat', 'device-forgets', 'reset', 'timeout']), atMs: ms }),
    ]),
  ),
  deathMs: ms,
  detectedBy: z.enum(['keep-alive', 'user-timeout', 'retransmission']),
  longestSilenceMs: ms,
  device: z.nullable(z.object({ verdict: z.enum(['device-first', 'kept']), timeoutMs: ms, names: z.array(z.string()) })),
  packetsPerHour: z.number(),
  bytesPerHour: z.number(),
  /** The sentences that say so, in the language asked for. */
  verdict: z.array(z.string()),
  recommended: z.nullable(z.object({ idleMs: ms, intervalMs: ms, count: z.int() })),
});
export type KeepAliveForecast = z.infer<typeof keepAliveForecastSchema>;
