import { type Column, uint8Column, uint32Column } from '../store/columns';
import { RecordTable } from '../store/record-table';
import { AddressTable, formatIpv4Number } from './address-table';

/**
 * Words of a connection that every segment reads: 64 bytes, one cache line. A is the sender of the first packet, B the other end; direction 0 is from A.
 * `bytes` is a 64-bit float; then a block for each end.
 */
export const H = { addressA: 0, addressB: 1, ports: 2, flags: 3, lastFrame: 4, packets: 5, bytes: 6, endA: 8, endB: 12 } as const;
const HOT_WORDS = 16;

/** Words of one end's block: what it has sent. */
export const E = {
  /** Next expected sequence number: the highest end of data seen. */
  next: 0,
  lastAck: 1,
  /** Last window field, not scaled, in the low half; duplicate ACKs in a row (255 at most) in the third byte; hop limit in the fourth. */
  window: 2,
  /** Bits of END_FLAG in the low half; code of the window scale (`syn-options.ts`) above. */
  state: 3,
} as const;
export const SCALE_SHIFT = 16;

/** Words of a connection that few segments touch. `probe`: the end's keep-alive probe that nothing has answered yet, or its first empty segment. */
const C = { firstFrame: 0, eventHead: 1, eventTail: 2, handshakeUs: 3, baseA: 4, baseB: 5, probeA: 6, probeB: 7 } as const;
const COLD_WORDS = 8;

/** Bits of a connection's flags. */
export const CONNECTION_FLAG = {
  ipv6: 1 << 0,
  /** B is the client (set with `rolesKnown`). */
  clientIsB: 1 << 1,
  rolesKnown: 1 << 2,
  synSeen: 1 << 3,
  synAckSeen: 1 << 4,
  ackSeen: 1 << 5,
  rstSeen: 1 << 6,
  /** The port pair was used by an earlier connection of the capture. */
  reusedPorts: 1 << 7,
  fastOpen: 1 << 8,
  rstFromB: 1 << 9,
  /** The handshake ended by RST before the final ACK. */
  rstInHandshake: 1 << 10,
  /** The first packet is a SYN: an event that is not stored, as a flood has nothing else. */
  beginsWithSyn: 1 << 11,
} as const;

/** Bits of an end's state. */
export const END_FLAG = {
  heard: 1 << 0,
  /** `next` rests on a SYN, data, a FIN or an acknowledgement, not only on empty segments. */
  sequenceFirm: 1 << 1,
  ackSet: 1 << 2,
  finSeen: 1 << 3,
  finAcked: 1 << 4,
  lastWasWindowProbe: 1 << 5,
  /** The end's `probe` word holds a probe that waits for its answer. */
  probePending: 1 << 6,
  /** The end's `probe` word holds a first segment that is a keep-alive probe if the peer's answer, or its repetition, says so. */
  candidate: 1 << 7,
  /** A SYN-ACK was sent, and no data or FIN yet. */
  opening: 1 << 8,
  /** A segment other than the SYN-ACK was sent. */
  opened: 1 << 9,
  /** Data before `next` was not captured (`unseen-data.ts`): later segments showed it; or the peer's acknowledgement did, ahead of anything behind it. */
  hole: 1 << 10,
  acknowledgedAhead: 1 << 11,
} as const;

/** Kinds of events; A and B name the sender. */
export const EVENT = { syn: 0, synAck: 1, ack: 2, retransmissionA: 3, retransmissionB: 4, finA: 5, finB: 6, rst: 7 } as const;

const INITIAL_SLOTS = 1 << 12;

/** All TCP connections of a capture: 96 bytes each, plus 8 of the hash, plus 9 an event but the SYN that opens it. */
export class ConnectionTable {
  readonly hot = new RecordTable(HOT_WORDS);
  readonly #cold = new RecordTable(COLD_WORDS);
  readonly addresses = new AddressTable();
  readonly #eventKinds: Column<Uint8Array> = uint8Column();
  readonly #eventFrames = uint32Column();
  readonly #eventNext = uint32Column();
  readonly #roundTripsNs = new Map<number, number>();
  #slots = new Uint32Array(INITIAL_SLOTS);
  #slotsUsed = 0;
  /** What the last `find` found, -1 for nothing, and where in the slots it stands or would stand. */
  #found = -1;
  #foundSlot = 0;

  /** Direction in which the last `find` matched or `add` added: 0 from A, 1 from B. */
  direction: 0 | 1 = 0;

  get length(): number {
    return this.hot.length;
  }

  /** Connection between the two ends, or -1; `direction` tells which way. Addresses are numbers of one family. */
  find(ipv6: boolean, source: number, sourcePort: number, destination: number, destinationPort: number): number {
    const ports = ((sourcePort << 16) | destinationPort) >>> 0;
    const reversed = ((destinationPort << 16) | sourcePort) >>> 0;
    const family = ipv6 ? CONNECTION_FLAG.ipv6 : 0;
    // Packets come in trains: the next one mostly belongs to the connection of the last.
    if (this.#found >= 0 && this.#isBetween(this.#found, family, ports, reversed, source, destination)) return this.#found;
    const mask = this.#slots.length - 1;
    let slot = pairHash(source, sourcePort, destination, destinationPort) & mask;
    for (;;) {
      const entry = this.#slots[slot] as number;
      if (entry === 0) break;
      if (this.#isBetween(entry - 1, family, ports, reversed, source, destination)) {
        this.#foundSlot = slot;
        this.#found = entry - 1;
        return this.#found;
      }
      slot = (slot + 1) & mask;
    }
    this.#foundSlot = slot;
    this.#found = -1;
    return -1;
  }

  /** Is this the connection between two ends? If so, sets `direction`. */
  #isBetween(id: number, family: number, ports: number, reversed: number, source: number, destination: number): boolean {
    const words = this.hot.words(id);
    const at = this.hot.at(id);
    if (((words[at + H.flags] as number) & CONNECTION_FLAG.ipv6) !== family) return false;
    const found = words[at + H.ports] as number;
    if (found === ports && words[at + H.addressA] === source && words[at + H.addressB] === destination) {
      this.direction = 0;
      return true;
    }
    if (found !== reversed || words[at + H.addressA] !== destination || words[at + H.addressB] !== source) return false;
    this.direction = 1;
    return true;
  }

  /** Adds a connection for the ends that `find` was just asked for; it takes the place of an earlier one between the same ends. */
  add(ipv6: boolean, source: number, sourcePort: number, destination: number, destinationPort: number, frame: number): number {
    const id = this.hot.add();
    const words = this.hot.words(id);
    const at = this.hot.at(id);
    words[at + H.addressA] = source;
    words[at + H.addressB] = destination;
    words[at + H.ports] = (sourcePort << 16) | destinationPort;
    words[at + H.flags] = ipv6 ? CONNECTION_FLAG.ipv6 : 0;
    this.#cold.add();
    this.#setColdWord(id, C.firstFrame, frame);
    this.direction = 0;
    const isNew = this.#slots[this.#foundSlot] === 0;
    this.#slots[this.#foundSlot] = id + 1;
    this.#found = id;
    if (isNew && ++this.#slotsUsed * 4 > this.#slots.length * 3) this.#growSlots();
    return id;
  }

  #growSlots(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    this.#found = -1;
    const mask = this.#slots.length - 1;
    for (const entry of old) {
      if (entry === 0) continue;
      const id = entry - 1;
      const hash = pairHash(this.#hotWord(id, H.addressA), this.port(id, 0), this.#hotWord(id, H.addressB), this.port(id, 1));
      let slot = hash & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry;
    }
  }

  #hotWord(id: number, word: number): number {
    return this.hot.words(id)[this.hot.at(id) + word] as number;
  }

  #coldWord(id: number, word: number): number {
    return this.#cold.words(id)[this.#cold.at(id) + word] as number;
  }

  #setColdWord(id: number, word: number, value: number): void {
    this.#cold.words(id)[this.#cold.at(id) + word] = value;
  }

  flags(id: number): number {
    return this.#hotWord(id, H.flags);
  }

  has(id: number, flag: number): boolean {
    return (this.#hotWord(id, H.flags) & flag) !== 0;
  }

  setFlag(id: number, flag: number): void {
    const at = this.hot.at(id) + H.flags;
    const words = this.hot.words(id);
    words[at] = (words[at] as number) | flag;
  }

  firstFrame(id: number): number {
    return this.#coldWord(id, C.firstFrame);
  }

  lastFrame(id: number): number {
    return this.#hotWord(id, H.lastFrame);
  }

  packets(id: number): number {
    return this.#hotWord(id, H.packets);
  }

  /** Bytes of its frames on the wire, copies left out. */
  bytes(id: number): number {
    return this.hot.floats(id)[(this.hot.at(id) + H.bytes) >> 1] as number;
  }

  /** Microseconds from the first SYN to the final ACK; 0 when not seen. */
  handshakeUs(id: number): number {
    return this.#coldWord(id, C.handshakeUs);
  }

  setHandshakeUs(id: number, value: number): void {
    this.#setColdWord(id, C.handshakeUs, value);
  }

  /** Initial sequence number of an end, or one below the first number seen of it. */
  base(id: number, direction: 0 | 1): number {
    return this.#coldWord(id, direction === 0 ? C.baseA : C.baseB);
  }

  setBase(id: number, direction: 0 | 1, value: number): void {
    this.#setColdWord(id, direction === 0 ? C.baseA : C.baseB, value);
  }

  /** Frame of the end's pending probe or candidate, as its flags say. */
  probe(id: number, direction: 0 | 1): number {
    return this.#coldWord(id, direction === 0 ? C.probeA : C.probeB);
  }

  setProbe(id: number, direction: 0 | 1, frame: number): void {
    this.#setColdWord(id, direction === 0 ? C.probeA : C.probeB, frame);
  }

  /** State word of an end: bits of END_FLAG, scale code above. */
  endState(id: number, direction: 0 | 1): number {
    return this.#hotWord(id, (direction === 0 ? H.endA : H.endB) + E.state);
  }

  isHeard(id: number, direction: 0 | 1): boolean {
    return (this.endState(id, direction) & END_FLAG.heard) !== 0;
  }

  /** True when the peer has acknowledged everything that an end sent. */
  isAcknowledged(id: number, direction: 0 | 1): boolean {
    const [own, peer] = direction === 0 ? [H.endA, H.endB] : [H.endB, H.endA];
    const acks = (this.#hotWord(id, peer + E.state) & END_FLAG.ackSet) !== 0;
    return acks && this.#hotWord(id, own + E.next) === this.#hotWord(id, peer + E.lastAck);
  }

  /** True when an end sent more than a SYN and the byte of a probe. */
  hasData(id: number, direction: 0 | 1): boolean {
    const next = this.#hotWord(id, (direction === 0 ? H.endA : H.endB) + E.next);
    return this.isHeard(id, direction) && (next - this.base(id, direction) - 1) >>> 0 > 1;
  }

  /** Round trip of the handshake, 0 when it is not known: the time it took, but for one that was repeated, whose round trip was set. */
  roundTripNs(id: number): number {
    return this.#roundTripsNs.get(id) ?? this.handshakeUs(id) * 1000;
  }

  setRoundTripNs(id: number, nanoseconds: number): void {
    this.#roundTripsNs.set(id, nanoseconds);
  }

  addEvent(id: number, kind: number, frame: number): void {
    if (kind === EVENT.syn && frame === this.firstFrame(id)) {
      this.setFlag(id, CONNECTION_FLAG.beginsWithSyn);
      return;
    }
    const event = this.#eventKinds.push(kind) + 1;
    this.#eventFrames.push(frame);
    this.#eventNext.push(0);
    const tail = this.#coldWord(id, C.eventTail);
    if (tail === 0) this.#setColdWord(id, C.eventHead, event);
    else this.#eventNext.set(tail - 1, event);
    this.#setColdWord(id, C.eventTail, event);
  }

  /** Calls for each event in capture order; `kind` is one of EVENT. */
  forEachEvent(id: number, visit: (kind: number, frame: number) => void): void {
    if (this.has(id, CONNECTION_FLAG.beginsWithSyn)) visit(EVENT.syn, this.firstFrame(id));
    for (let event = this.#coldWord(id, C.eventHead); event !== 0; event = this.#eventNext.get(event - 1)) {
      visit(this.#eventKinds.get(event - 1), this.#eventFrames.get(event - 1));
    }
  }

  /** Frame of the first event of a kind; 0 when there is none. */
  firstEvent(id: number, kind: number): number {
    if (kind === EVENT.syn && this.has(id, CONNECTION_FLAG.beginsWithSyn)) return this.firstFrame(id);
    for (let event = this.#coldWord(id, C.eventHead); event !== 0; event = this.#eventNext.get(event - 1)) {
      if (this.#eventKinds.get(event - 1) === kind) return this.#eventFrames.get(event - 1);
    }
    return 0;
  }

  /** Text of an end's address. */
  address(id: number, end: 0 | 1): string {
    const value = this.addressNumber(id, end);
    return this.has(id, CONNECTION_FLAG.ipv6) ? this.addresses.format(value) : formatIpv4Number(value);
  }

  /** An end's address as a number: IPv4 as it is, IPv6 by its place in `addresses`. */
  addressNumber(id: number, end: 0 | 1): number {
    return this.#hotWord(id, end === 0 ? H.addressA : H.addressB);
  }

  port(id: number, end: 0 | 1): number {
    const ports = this.#hotWord(id, H.ports);
    return end === 0 ? ports >>> 16 : ports & 0xffff;
  }
}

/** The same for both directions. */
function pairHash(source: number, sourcePort: number, destination: number, destinationPort: number): number {
  let hash = endHash(source, sourcePort) + endHash(destination, destinationPort);
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function endHash(address: number, port: number): number {
  return Math.imul(address ^ Math.imul(port, 0xc2b2ae35), 0x85ebca6b);
}
