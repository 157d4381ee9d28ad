/** The listener part of the report: an address and port that clients tried to connect to, and what became of the attempts. */
import * as z from 'zod/mini';

const count = z.int();
const ms = z.number();
/** Seconds as a decimal string, as everywhere in the report. */
const time = z.string();
const frames = z.array(z.int().check(z.positive()));

export const listenerVerdictSchema = z.enum([
  'healthy',
  'accept-queue-overflow',
  'syn-queue-overflow',
  'syn-flood',
  'refused',
  'filtered',
  'half-open',
  'closed',
  'defer-accept',
  'lossy-path',
  'unknown',
]);
export type ListenerVerdict = z.infer<typeof listenerVerdictSchema>;

const likelihood = z.enum(['likely', 'unlikely', 'unknown']);

/** A retransmission schedule as seen: null where no attempt shows it. */
const schedule = z.nullable(
  z.object({
    /** Time to the first retransmission. */
    firstTimeoutMs: ms,
    /** Most retransmissions seen of one attempt; `complete` when the capture went on beyond the next one's time. */
    retries: count,
    complete: z.boolean(),
    /** Steps of equal length before the timeout doubles (`tcp_syn_linear_timeouts`); 0 for SYN-ACKs, null with fewer than two retransmissions. */
    linearSteps: z.nullable(count),
  }),
);

export const listenerSchema = z.object({
  id: count,
  capture: count,
  address: z.string(),
  port: count,
  attempts: count,
  outcomes: z.object({ complete: count, halfOpen: count, refused: count, unanswered: count, reset: count, stalled: count }),
  synRetransmissions: count,
  synAckRetransmissions: count,
  /** From the first SYN to the final ACK, of the attempts for which the capture holds both. */
  connectMs: z.nullable(z.object({ median: ms, max: ms })),
  synSchedule: schedule,
  synAckSchedule: schedule,
  synQueue: z.object({ peak: count, pruned: count, series: z.array(z.tuple([time, count])) }),
  acceptQueue: z.object({
    overflow: z.enum(['yes', 'no', 'unknown']),
    mode: z.nullable(z.enum(['ignore', 'reset'])),
    lowerBound: count,
    upperBound: count,
    series: z.array(z.tuple([time, count, count])),
    evidence: frames,
  }),
  cookies: likelihood,
  deferAccept: likelihood,
  /** Attempts in the busiest second. */
  synRatePeak: z.number(),
  sources: count,
  verdict: listenerVerdictSchema,
  confidence: z.number(),
});
export type ListenerReport = z.infer<typeof listenerSchema>;
