/** One connection segment by segment, read from the columns. */
import { type ConnectionLife, type ConnectionSequence, type SequenceSeries, TCP_STATES } from '../../shared/contract/connection-life';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { conversationRows, directionOfRow } from '../flows/conversation';
import { clientDirection } from '../flows/roles';
import { TCP_FLAG } from '../flows/segment';
import { TcpStates } from '../flows/tcp-states';
import type { CapturePass } from './capture-pass';

/** Segments `from` to `from + count`; the states are followed from the first segment on. */
export function connectionLife(pass: CapturePass, connection: number, from: number, count: number): ConnectionLife {
  const segments = new Segments(pass, connection);
  const first = Math.min(from, segments.rows.length);
  const life = emptyLife(segments.rows.length, Math.min(count, segments.rows.length - first));
  const states = new TcpStates();
  const ends = new EndFrames();
  const { client } = segments;
  for (let place = 0; place < first + life.frames.length; place++) {
    const segment = segments.read(place);
    const { direction, flags, sequence, payloadBytes, acknowledgement } = segment;
    states.next(direction, flags, sequence, payloadBytes, acknowledgement);
    const acknowledged = (flags & TCP_FLAG.ack) === 0 ? 0 : ends.frameAt((1 - direction) as 0 | 1, acknowledgement);
    ends.note(direction, (sequence + segment.consumed) >>> 0, segment.consumed, segment.frame);
    const at = place - first;
    if (at < 0) continue;
    life.frames[at] = segment.frame;
    life.timesMs[at] = segment.timeMs;
    life.directions[at] = direction === client ? 0 : 1;
    life.flags[at] = flags;
    life.sequences[at] = (sequence - segments.base(direction)) >>> 0;
    life.acknowledgements[at] = (flags & TCP_FLAG.ack) === 0 ? 0 : (acknowledgement - segments.base((1 - direction) as 0 | 1)) >>> 0;
    life.payloadBytes[at] = payloadBytes;
    life.windows[at] = segments.window(direction, segment.window, flags);
    life.marks[at] = segment.marks;
    life.acknowledgedFrames[at] = acknowledged;
    life.clientStates[at] = TCP_STATES.indexOf(states.state(client));
    life.serverStates[at] = TCP_STATES.indexOf(states.state((1 - client) as 0 | 1));
  }
  return life;
}

/** Both directions of the sequence space over time. */
export function connectionSequence(pass: CapturePass, connection: number, points: number): ConnectionSequence {
  const segments = new Segments(pass, connection);
  const { client } = segments;
  const server = (1 - client) as 0 | 1;
  return { client: sequenceSeries(segments, client, points), server: sequenceSeries(segments, server, points) };
}

interface Read {
  readonly frame: number;
  readonly timeMs: number;
  readonly direction: 0 | 1;
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly payloadBytes: number;
  /** What it takes of the sequence space: its bytes, SYN and FIN. */
  readonly consumed: number;
  readonly window: number;
  readonly marks: number;
}

class Segments {
  readonly rows: Uint32Array;
  readonly client: 0 | 1;

  constructor(
    readonly pass: CapturePass,
    readonly connection: number,
  ) {
    this.rows = conversationRows(pass.packets, pass.tracker.connections, connection);
    this.client = clientDirection(pass.tracker.connections, connection);
  }

  read(place: number): Read {
    const { packets } = this.pass;
    const row = this.rows[place] as number;
    const flags = packets.tcpFlags(row);
    const payloadBytes = packets.payloadLength.get(row);
    return {
      frame: row + 1,
      timeMs: (packets.marks.get(row) & PACKET_MARK.noTime) === 0 ? packets.timeMs(row) : Number.NaN,
      direction: directionOfRow(packets, row),
      flags,
      sequence: packets.sequence.get(row),
      acknowledgement: packets.acknowledgement.get(row),
      payloadBytes,
      consumed: payloadBytes + ((flags & TCP_FLAG.syn) !== 0 ? 1 : 0) + ((flags & TCP_FLAG.fin) !== 0 ? 1 : 0),
      window: packets.window.get(row),
      marks: packets.marks.get(row),
    };
  }

  base(direction: 0 | 1): number {
    return this.pass.tracker.connections.base(this.connection, direction);
  }

  /** Bytes that an end announces; the window of a SYN is not scaled (RFC 7323 section 2.2). */
  window(direction: 0 | 1, window: number, flags: number): number {
    if ((flags & TCP_FLAG.syn) !== 0) return window;
    const scale = this.pass.tracker.windowScale(this.connection, direction);
    return scale === null ? Number.NaN : window * 2 ** scale;
  }
}

/** Which frame ended where in the sequence space, the latest for each place. */
class EndFrames {
  readonly #frames = [new Map<number, number>(), new Map<number, number>()] as const;

  note(direction: 0 | 1, end: number, consumed: number, frame: number): void {
    if (consumed > 0) this.#frames[direction].set(end, frame);
  }

  frameAt(direction: 0 | 1, acknowledgement: number): number {
    return this.#frames[direction].get(acknowledgement) ?? 0;
  }
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
  readonly segment: Read;
  readonly end: number;
  readonly acknowledged: number;
  readonly allowed: number;
}

/** Segments of one end that take of the sequence space and the peer's answers; of more than `points`, evenly chosen ones and those that tell of trouble. */
function sequenceSeries(segments: Segments, direction: 0 | 1, points: number): SequenceSeries {
  const chosen: SequencePoint[] = [];
  const answers: SequencePoint[] = [];
  const counts = countsOf(segments, direction);
  const ownChoice = new EvenChoice(counts.own, points);
  const answerChoice = new EvenChoice(counts.answers, points);
  const unwrap = new Unwrapped(segments.base(direction));
  let acknowledged = Number.NaN;
  let allowed = Number.NaN;
  let sent = 0;
  for (let place = 0; place < segments.rows.length; place++) {
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

function isAnswer({ flags }: Read): boolean {
  return (flags & (TCP_FLAG.ack | TCP_FLAG.rst)) === TCP_FLAG.ack;
}

function isOwn({ consumed, marks }: Read): boolean {
  return consumed > 0 || (marks & PACKET_MARK.keepAlive) !== 0;
}

function countsOf(segments: Segments, direction: 0 | 1): { own: number; answers: number } {
  const counts = { own: 0, answers: 0 };
  for (let place = 0; place < segments.rows.length; place++) {
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
