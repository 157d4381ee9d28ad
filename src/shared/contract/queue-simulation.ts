/** What becomes of clients at a listener with given settings, and when SYNs and SYN-ACKs are sent again: `tcpulse simulate queue`, `syn`, `synack`. */
import * as z from 'zod/mini';

const ms = z.number();
const count = z.int().check(z.nonnegative());
const upTo = (most: number) => z.int().check(z.minimum(0), z.maximum(most));
const setting = upTo(2 ** 31 - 1);
const duration = z.number().check(z.nonnegative(), z.maximum(86_400_000));
const f64 = z.instanceof(Float64Array);
const u32 = z.instanceof(Uint32Array);

/** Clients that arrive at a steady rate, or as they did at a listener of a capture; of those, attempts that never go on count as a flood. */
export const arrivalsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('steady'), clients: upTo(1_000_000), ratePerSecond: z.number().check(z.positive()), floodPerSecond: upTo(1_000_000) }),
  z.object({ kind: z.literal('captured'), capture: count, listener: count }),
]);
export type Arrivals = z.infer<typeof arrivalsSchema>;

export const queueScenarioSchema = z.object({
  arrivals: arrivalsSchema,
  backlog: setting,
  somaxconn: setting,
  maxSynBacklog: setting,
  syncookies: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  abortOnOverflow: z.boolean(),
  synAckRetries: upTo(255),
  synRetries: upTo(255),
  synLinearTimeouts: upTo(255),
  /** What the application takes for one connection before it accepts the next; null: it never accepts. */
  acceptEveryMs: z.nullable(duration),
  roundTripMs: duration,
  /** The kernel's SYN queue holds its limit only, not one more. */
  oldKernel: z.boolean(),
  durationMs: duration,
});
export type QueueScenario = z.infer<typeof queueScenarioSchema>;

export const queueForecastSchema = z.object({
  /** min(backlog, somaxconn). */
  limit: count,
  clients: count,
  flood: count,
  counters: z.object({
    listenOverflows: count,
    listenDrops: count,
    reqQFullDrop: count,
    reqQFullDoCookies: count,
    synAckRetransmissions: count,
    synRetransmissions: count,
    dataRetransmissions: count,
    embryonicResets: count,
  }),
  outcomes: z.object({ established: count, accepted: count, stalled: count, reset: count, waiting: count, timedOut: count }),
  peaks: z.object({ halfOpen: count, acceptQueue: count }),
  /** Steps in order of time from the first arrival; where there are more than asked for, the highest of each part. */
  series: z.object({ timesMs: f64, halfOpen: u32, acceptQueue: u32 }),
  /** How long connect() took, of those for whom it returned; null when it did for none. */
  connectMs: z.nullable(z.object({ median: ms, p95: ms, max: ms })),
  /** The sentences that say so, in the language asked for. */
  verdict: z.array(z.string()),
});
export type QueueForecast = z.infer<typeof queueForecastSchema>;

/** What a captured listener lets a scenario begin with; null: the capture does not show it. */
export const capturedSettingsSchema = z.object({
  synAckRetries: z.nullable(count),
  synRetries: z.nullable(count),
  synLinearTimeouts: z.nullable(count),
  /** 0: no cookies, as far as the packets tell; 1: cookies were sent. */
  syncookies: z.nullable(z.union([z.literal(0), z.literal(1)])),
  abortOnOverflow: z.nullable(z.boolean()),
  roundTripMs: z.nullable(ms),
  /** The application was heard on this many connections a second; null for fewer than two. */
  acceptEveryMs: z.nullable(ms),
  /** The limit of the accept queue was this at most; null where nothing tells. */
  limitAtMost: z.nullable(count),
  durationMs: ms,
});
export type CapturedSettings = z.infer<typeof capturedSettingsSchema>;

/** First SYNs at a captured listener, in ms from the first on, in order: of clients that ever sent another packet, and of those that did not. */
export const capturedArrivalsSchema = z.object({ clientsMs: f64, floodMs: f64 });

/** `linear`: steps before the timeout doubles; of a SYN-ACK there are none. */
export const backoffParamsSchema = z.object({ segment: z.enum(['syn', 'synAck']), retries: upTo(255), linear: upTo(255) });

const stepSchema = z.object({ atMs: ms, gapMs: ms });
/** Retransmissions since the first transmission; `givenUp`: the end, at which nothing is sent. */
export const backoffScheduleSchema = z.object({ retransmissions: z.array(stepSchema), givenUp: stepSchema });
export type BackoffSchedule = z.infer<typeof backoffScheduleSchema>;
