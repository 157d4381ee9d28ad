import type { PacketPath } from '../protocols/packet-path';
import type { PacketTable } from '../store/packet-table';

const SLOTS = 1 << 11;
const SLOT_WORDS = 4;
/** Copies made by a switch's mirror port, by `any`, or seen on both sides of a router come this close together. */
const IDENTIFIED_COPY_NS = 50e6;
/** Without an IP identification a copy cannot be told from a quick retransmission unless it comes at once. */
const UNIDENTIFIED_COPY_NS = 2e6;
const MIX = 0x9e3779b1;

/**
 * Tells when a TCP segment is a copy of a frame seen before (the same packet captured twice), which is never a retransmission: a retransmitted
 * IPv4 packet has a new identification. Fixed memory, small enough for the processor's cache: a table of the latest segments by hash.
 */
export class DuplicateFrames {
  /** Four words a slot: fingerprint, frame, and what tells copies from repeats where there is no identification: place of capture and hop limit. */
  readonly #slots = new Uint32Array(SLOTS * SLOT_WORDS);

  constructor(readonly packets: PacketTable) {}

  /** Frame that this one is a copy of, or 0; remembers it when it is none. Its row in the packet table holds its time already. */
  check(frame: number, path: PacketPath, tcpHeaderLength: number, payloadLength: number, interfaceId: number): number {
    const print = fingerprint(path, tcpHeaderLength, payloadLength);
    const slots = this.#slots;
    const at = (print & (SLOTS - 1)) * SLOT_WORDS;
    const place = ((interfaceId << 24) ^ (path.linkHint << 16) ^ (hardwareByte(path) << 8) ^ path.hopLimit) >>> 0;
    const original = slots[at + 1] as number;
    if (slots[at] === print && original !== 0 && this.#isCopy(frame, original, path, payloadLength, slots[at + 2] !== place)) return original;
    slots[at] = print;
    slots[at + 1] = frame;
    slots[at + 2] = place;
    return 0;
  }

  #isCopy(frame: number, original: number, path: PacketPath, payloadLength: number, moved: boolean): boolean {
    const sinceNs = this.packets.differenceNs(frame - 1, original - 1);
    if (sinceNs < -UNIDENTIFIED_COPY_NS) return false;
    if (path.identification > 0) return sinceNs <= IDENTIFIED_COPY_NS;
    if (moved) return sinceNs <= UNIDENTIFIED_COPY_NS * 10;
    const isPureAck = payloadLength === 0 && ((path.bytes[path.transportOffset + 13] as number) & 0x07) === 0;
    return !isPureAck && sinceNs <= UNIDENTIFIED_COPY_NS / 20;
  }
}

/** Hash over addresses, identification, the whole TCP header and the payload length: what a copy keeps and a router does not change. */
function fingerprint(path: PacketPath, tcpHeaderLength: number, payloadLength: number): number {
  const view = path.view;
  const tcp = path.transportOffset;
  // The last four bytes tell addresses apart well enough beside ports and numbers.
  const addressTail = path.ipVersion === 4 ? 0 : 12;
  let hash = path.identification ^ payloadLength;
  hash = Math.imul(hash ^ view.getInt32(path.sourceOffset + addressTail), MIX) ^ view.getInt32(path.destinationOffset + addressTail);
  hash = Math.imul(hash ^ view.getInt32(tcp), MIX) ^ view.getInt32(tcp + 4);
  hash = Math.imul(hash ^ view.getInt32(tcp + 8), MIX) ^ view.getInt32(tcp + 12);
  // The checksum is left out: a copy taken before the network card filled it in differs in it.
  const end = Math.min(tcp + tcpHeaderLength, path.end) - 3;
  for (let at = tcp + 20; at < end; at += 4) hash = Math.imul(hash ^ (hash >>> 15), MIX) ^ view.getInt32(at);
  hash = Math.imul(hash ^ (hash >>> 16), MIX);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** A byte of the sender's hardware address on Ethernet. */
function hardwareByte(path: PacketPath): number {
  return path.ipOffset >= 6 ? path.view.getUint16(path.ipOffset - 4) & 0xff : 0;
}
