/** What the listeners view asks for: listeners in windows, one with its queues over time, its attempts in windows, and one attempt step by step. */
import * as z from 'zod/mini';
import { findingRowSchema } from './finding-rows';
import { listenerSchema } from './report-listener';

const count = z.int().check(z.nonnegative());
const frame = z.int().check(z.positive());
const ms = z.number();
const f64 = z.instanceof(Float64Array);
const u32 = z.instanceof(Uint32Array);
const u8 = z.instanceof(Uint8Array);

export const LISTENER_SORTS = ['id', 'port', 'attempts', 'failed', 'halfOpenPeak', 'acceptUpper', 'synRatePeak', 'startMs', 'verdict'] as const;
export type ListenerSort = (typeof LISTENER_SORTS)[number];

/** What can become of an attempt, in the order of the numbers in `ListenerAttempts.outcomes`. */
export const ATTEMPT_OUTCOMES = ['complete', 'halfOpen', 'refused', 'unanswered', 'reset', 'stalled'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** A listener of the report without its series; times in ms since the capture's first packet. */
export const listenerRowSchema = z.extend(z.omit(listenerSchema, { capture: true, synQueue: true, acceptQueue: true }), {
  halfOpenPeak: count,
  /** Half-open connections that the server forgot before the end of its schedule. */
  pruned: count,
  overflow: listenerSchema.shape.acceptQueue.shape.overflow,
  overflowMode: listenerSchema.shape.acceptQueue.shape.mode,
  /** Bounds of the accept queue's peak. */
  acceptLower: count,
  acceptUpper: count,
  /** Of its first packet and of the last of all its connections. */
  startMs: ms,
  endMs: ms,
  firstFrame: frame,
});
export type ListenerRow = z.infer<typeof listenerRowSchema>;

/**
 * What happens at a listener, in the order of the numbers in `ListenerEvents.kinds`. `arrival`: the first SYN of an attempt; `droppedSyn`: a SYN that got no
 * answer; `ignored`: a final ACK or data that the server treated as if it were not there; `rejected`: a final ACK answered by RST; `synAgain`, `synAckAgain`:
 * retransmissions.
 */
export const LISTENER_EVENTS = ['arrival', 'droppedSyn', 'ignored', 'rejected', 'synAgain', 'synAckAgain'] as const;
export type ListenerEvent = (typeof LISTENER_EVENTS)[number];

/** Events in equal parts of the time shown, one element a part. */
export const listenerEventsSchema = z.object({
  bucketMs: ms,
  counts: z.object({ arrival: u32, droppedSyn: u32, ignored: u32, rejected: u32, synAgain: u32, synAckAgain: u32 }),
  /** Packets behind the counts, arrivals left out: at most 50 of a kind in a part, in order of parts; `kinds`: places in `LISTENER_EVENTS`. */
  buckets: u32,
  kinds: u8,
  frames: u32,
});
export type ListenerEvents = z.infer<typeof listenerEventsSchema>;

export const listenerDetailSchema = z.object({
  listener: listenerRowSchema,
  /** The verdict and what else was found about the listener as a whole, in the words of the language asked for. */
  findings: z.array(findingRowSchema),
  /** The part of the capture that the series show. */
  fromMs: ms,
  toMs: ms,
  /**
   * Steps in order of time: each value holds until the next. `halfOpen`: exact from the capture point; `lower`, `upper`: bounds of the accept queue.
   * Where there are more steps than asked for, each is the highest of its part.
   */
  queues: z.object({ timesMs: f64, halfOpen: u32, lower: u32, upper: u32 }),
  events: listenerEventsSchema,
  /** Attempts that were looked at one by one; of the others of a flood only their number and time is known. */
  looked: count,
  /** Connections a second on which the application was heard for the first time; null for fewer than two. */
  servedPerSecond: z.nullable(z.number()),
});
export type ListenerDetail = z.infer<typeof listenerDetailSchema>;

export const ATTEMPT_SORTS = ['startMs', 'client', 'outcome', 'syns', 'synAcks', 'connectMs'] as const;
export type AttemptSort = (typeof ATTEMPT_SORTS)[number];

/** A window of attempts, one element each. */
export const listenerAttemptsSchema = z.object({
  total: count,
  connections: u32,
  firstFrames: u32,
  startMs: f64,
  clients: z.array(z.string()),
  clientPorts: u32,
  /** Places in `ATTEMPT_OUTCOMES`. */
  outcomes: u8,
  /** SYNs and SYN-ACKs that were sent. */
  syns: u32,
  synAcks: u32,
  /** From the first SYN to the final ACK; NaN where the capture does not hold both. */
  connectMs: f64,
});
export type ListenerAttempts = z.infer<typeof listenerAttemptsSchema>;

/** A transmission of a SYN or SYN-ACK that was sent, or was due; times in ms since the attempt's first packet. */
export const attemptRungSchema = z.object({
  segment: z.enum(['syn', 'synAck']),
  /** 0: the first transmission. */
  number: count,
  /** Null: it was not sent, or not captured. */
  atMs: z.nullable(ms),
  frame: z.nullable(frame),
  /** By the schedule; null for the first, and for SYN-ACKs that answer a SYN sent again. */
  expectedMs: z.nullable(ms),
  /** `timer`: sent again by the schedule; `answer`: a SYN sent again asked for it; `due`: it was due within the capture and is not there; `given-up`: the end of the schedule. */
  cause: z.enum(['first', 'timer', 'answer', 'due', 'given-up']),
});
export type AttemptRung = z.infer<typeof attemptRungSchema>;

/** How a schedule that rungs are compared with is known. */
const ladderScheduleSchema = z.object({ firstTimeoutMs: ms, retries: count, linearSteps: count, from: z.enum(['listener', 'linux-default']) });
export type LadderSchedule = z.infer<typeof ladderScheduleSchema>;

export const attemptLadderSchema = z.object({
  connection: count,
  client: z.string(),
  clientPort: count,
  outcome: z.enum(ATTEMPT_OUTCOMES),
  /** Of its first packet, since the capture's first. */
  startMs: ms,
  rungs: z.array(attemptRungSchema),
  /** Everything else that matters, in order of time; `ignored`: what the client sent in vain; `served`: the server's first segment; `spoken`: its first data or FIN. */
  moments: z.array(z.object({ kind: z.enum(['ack', 'ignored', 'served', 'spoken', 'reset', 'icmp']), frame, atMs: ms })),
  schedules: z.object({ syn: ladderScheduleSchema, synAck: ladderScheduleSchema }),
});
export type AttemptLadder = z.infer<typeof attemptLadderSchema>;
