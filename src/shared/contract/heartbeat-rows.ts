/** What the heartbeats view asks for: periodic messages in windows, and one with every gap between its beats. */
import * as z from 'zod/mini';
import { endSchema } from './report';
import { beatCauseSchema } from './report-heartbeat';

const count = z.int().check(z.nonnegative());
const frame = z.int().check(z.positive());
const ms = z.number();

export const HEARTBEAT_SORTS = ['connection', 'count', 'periodMs', 'offBeats', 'startMs'] as const;
export type HeartbeatSort = (typeof HEARTBEAT_SORTS)[number];

export const heartbeatRowSchema = z.object({
  /** Counts up in the order in which they were found: by connection, in a capture that is not being recorded. */
  id: count,
  connection: count,
  client: z.string(),
  clientPort: count,
  server: z.string(),
  serverPort: count,
  sender: endSchema,
  protocol: z.string(),
  encrypted: z.boolean(),
  count,
  payloadBytes: count,
  periodMs: ms,
  madMs: ms,
  late: count,
  early: count,
  missed: count,
  /** Beats that the other end answered, and how long that took; null when it sends nothing back. */
  answers: z.nullable(z.object({ count, payloadBytes: count, medianLatencyMs: ms })),
  outcome: z.object({ kind: z.enum(['none', 'reset', 'closed', 'reconnected']), frame: z.nullable(frame) }),
  /** Of the first and the last beat, in ms since the capture's first packet. */
  startMs: ms,
  endMs: ms,
  firstFrame: frame,
});
export type HeartbeatRow = z.infer<typeof heartbeatRowSchema>;

/** By the numbers in `HeartbeatDetail.states`. */
export const BEAT_STATES = ['on-time', 'late', 'early', 'after-missed'] as const;

export const heartbeatDetailSchema = z.object({
  heartbeat: heartbeatRowSchema,
  /** A gap outside is late or early. */
  bandMs: z.object({ low: ms, high: ms }),
  /** One element a beat, in capture order; `gapsMs`: since the beat before, NaN for the first. */
  frames: z.instanceof(Uint32Array),
  timesMs: z.instanceof(Float64Array),
  gapsMs: z.instanceof(Float64Array),
  states: z.instanceof(Uint8Array),
  /** Late, early and missed beats in order of time; a missed one has no frame, and `timeMs` is when it was due. */
  offBeats: z.array(
    z.object({
      kind: z.enum(['late', 'early', 'missed']),
      frame: z.nullable(frame),
      timeMs: ms,
      expectedMs: ms,
      observedMs: z.nullable(ms),
      cause: beatCauseSchema,
    }),
  ),
  /** When its outcome came; null without one. */
  outcomeMs: z.nullable(ms),
});
export type HeartbeatDetail = z.infer<typeof heartbeatDetailSchema>;
export type OffBeatRow = HeartbeatDetail['offBeats'][number];
