import { readUint16, readUint32 } from '../../shared/base/bytes';
import type { PacketPath } from '../protocols/packet-path';

const SLOTS = 1 << 14;
/** Copies made by a switch's mirror port, by `any`, or seen on both sides of a router come this close together. */
const IDENTIFIED_COPY_NS = 50e6;
/** Without an IP identification a copy cannot be told from a quick retransmission unless it comes at once. */
const UNIDENTIFIED_COPY_NS = 2e6;
const FNV_PRIME = 0x01000193;

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
    const place = ((interfaceId << 20) ^ (path.linkHint << 8) ^ path.hopLimit ^ (hardwareHash(path) << 12)) >>> 0;
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
  const bytes = path.bytes;
  let hash = 0x811c9dc5 ^ path.identification;
  const addressLength = path.ipVersion === 4 ? 4 : 16;
  for (let i = 0; i < addressLength; i += 4) {
    hash = Math.imul(hash ^ readUint32(bytes, path.sourceOffset + i), FNV_PRIME);
    hash = Math.imul(hash ^ readUint32(bytes, path.destinationOffset + i), FNV_PRIME);
  }
  const end = Math.min(path.transportOffset + tcpHeaderLength, path.end) - 3;
  for (let i = path.transportOffset; i < end; i += 4) {
    // Checksums differ between a copy before and after the network card filled them in.
    if (i - path.transportOffset === 16) hash = Math.imul(hash ^ readUint16(bytes, i + 2), FNV_PRIME);
    else hash = Math.imul(hash ^ readUint32(bytes, i), FNV_PRIME);
  }
  hash = Math.imul(hash ^ payloadLength, FNV_PRIME);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Hash of the four bytes before the IP header's link type: the sender's hardware address on Ethernet. */
function hardwareHash(path: PacketPath): number {
  return path.ipOffset >= 6 ? readUint32(path.bytes, path.ipOffset - 6) % 251 : 0;
}
