/** The heartbeats of a connection: messages that the application of an end sends periodically. */
import * as z from 'zod/mini';

const frame = z.int().check(z.positive());
const ms = z.number();
const end = z.enum(['client', 'server']);

/** Why a beat came late or not at all, as far as the capture shows. */
export const beatCauseSchema = z.enum(['sender-late', 'request-lost', 'answer-late', 'answer-lost', 'capture-gap', 'host-asleep', 'unknown']);
export type BeatCause = z.infer<typeof beatCauseSchema>;

const offBeat = z.object({ frame, expectedMs: ms, observedMs: ms, cause: beatCauseSchema });

export const heartbeatSchema = z.object({
  sender: end,
  /** `unknown` where neither payload nor port tells it. */
  protocol: z.string(),
  encrypted: z.boolean(),
  count: z.int(),
  payloadBytes: z.int(),
  /** Median of the gaps between beats that are on time, and the median deviation from it. */
  periodMs: ms,
  madMs: ms,
  firstFrame: frame,
  lastFrame: frame,
  /** What the other end sent in answer; null when it sends nothing back. */
  answers: z.nullable(z.object({ count: z.int(), payloadBytes: z.int(), medianLatencyMs: ms })),
  /** Gaps from the beat before: expected and observed. */
  late: z.array(offBeat),
  early: z.array(offBeat),
  missed: z.array(z.object({ time: z.string(), cause: beatCauseSchema })),
  /** What followed the last late or missed beat. */
  outcome: z.object({ kind: z.enum(['none', 'reset', 'closed', 'reconnected']), frame: z.nullable(frame) }),
});
export type HeartbeatReport = z.infer<typeof heartbeatSchema>;
