/** One connection segment by segment, read from the columns. */
import type { ConnectionLife, ConnectionSequence, SequenceSeries } from '../../shared/contract/connection-life';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { TCP_FLAG } from '../flows/segment';
import type { ConnectionSegments, Segment } from './connection-segments';
import type { SlicedWork } from './in-slices';

/** Segments between two places where the work may be interrupted. */
const SEGMENTS_A_STEP = 2048;

/** Segments `from` to `from + count`; the connection is followed from its first segment as far as it was not yet. */
export function* connectionLife(segments: ConnectionSegments, from: number, count: number): SlicedWork<ConnectionLife> {
  const first = Math.min(from, segments.rows.length);
  const life = emptyLife(segments.rows.length, Math.min(count, segments.rows.length - first));
  yield* segments.follow(first + life.frames.length);
  const { client } = segments;
  const server = (1 - client) as 0 | 1;
  for (let at = 0; at < life.frames.length; at++) {
    const segment = segments.read(first + at);
    const { direction, flags } = segment;
    const peer = (1 - direction) as 0 | 1;
    life.frames[at] = segment.frame;
    life.timesMs[at] = segment.timeMs;
    life.directions[at] = direction === client ? 0 : 1;
    life.flags[at] = flags;
    life.sequences[at] = (segment.sequence - segments.base(direction)) >>> 0;
    life.acknowledgements[at] = (flags & TCP_FLAG.ack) === 0 ? 0 : (segment.acknowledgement - segments.base(peer)) >>> 0;
    life.payloadBytes[at] = segment.payloadBytes;
    life.windows[at] = segments.window(direction, segment.window, flags);
    life.marks[at] = segment.marks;
    life.acknowledgedFrames[at] = segments.acknowledgedFrame(first + at);
    life.clientStates[at] = segments.state(first + at, client);
    life.serverStates[at] = segments.state(first + at, server);
  }
  return life;
}

/** Both directions of the sequence space over time. */
export function* connectionSequence(segments: ConnectionSegments, points: number): SlicedWork<ConnectionSequence> {
  const { client } = segments;
  const server = (1 - client) as 0 | 1;
  return { client: yield* sequenceSeries(segments, client, points), server: yield* sequenceSeries(segments, server, points) };
}

function emptyLife(total: number, count: number): ConnectionLife {
  return {
    total,
    frames: new Uint32Array(count),
    timesMs: new Float64Array(count),
    directions: new Uint8Array(count),
    flags: new Uint16Array(count),
    sequences: new Uint32Array(count),
    acknowledgements: new Uint32Array(count),
    payloadBytes: new Uint32Array(count),
    windows: new Float64Array(count),
    marks: new Uint32Array(count),
    acknowledgedFrames: new Uint32Array(count),
    clientStates: new Uint8Array(count),
    serverStates: new Uint8Array(count),
  };
}

const REPEATED = PACKET_MARK.retransmission | PACKET_MARK.outOfOrder | PACKET_MARK.keepAlive | PACKET_MARK.lostSegment;

interface SequencePoint {
  readonly segment: Segment;
  readonly end: number;
  readonly acknowledged: number;
  readonly allowed: number;
}

/** Segments of one end that take of the sequence space and the peer's answers; of more than `points`, evenly chosen ones and those that tell of trouble. */
function* sequenceSeries(segments: ConnectionSegments, direction: 0 | 1, points: number): SlicedWork<SequenceSeries> {
  const chosen: SequencePoint[] = [];
  const answers: SequencePoint[] = [];
  const counts = yield* countsOf(segments, direction);
  const ownChoice = new EvenChoice(counts.own, points);
  const answerChoice = new EvenChoice(counts.answers, points);
  const unwrap = new Unwrapped(segments.base(direction));
  let acknowledged = Number.NaN;
  let allowed = Number.NaN;
  let sent = 0;
  for (let place = 0; place < segments.rows.length; place++) {
    if (place % SEGMENTS_A_STEP === 0) yield;
    const segment = segments.read(place);
    if (segment.direction !== direction) {
      if (!isAnswer(segment)) continue;
      const value = unwrap.of(segment.acknowledgement);
      acknowledged = Number.isNaN(acknowledged) ? value : Math.max(acknowledged, value);
      allowed = acknowledged + segments.window(segment.direction, segment.window, segment.flags);
      if (answerChoice.takes(segment.window === 0)) answers.push({ segment, end: sent, acknowledged, allowed });
      continue;
    }
    if (!isOwn(segment)) continue;
    const end = unwrap.of((segment.sequence + segment.consumed) >>> 0);
    sent = Math.max(sent, end);
    if (ownChoice.takes((segment.marks & REPEATED) !== 0)) chosen.push({ segment, end, acknowledged, allowed });
  }
  const { ends, ...common } = columnsOf(chosen);
  const { ends: sentEnds, ...answerColumns } = columnsOf(answers);
  return {
    ...common,
    ends,
    payloadBytes: Uint32Array.from(chosen, ({ segment }) => segment.payloadBytes),
    answers: { ...answerColumns, sent: sentEnds },
  };
}

function columnsOf(points: readonly SequencePoint[]) {
  return {
    frames: Uint32Array.from(points, ({ segment }) => segment.frame),
    timesMs: Float64Array.from(points, ({ segment }) => segment.timeMs),
    ends: Float64Array.from(points, ({ end }) => end),
    marks: Uint32Array.from(points, ({ segment }) => segment.marks),
    acknowledged: Float64Array.from(points, ({ acknowledged }) => acknowledged),
    allowed: Float64Array.from(points, ({ allowed }) => allowed),
  };
}

function isAnswer({ flags }: Segment): boolean {
  return (flags & (TCP_FLAG.ack | TCP_FLAG.rst)) === TCP_FLAG.ack;
}

function isOwn({ consumed, marks }: Segment): boolean {
  return consumed > 0 || (marks & PACKET_MARK.keepAlive) !== 0;
}

function* countsOf(segments: ConnectionSegments, direction: 0 | 1): SlicedWork<{ own: number; answers: number }> {
  const counts = { own: 0, answers: 0 };
  for (let place = 0; place < segments.rows.length; place++) {
    if (place % SEGMENTS_A_STEP === 0) yield;
    const segment = segments.read(place);
    if (segment.direction === direction) counts.own += isOwn(segment) ? 1 : 0;
    else counts.answers += isAnswer(segment) ? 1 : 0;
  }
  return counts;
}

/** About `wanted` of `total` items at equal distances, and as many more that must not be missed. */
class EvenChoice {
  readonly #step: number;
  #next = 0;
  #seen = 0;
  #special = 0;

  constructor(
    total: number,
    readonly wanted: number,
  ) {
    this.#step = Math.max(1, total / wanted);
  }

  takes(isSpecial: boolean): boolean {
    const place = this.#seen++;
    if (isSpecial && this.#special++ < this.wanted) return true;
    if (place < this.#next) return false;
    this.#next += this.#step;
    return true;
  }
}

/** Numbers relative to a base that go on beyond 2^32: each is taken for the one closest to the last. */
class Unwrapped {
  #last = 0;

  constructor(readonly base: number) {}

  of(sequence: number): number {
    const relative = (sequence - this.base) >>> 0;
    this.#last += (relative - this.#last) | 0;
    return this.#last;
  }
}
