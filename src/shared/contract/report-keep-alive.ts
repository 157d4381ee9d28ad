/** The keep-alive part of a connection's report. */
import * as z from 'zod/mini';
import { keepAliveCostSchema } from './keep-alive-cost';

const frame = z.int().check(z.positive());
const time = z.string();
const ms = z.number();
const end = z.enum(['client', 'server']);

export const probeSchema = z.object({
  frame,
  time,
  payloadBytes: z.int(),
  /** True when the sequence number does not prove it (text without one, or a byte still in flight): the verdict is an inference. */
  inferred: z.boolean(),
  answer: z.object({ kind: z.enum(['ack', 'rst', 'icmp', 'none']), frame: z.nullable(frame), latencyMs: z.nullable(ms) }),
});

const settingValues = {
  idleMs: z.nullable(ms),
  intervalMs: z.nullable(ms),
  count: z.nullable(z.int()),
  userTimeoutMs: z.nullable(ms),
};
/** Why the capture cannot show a setting. */
const unknownReason = z.optional(
  z.enum(['no-silence-captured', 'every-probe-answered', 'one-probe-only', 'never-given-up', 'reset-off-schedule', 'not-on-the-wire']),
);

/** Inferred; `alternatives` are other readings of the same packets. */
export const keepAliveSettingsSchema = z.object({
  ...settingValues,
  confidence: z.number().check(z.minimum(0), z.maximum(1)),
  alternatives: z
    .array(
      z.object({
        ...settingValues,
        reason: z.enum(['interval-as-long-as-idle', 'spacing-is-interval', 'user-timeout-instead-of-count']),
      }),
    )
    .check(z.maxLength(3)),
  /** For each setting that is null. */
  unknown: z.object({ idleMs: unknownReason, intervalMs: unknownReason, count: unknownReason, userTimeoutMs: unknownReason }),
  /** Ids of known defaults that fit (resources/presets.json). */
  presets: z.array(z.string()),
});

export const peerStateSchema = z.enum(['alive', 'crashed', 'rebooted', 'unreachable', 'closed', 'unknown']);

export const keepAliveOutcomeSchema = z.object({
  kind: z.enum(['survived', 'given-up', 'user-timeout', 'reset-by-peer', 'closed', 'open']),
  /** The frame that ended it; null while open. */
  frame: z.nullable(frame),
  /** From the peer's last segment to that frame; null while open, or when the peer was never heard. */
  afterMs: z.nullable(ms),
});

export const keepAliveSchema = z.object({
  prober: end,
  probes: z.array(probeSchema),
  intervalMs: z.nullable(z.object({ median: ms, min: ms, max: ms, mad: ms })),
  settings: keepAliveSettingsSchema,
  peerState: peerStateSchema,
  outcome: keepAliveOutcomeSchema,
  /** For probes that nothing answered until the capture's end: when the prober gives up, if it does so after `count` probes. */
  predictedDeath: z.nullable(z.object({ time, count: z.int(), assumed: z.boolean(), confidence: z.number() })),
  /** Of the end's probes and of the pure ACKs that answer them. */
  cost: keepAliveCostSchema,
});
export type KeepAliveReport = z.infer<typeof keepAliveSchema>;
