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
  const counts = yield* countsOf(segments);
  const series = [new SeriesChoice(segments, 0, counts, points), new SeriesChoice(segments, 1, counts, points)] as const;
  for (let place = 0; place < segments.rows.length; place++) {
    if (place % SEGMENTS_A_STEP === 0) yield;
    const direction = segments.direction(place);
    series[direction].own(place);
    series[1 - direction]?.answer(place);
  }
  const { client } = segments;
  return { client: series[client].series(), server: series[(1 - client) as 0 | 1].series() };
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

/** By direction: its segments that take of the sequence space, and those that acknowledge what its peer sent. */
interface Counts {
  readonly own: readonly [number, number];
  readonly answers: readonly [number, number];
}

function* countsOf(segments: ConnectionSegments): SlicedWork<Counts> {
  const own: [number, number] = [0, 0];
  const answers: [number, number] = [0, 0];
  for (let place = 0; place < segments.rows.length; place++) {
    if (place % SEGMENTS_A_STEP === 0) yield;
    const direction = segments.direction(place);
    if (segments.isOwn(place)) own[direction]++;
    if (segments.isAnswer(place)) answers[direction]++;
  }
  return { own, answers };
}

/** Segments of one end that take of the sequence space and the peer's answers; of more than `points`, evenly chosen ones and those that tell of trouble. */
class SeriesChoice {
  readonly #segments: ConnectionSegments;
  readonly #chosen: SequencePoint[] = [];
  readonly #answers: SequencePoint[] = [];
  readonly #ownChoice: EvenChoice;
  readonly #answerChoice: EvenChoice;
  readonly #unwrap: Unwrapped;
  #acknowledged = Number.NaN;
  #allowed = Number.NaN;
  #sent = 0;

  constructor(segments: ConnectionSegments, direction: 0 | 1, counts: Counts, points: number) {
    this.#segments = segments;
    this.#ownChoice = new EvenChoice(counts.own[direction], points);
    this.#answerChoice = new EvenChoice(counts.answers[direction === 0 ? 1 : 0], points);
    this.#unwrap = new Unwrapped(segments.base(direction));
  }

  /** The next segment of the end. */
  own(place: number): void {
    const segments = this.#segments;
    if (!segments.isOwn(place)) return;
    const end = this.#unwrap.of(segments.sequenceEnd(place));
    this.#sent = Math.max(this.#sent, end);
    if (!this.#ownChoice.takes((segments.marks(place) & REPEATED) !== 0)) return;
    this.#chosen.push({ segment: segments.read(place), end, acknowledged: this.#acknowledged, allowed: this.#allowed });
  }

  /** The next segment of its peer. */
  answer(place: number): void {
    const segments = this.#segments;
    if (!segments.isAnswer(place)) return;
    const value = this.#unwrap.of(segments.acknowledgement(place));
    this.#acknowledged = Number.isNaN(this.#acknowledged) ? value : Math.max(this.#acknowledged, value);
    const window = segments.windowField(place);
    this.#allowed = this.#acknowledged + segments.scaledWindow(place);
    if (!this.#answerChoice.takes(window === 0)) return;
    this.#answers.push({ segment: segments.read(place), end: this.#sent, acknowledged: this.#acknowledged, allowed: this.#allowed });
  }

  series(): SequenceSeries {
    const { ends, ...common } = columnsOf(this.#chosen);
    const { ends: sent, ...answers } = columnsOf(this.#answers);
    return { ...common, ends, payloadBytes: Uint32Array.from(this.#chosen, ({ segment }) => segment.payloadBytes), answers: { ...answers, sent } };
  }
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
