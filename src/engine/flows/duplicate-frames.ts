import type { PacketPath } from '../protocols/packet-path';

const SLOTS = 1 << 14;
/** Copies made by a switch's mirror port, by `any`, or seen on both sides of a router come this close together. */
const IDENTIFIED_COPY_NS = 50e6;
/** Without an IP identification a copy cannot be told from a quick retransmission unless it comes at once. */
const UNIDENTIFIED_COPY_NS = 2e6;
const MIX = 0x9e3779b1;

/**
 * Tells when a TCP segment is a copy of a frame seen before (the same packet captured twice), which is never a retransmission: a retransmitted
 * IPv4 packet has a new identification. Fixed memory: a table of the last 16,384 distinct segments by hash.
 */
export class DuplicateFrames {
  readonly #prints = new Uint32Array(SLOTS);
  readonly #frames = new Uint32Array(SLOTS);
  readonly #timesNs = new Float64Array(SLOTS);
  /** What tells copies apart from repeats where there is no identification: place of capture and hop limit. */
  readonly #places = new Uint32Array(SLOTS);

  /** Frame that this one is a copy of, or 0; remembers it when it is none. `timeNs` counts from the first packet, `place` names interface and hop limit. */
  check(frame: number, path: PacketPath, tcpHeaderLength: number, payloadLength: number, timeNs: number, interfaceId: number): number {
    const print = fingerprint(path, tcpHeaderLength, payloadLength);
    const slot = print & (SLOTS - 1);
    const place = ((interfaceId << 24) ^ (path.linkHint << 16) ^ (hardwareByte(path) << 8) ^ path.hopLimit) >>> 0;
    const sinceNs = timeNs - (this.#timesNs[slot] as number);
    if (this.#prints[slot] === print && this.#frames[slot] !== 0 && sinceNs >= -UNIDENTIFIED_COPY_NS) {
      const identified = path.identification > 0;
      const moved = this.#places[slot] !== place;
      const pureAck = payloadLength === 0 && ((path.bytes[path.transportOffset + 13] as number) & 0x07) === 0;
      const limitNs = identified ? IDENTIFIED_COPY_NS : moved ? UNIDENTIFIED_COPY_NS * 10 : pureAck ? -1 : UNIDENTIFIED_COPY_NS / 20;
      if (sinceNs <= limitNs) return this.#frames[slot] as number;
    }
    this.#prints[slot] = print;
    this.#frames[slot] = frame;
    this.#timesNs[slot] = timeNs;
    this.#places[slot] = place;
    return 0;
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
