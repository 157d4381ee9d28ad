import { type Column, uint8Column, uint32Column } from '../store/columns';
import { RecordTable } from '../store/record-table';
import { AddressTable, formatIpv4Number } from './address-table';

/** Words of a connection's row. A is the sender of the first packet, B the other end; direction 0 is from A. */
const C = {
  addressA: 0,
  addressB: 1,
  ports: 2,
  flags: 3,
  firstFrame: 4,
  lastFrame: 5,
  packets: 6,
  directionA: 7,
  directionB: 8,
  eventHead: 9,
  eventTail: 10,
  handshakeUs: 11,
} as const;
const CONNECTION_WORDS = 12;

/** Bits of a connection's flags. */
export const CONNECTION_FLAG = {
  ipv6: 1 << 0,
  /** B is the client (set with `rolesKnown`, or by the guess that the report makes). */
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
} as const;

/** Words of a direction's row: what one end has sent. */
export const D = {
  /** Initial sequence number, or one below the first sequence number seen. */
  base: 0,
  /** Next expected sequence number: the highest end of data seen. */
  next: 1,
  lastAck: 2,
  /** Last window field, not scaled. */
  window: 3,
  flags: 4,
  duplicateAcks: 5,
  packets: 6,
  lastFrame: 7,
  /** Frame in which `next` last advanced. */
  nextFrame: 8,
  finFrame: 9,
  /** Sequence number after the FIN. */
  finEnd: 10,
  /** Hop limit, window scale + 1 and last segment class, a byte each. */
  misc: 11,
  /** 64-bit float: bytes on the wire. */
  bytes: 12,
  /** First empty segment of an end that nothing else is known of: a keep-alive probe if the peer's answer says so. 0 for none. */
  candidate: 14,
  /** Frame of the last keep-alive probe that nothing has answered yet; 0 for none. */
  pendingProbe: 15,
} as const;
const DIRECTION_WORDS = 16;

/** Bits of a direction's flags. */
export const DIRECTION_FLAG = {
  /** `base` and `next` are set. */
  sequenceSet: 1 << 0,
  /** `next` rests on a SYN, data, a FIN or an acknowledgement, not only on empty segments. */
  sequenceFirm: 1 << 1,
  ackSet: 1 << 2,
  finAcked: 1 << 3,
  lastWasProbe: 1 << 4,
  lastWasWindowProbe: 1 << 5,
  /** A SYN fixed `base`. */
  synSeen: 1 << 6,
} as const;

/** Kinds of events. Retransmissions are those sent by A and by B. */
export const EVENT = { syn: 0, synAck: 1, ack: 2, retransmissionA: 3, retransmissionB: 4, fin: 5, rst: 6 } as const;

const INITIAL_SLOTS = 1 << 12;

/** All TCP connections of a capture, 48 bytes each plus 8 of the hash, plus 64 bytes for each end that was heard, plus 9 bytes an event. */
export class ConnectionTable {
  readonly records = new RecordTable(CONNECTION_WORDS);
  readonly directions = new RecordTable(DIRECTION_WORDS);
  readonly addresses = new AddressTable();
  readonly #eventKinds: Column<Uint8Array> = uint8Column();
  readonly #eventFrames = uint32Column();
  readonly #eventNext = uint32Column();
  #slots = new Uint32Array(INITIAL_SLOTS);
  #slotsUsed = 0;

  get length(): number {
    return this.records.length;
  }

  /** Direction in which the last `find` matched: 0 from A, 1 from B. */
  direction = 0;
  #foundSlot = 0;

  /** Connection between the two ends, or -1; `direction` tells which way. Addresses are numbers of one family. */
  find(ipv6: boolean, source: number, sourcePort: number, destination: number, destinationPort: number): number {
    const ports = ((sourcePort << 16) | destinationPort) >>> 0;
    const reversed = ((destinationPort << 16) | sourcePort) >>> 0;
    const hash = endHash(source, sourcePort) ^ endHash(destination, destinationPort);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 16)) & mask;
    for (;;) {
      const entry = this.#slots[slot] as number;
      if (entry === 0) {
        this.#foundSlot = slot;
        return -1;
      }
      const id = entry - 1;
      const words = this.records.words(id);
      const at = this.records.at(id);
      const family = ((words[at + C.flags] as number) & CONNECTION_FLAG.ipv6) !== 0;
      if (family === ipv6) {
        if (words[at + C.ports] === ports && words[at + C.addressA] === source && words[at + C.addressB] === destination) {
          this.direction = 0;
          this.#foundSlot = slot;
          return id;
        }
        if (words[at + C.ports] === reversed && words[at + C.addressA] === destination && words[at + C.addressB] === source) {
          this.direction = 1;
          this.#foundSlot = slot;
          return id;
        }
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Adds a connection for the ends that `find` was just asked for; it takes the place of an earlier one between the same ends. */
  add(ipv6: boolean, source: number, sourcePort: number, destination: number, destinationPort: number, frame: number): number {
    const id = this.records.add();
    const words = this.records.words(id);
    const at = this.records.at(id);
    words[at + C.addressA] = source;
    words[at + C.addressB] = destination;
    words[at + C.ports] = (sourcePort << 16) | destinationPort;
    words[at + C.flags] = ipv6 ? CONNECTION_FLAG.ipv6 : 0;
    words[at + C.firstFrame] = frame;
    this.direction = 0;
    const isNew = this.#slots[this.#foundSlot] === 0;
    this.#slots[this.#foundSlot] = id + 1;
    if (isNew && ++this.#slotsUsed * 2 > this.#slots.length) this.#growSlots();
    return id;
  }

  #growSlots(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    const mask = this.#slots.length - 1;
    for (const entry of old) {
      if (entry === 0) continue;
      const ports = this.#word(entry - 1, C.ports);
      const hash = endHash(this.#word(entry - 1, C.addressA), ports >>> 16) ^ endHash(this.#word(entry - 1, C.addressB), ports & 0xffff);
      let slot = (hash ^ (hash >>> 16)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry;
    }
  }

  #word(id: number, word: number): number {
    return this.records.words(id)[this.records.at(id) + word] as number;
  }

  flags(id: number): number {
    return this.#word(id, C.flags);
  }

  has(id: number, flag: number): boolean {
    return (this.#word(id, C.flags) & flag) !== 0;
  }

  setFlag(id: number, flag: number): void {
    const at = this.records.at(id) + C.flags;
    const words = this.records.words(id);
    words[at] = (words[at] as number) | flag;
  }

  clearFlag(id: number, flag: number): void {
    const at = this.records.at(id) + C.flags;
    const words = this.records.words(id);
    words[at] = (words[at] as number) & ~flag;
  }

  firstFrame(id: number): number {
    return this.#word(id, C.firstFrame);
  }

  lastFrame(id: number): number {
    return this.#word(id, C.lastFrame);
  }

  packets(id: number): number {
    return this.#word(id, C.packets);
  }

  /** Counts a packet; returns the frame that was the connection's last before it (0 for none). */
  touch(id: number, frame: number): number {
    const words = this.records.words(id);
    const at = this.records.at(id);
    const previous = words[at + C.lastFrame] as number;
    words[at + C.lastFrame] = frame;
    words[at + C.packets] = (words[at + C.packets] as number) + 1;
    return previous;
  }

  /** Microseconds from the first SYN to the final ACK; 0 when not seen. */
  handshakeUs(id: number): number {
    return this.#word(id, C.handshakeUs);
  }

  setHandshakeUs(id: number, value: number): void {
    this.records.words(id)[this.records.at(id) + C.handshakeUs] = value;
  }

  /** Row of what the given end sent, made on first use. */
  directionRow(id: number, direction: number): number {
    const words = this.records.words(id);
    const at = this.records.at(id) + (direction === 0 ? C.directionA : C.directionB);
    const row = words[at] as number;
    if (row !== 0) return row - 1;
    const made = this.directions.add();
    words[at] = made + 1;
    return made;
  }

  /** Row of what the given end sent, or -1 when nothing was heard of it. */
  heardRow(id: number, direction: number): number {
    return this.#word(id, direction === 0 ? C.directionA : C.directionB) - 1;
  }

  /** One word of what an end sent; 0 when nothing was heard of it. */
  directionWord(id: number, direction: number, word: number): number {
    const row = this.heardRow(id, direction);
    return row < 0 ? 0 : (this.directions.words(row)[this.directions.at(row) + word] as number);
  }

  directionBytes(id: number, direction: number): number {
    const row = this.heardRow(id, direction);
    return row < 0 ? 0 : (this.directions.floats(row)[(this.directions.at(row) + D.bytes) >> 1] as number);
  }

  addEvent(id: number, kind: number, frame: number): void {
    const event = this.#eventKinds.push(kind) + 1;
    this.#eventFrames.push(frame);
    this.#eventNext.push(0);
    const words = this.records.words(id);
    const at = this.records.at(id);
    const tail = words[at + C.eventTail] as number;
    if (tail === 0) words[at + C.eventHead] = event;
    else this.#eventNext.set(tail - 1, event);
    words[at + C.eventTail] = event;
  }

  /** Calls for each event in capture order; `kind` is one of EVENT. */
  forEachEvent(id: number, visit: (kind: number, frame: number) => void): void {
    for (let event = this.#word(id, C.eventHead); event !== 0; event = this.#eventNext.get(event - 1)) {
      visit(this.#eventKinds.get(event - 1), this.#eventFrames.get(event - 1));
    }
  }

  /** Text of an end's address. */
  address(id: number, end: 0 | 1): string {
    const value = this.#word(id, end === 0 ? C.addressA : C.addressB);
    return this.has(id, CONNECTION_FLAG.ipv6) ? this.addresses.format(value) : formatIpv4Number(value);
  }

  port(id: number, end: 0 | 1): number {
    const ports = this.#word(id, C.ports);
    return end === 0 ? ports >>> 16 : ports & 0xffff;
  }
}

function endHash(address: number, port: number): number {
  let hash = Math.imul(address ^ 0x5bd1e995, 0x85ebca6b) ^ Math.imul(port + 1, 0xc2b2ae35);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x27d4eb2f);
  return hash ^ (hash >>> 15);
}
