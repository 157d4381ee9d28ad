/** The segments of one connection in order, with what must be followed from the first one on: the states of both ends, and which segment each one acknowledges. */
import { type ConnectionSequence, TCP_STATES } from '../../shared/contract/connection-life';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { conversationRows, directionOfRow } from '../flows/conversation';
import { clientDirection } from '../flows/roles';
import { TCP_FLAG } from '../flows/segment';
import { TcpStates } from '../flows/tcp-states';
import type { CapturePass } from './capture-pass';
import { firstPlace } from './first-place';
import type { SlicedWork } from './in-slices';

/** Segments between two places where the work may be interrupted. */
const SEGMENTS_A_STEP = 2048;

export interface Segment {
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

export class ConnectionSegments {
  rows: Uint32Array = new Uint32Array(0);
  #sequence: { readonly rows: Uint32Array; readonly points: number; readonly made: ConnectionSequence } | null = null;
  #lastFrame = 0;
  #followed = 0;
  #states = new TcpStates();
  #ends = [new EndFrames(), new EndFrames()] as const;
  /** State of the end of each direction, as places in TCP_STATES: four bits each. */
  #endStates = new Uint8Array(0);
  #acknowledged = new Uint32Array(0);

  constructor(
    readonly pass: CapturePass,
    readonly connection: number,
  ) {
    this.renew();
  }

  get client(): 0 | 1 {
    return clientDirection(this.pass.tracker.connections, this.connection);
  }

  /** Takes in the segments that came since. */
  renew(): void {
    const { packets, tracker } = this.pass;
    const last = tracker.connections.lastFrame(this.connection);
    if (last === this.#lastFrame) return;
    this.#lastFrame = last;
    const rows = conversationRows(packets, tracker.connections, this.connection);
    const goesOn = this.#followed === 0 || (rows[0] === this.rows[0] && rows[this.#followed - 1] === this.rows[this.#followed - 1]);
    this.rows = rows;
    if (!goesOn) this.#forget();
    this.#endStates = grown(this.#endStates, new Uint8Array(rows.length));
    this.#acknowledged = grown(this.#acknowledged, new Uint32Array(rows.length));
  }

  /** Place of the segment that is packet `frame` of the capture; null when none of them is. */
  place(frame: number): number | null {
    const place = firstPlace(this.rows.length, (at) => (this.rows[at] as number) >= frame - 1);
    return this.rows[place] === frame - 1 ? place : null;
  }

  /** The chart that was made last, where it was of these segments and of as many points. */
  *sequence(points: number, make: () => SlicedWork<ConnectionSequence>): SlicedWork<ConnectionSequence> {
    const { rows } = this;
    if (this.#sequence?.rows === rows && this.#sequence.points === points) return this.#sequence.made;
    const made = yield* make();
    this.#sequence = { rows, points, made };
    return made;
  }

  /** Follows the connection as far as `end` segments. */
  *follow(end: number): SlicedWork<void> {
    while (this.#followed < Math.min(end, this.rows.length)) {
      const stop = Math.min(end, this.rows.length, this.#followed + SEGMENTS_A_STEP);
      while (this.#followed < stop) this.#next(this.#followed++);
      yield;
    }
  }

  /** Of those followed. State of an end once the segment has arrived, as a place in TCP_STATES. */
  state(place: number, direction: 0 | 1): number {
    return ((this.#endStates[place] as number) >> (direction * 4)) & 0xf;
  }

  /** Of those followed. Frame of the peer that ends where the segment's acknowledgement points to; 0: none. */
  acknowledgedFrame(place: number): number {
    return this.#acknowledged[place] as number;
  }

  direction(place: number): 0 | 1 {
    return directionOfRow(this.pass.packets, this.rows[place] as number);
  }

  marks(place: number): number {
    return this.pass.packets.marks.get(this.rows[place] as number);
  }

  acknowledgement(place: number): number {
    return this.pass.packets.acknowledgement.get(this.rows[place] as number);
  }

  /** As the segment says it, not scaled. */
  windowField(place: number): number {
    return this.pass.packets.window.get(this.rows[place] as number);
  }

  /** Bytes that the segment announces. */
  scaledWindow(place: number): number {
    const { packets } = this.pass;
    const row = this.rows[place] as number;
    return this.window(directionOfRow(packets, row), packets.window.get(row), packets.tcpFlags(row));
  }

  /** The number behind the last one that the segment takes of the sequence space. */
  sequenceEnd(place: number): number {
    const { packets } = this.pass;
    const row = this.rows[place] as number;
    return (packets.sequence.get(row) + consumedBy(packets.tcpFlags(row), packets.payloadLength.get(row))) >>> 0;
  }

  /** Does it take of the sequence space, or look like it as a probe does? */
  isOwn(place: number): boolean {
    const { packets } = this.pass;
    const row = this.rows[place] as number;
    return consumedBy(packets.tcpFlags(row), packets.payloadLength.get(row)) > 0 || (packets.marks.get(row) & PACKET_MARK.keepAlive) !== 0;
  }

  /** Does it acknowledge, and is no reset? */
  isAnswer(place: number): boolean {
    const flags = this.pass.packets.tcpFlags(this.rows[place] as number);
    return (flags & (TCP_FLAG.ack | TCP_FLAG.rst)) === TCP_FLAG.ack;
  }

  read(place: number): Segment {
    const { packets } = this.pass;
    const row = this.rows[place] as number;
    const flags = packets.tcpFlags(row);
    const payloadBytes = packets.payloadLength.get(row);
    const marks = packets.marks.get(row);
    return {
      frame: row + 1,
      timeMs: (marks & PACKET_MARK.noTime) === 0 ? packets.timeMs(row) : Number.NaN,
      direction: directionOfRow(packets, row),
      flags,
      sequence: packets.sequence.get(row),
      acknowledgement: packets.acknowledgement.get(row),
      payloadBytes,
      consumed: consumedBy(flags, payloadBytes),
      window: packets.window.get(row),
      marks,
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

  #next(place: number): void {
    const { packets } = this.pass;
    const row = this.rows[place] as number;
    const direction = directionOfRow(packets, row);
    const flags = packets.tcpFlags(row);
    const sequence = packets.sequence.get(row);
    const acknowledgement = packets.acknowledgement.get(row);
    const payloadBytes = packets.payloadLength.get(row);
    const peer = (1 - direction) as 0 | 1;
    this.#states.next(direction, flags, sequence, payloadBytes, acknowledgement);
    this.#endStates[place] = STATE_PLACES[this.#states.state(0)] | (STATE_PLACES[this.#states.state(1)] << 4);
    this.#acknowledged[place] = (flags & TCP_FLAG.ack) === 0 ? 0 : this.#ends[peer].frameAt(acknowledgement);
    const consumed = consumedBy(flags, payloadBytes);
    if (consumed > 0) this.#ends[direction].note((sequence + consumed) >>> 0, row + 1);
  }

  #forget(): void {
    this.#followed = 0;
    this.#states = new TcpStates();
    this.#ends = [new EndFrames(), new EndFrames()];
    this.#endStates = new Uint8Array(0);
    this.#acknowledged = new Uint32Array(0);
  }
}

const STATE_PLACES = Object.fromEntries(TCP_STATES.map((state, place) => [state, place])) as Readonly<Record<(typeof TCP_STATES)[number], number>>;

function consumedBy(flags: number, payloadBytes: number): number {
  return payloadBytes + ((flags & TCP_FLAG.syn) !== 0 ? 1 : 0) + ((flags & TCP_FLAG.fin) !== 0 ? 1 : 0);
}

/** The larger array with what the smaller one holds. */
function grown<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from.subarray(0, to.length));
  return to;
}

const INITIAL_SLOTS = 1 << 6;

/** Which frame of an end ended where in its sequence space, the latest for each place: a hash table, as a long connection has a million of them. */
class EndFrames {
  /** Two words a slot: the place, and the frame (0: free). */
  #slots = new Uint32Array(INITIAL_SLOTS * 2);
  #used = 0;

  note(end: number, frame: number): void {
    const slot = this.#slot(end);
    if (this.#slots[slot + 1] === 0) this.#used++;
    this.#slots[slot] = end;
    this.#slots[slot + 1] = frame;
    if (this.#used * 4 > this.#slots.length) this.#grow();
  }

  frameAt(end: number): number {
    return this.#slots[this.#slot(end) + 1] as number;
  }

  /** Where the place is, or would be. */
  #slot(end: number): number {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(end ^ (end >>> 15), 0x9e3779b1) << 1) & mask;
    while (this.#slots[slot + 1] !== 0 && this.#slots[slot] !== end) slot = (slot + 2) & mask;
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += 2) {
      if (old[slot + 1] === 0) continue;
      const to = this.#slot(old[slot] as number);
      this.#slots[to] = old[slot] as number;
      this.#slots[to + 1] = old[slot + 1] as number;
    }
  }
}
