/** Two captures of the same traffic, taken at different places: what is lost between them, how long the way takes, how far their clocks are apart. */
import * as z from 'zod/mini';

const count = z.int().check(z.nonnegative());
const f64 = z.instanceof(Float64Array);
const u32 = z.instanceof(Uint32Array);

/** In milliseconds, of the segments that both captures hold; null without any. */
const delaySchema = z.nullable(z.object({ min: z.number(), median: z.number(), p95: z.number(), max: z.number() }));

/** One direction of the traffic, from the clients' or from the servers' side. */
const waySchema = z.object({
  /** Segments that both captures hold. */
  matched: count,
  /** Seen where they came from, not where they went to, of the connections that both captures hold: lost on the way, in the second half of `frames`. */
  lost: count,
  /** Frames of those, in the capture nearer to the sender; at most 1000. */
  lostFrames: u32,
  /** Seen behind and not in front: the nearer capture has missed them. */
  missed: count,
  missedFrames: u32,
  /** On the way between the two places, the clocks' difference taken out. */
  delayMs: delaySchema,
});
export type ComparedWay = z.infer<typeof waySchema>;

export const comparisonSchema = z.object({
  /** Whether the captures hold the same traffic: connections in common, and segments of them. */
  related: z.boolean(),
  /** `leftOut`: in both captures, and not compared, since a million segments had been by then. */
  connections: z.object({ common: count, onlyFirst: count, onlySecond: count, leftOut: count }),
  /** Which capture was taken nearer to the clients; null when it cannot be told. */
  nearerToClients: z.nullable(z.enum(['first', 'second'])),
  fromClients: waySchema,
  fromServers: waySchema,
  /**
   * What is added to the second capture's times to bring them onto the first's clock, if both ways take equally long; the true value is within
   * `uncertaintyMs` of it. Null when one direction has nothing in common.
   */
  clock: z.nullable(z.object({ offsetMs: z.number(), uncertaintyMs: z.number(), driftPpm: z.nullable(z.number()) })),
  /** Delays over time: one element a segment shown, thinned out; times in ms since the first packet of the first capture. */
  series: z.object({ timesMs: f64, delaysMs: f64, fromClients: z.instanceof(Uint8Array), firstFrames: u32, secondFrames: u32 }),
  /** The connections in common that lost most: ids in both captures. */
  worst: z.array(z.object({ first: count, second: count, client: z.string(), server: z.string(), matched: count, lost: count })),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** `share`: of the work, 0 to 1. The last item is the comparison. */
export const comparisonStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), share: z.number() }),
  z.object({ kind: z.literal('done'), comparison: comparisonSchema }),
]);
export type ComparisonStep = z.infer<typeof comparisonStepSchema>;
