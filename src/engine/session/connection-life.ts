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
    const flags = packets.tcpFlags.get(row);
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

/** Segments of one end that take of the sequence space; of more than `points`, evenly chosen ones and those that tell of trouble. */
function sequenceSeries(segments: Segments, direction: 0 | 1, points: number): SequenceSeries {
  const chosen: { segment: Read; end: number; acknowledged: number; allowed: number }[] = [];
  const ownCount = countOf(segments, direction);
  const step = Math.max(1, ownCount / points);
  let next = 0;
  let own = 0;
  let marked = 0;
  const unwrap = new Unwrapped(segments.base(direction));
  let acknowledged = Number.NaN;
  let allowed = Number.NaN;
  for (let place = 0; place < segments.rows.length; place++) {
    const segment = segments.read(place);
    if (segment.direction !== direction) {
      if ((segment.flags & (TCP_FLAG.ack | TCP_FLAG.rst)) !== TCP_FLAG.ack) continue;
      const value = unwrap.of(segment.acknowledgement);
      acknowledged = Number.isNaN(acknowledged) ? value : Math.max(acknowledged, value);
      allowed = acknowledged + segments.window(segment.direction, segment.window, segment.flags);
      continue;
    }
    if (segment.consumed === 0 && (segment.marks & PACKET_MARK.keepAlive) === 0) continue;
    const trouble = (segment.marks & REPEATED) !== 0 && marked++ < points;
    const end = unwrap.of((segment.sequence + segment.consumed) >>> 0);
    if (own++ < next && !trouble) continue;
    if (!trouble) next += step;
    chosen.push({ segment, end, acknowledged, allowed });
  }
  return {
    frames: Uint32Array.from(chosen, ({ segment }) => segment.frame),
    timesMs: Float64Array.from(chosen, ({ segment }) => segment.timeMs),
    ends: Float64Array.from(chosen, ({ end }) => end),
    payloadBytes: Uint32Array.from(chosen, ({ segment }) => segment.payloadBytes),
    marks: Uint32Array.from(chosen, ({ segment }) => segment.marks),
    acknowledged: Float64Array.from(chosen, (item) => item.acknowledged),
    allowed: Float64Array.from(chosen, (item) => item.allowed),
  };
}

function countOf(segments: Segments, direction: 0 | 1): number {
  let count = 0;
  for (let place = 0; place < segments.rows.length; place++) {
    const segment = segments.read(place);
    if (segment.direction === direction && segment.consumed > 0) count++;
  }
  return count;
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
