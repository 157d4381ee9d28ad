/** Puts fragments of IP packets together (RFC 791 section 3.2, RFC 8200 section 4.5), within fixed bounds. */
import { readUint16, readUint32, toHex } from '../../shared/base/bytes';
import type { PacketPath } from '../protocols/packet-path';

/** Packets in pieces at one time; the oldest is given up beyond it. */
const MAX_PENDING = 256;
const MAX_FRAGMENTS = 128;
const MAX_PACKET = 65535;
/** Completed packets whose frames are remembered for the dissection. */
const MAX_COMPLETED = 100_000;

interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly frame: number;
}
interface Pending {
  readonly pieces: Piece[];
  /** Length of the payload; -1 until the last fragment came. */
  total: number;
}

export interface Fragment {
  readonly key: string;
  /** Byte offset of this piece in the payload of the whole packet. */
  readonly offset: number;
  readonly more: boolean;
  readonly payloadOffset: number;
  readonly payloadEnd: number;
  /** Protocol number of the payload. */
  readonly protocol: number;
}

/** Fragment header of the packet that `path` reached; null when it was cut or is none. */
export function fragmentOf(path: PacketPath): Fragment | null {
  return path.ipVersion === 4 ? fragmentOfIpv4(path) : fragmentOfIpv6(path);
}

function fragmentOfIpv4(path: PacketPath): Fragment | null {
  const bytes = path.bytes;
  const ip = path.ipOffset;
  const word = readUint16(bytes, ip + 6);
  const payloadOffset = ip + ((bytes[ip] as number) & 0x0f) * 4;
  const payloadEnd = ip + readUint16(bytes, ip + 2);
  if (payloadEnd > path.end || payloadEnd <= payloadOffset) return null;
  const key = `${toHex(bytes.subarray(ip + 12, ip + 20))}${readUint16(bytes, ip + 4)}.${bytes[ip + 9]}`;
  return { key, offset: (word & 0x1fff) * 8, more: (word & 0x2000) !== 0, payloadOffset, payloadEnd, protocol: bytes[ip + 9] as number };
}

const FRAGMENT_HEADER = 44;
const EXTENSIONS: readonly number[] = [0, 43, 60];

function fragmentOfIpv6(path: PacketPath): Fragment | null {
  const bytes = path.bytes;
  const ip = path.ipOffset;
  const payloadEnd = ip + 40 + readUint16(bytes, ip + 4);
  let next = bytes[ip + 6] as number;
  let at = ip + 40;
  while (EXTENSIONS.includes(next) && at + 8 <= path.end) {
    next = bytes[at] as number;
    at += ((bytes[at + 1] as number) + 1) * 8;
  }
  if (next !== FRAGMENT_HEADER || at + 8 >= payloadEnd || payloadEnd > path.end) return null;
  const word = readUint16(bytes, at + 2);
  const key = `${toHex(bytes.subarray(ip + 8, ip + 40))}${readUint32(bytes, at + 4)}`;
  return { key, offset: word & 0xfff8, more: (word & 1) !== 0, payloadOffset: at + 8, payloadEnd, protocol: bytes[at] as number };
}

/** Collects the pieces; a packet is whole with the frame that fills its last gap. */
export class IpFragments {
  readonly #pending = new Map<string, Pending>();
  readonly #completed = new Map<number, readonly number[]>();

  /** Frames whose fragments make the packet that `frame` completed, in order of their offsets; null when it completed none. */
  framesOf(frame: number): readonly number[] | null {
    return this.#completed.get(frame) ?? null;
  }

  /** Takes a fragment; returns the payload of the whole packet when this was its last missing piece. */
  add(frame: number, bytes: Uint8Array, fragment: Fragment): Uint8Array | null {
    const end = fragment.offset + fragment.payloadEnd - fragment.payloadOffset;
    if (end > MAX_PACKET) return null;
    let pending = this.#pending.get(fragment.key);
    if (!pending) {
      if (this.#pending.size >= MAX_PENDING) this.#pending.delete(this.#pending.keys().next().value as string);
      pending = { pieces: [], total: -1 };
      this.#pending.set(fragment.key, pending);
    }
    if (pending.pieces.length >= MAX_FRAGMENTS || pending.pieces.some((piece) => piece.offset === fragment.offset)) return null;
    pending.pieces.push({ offset: fragment.offset, bytes: bytes.slice(fragment.payloadOffset, fragment.payloadEnd), frame });
    if (!fragment.more) pending.total = end;
    const whole = assemble(pending);
    if (!whole) return null;
    this.#pending.delete(fragment.key);
    if (this.#completed.size < MAX_COMPLETED)
      this.#completed.set(
        frame,
        pending.pieces.map((piece) => piece.frame),
      );
    return whole;
  }
}

function assemble(pending: Pending): Uint8Array | null {
  if (pending.total < 0) return null;
  pending.pieces.sort((a, b) => a.offset - b.offset);
  let covered = 0;
  for (const piece of pending.pieces) {
    if (piece.offset > covered) return null;
    covered = Math.max(covered, piece.offset + piece.bytes.length);
  }
  if (covered < pending.total) return null;
  const whole = new Uint8Array(pending.total);
  for (const piece of pending.pieces) whole.set(piece.bytes.subarray(0, pending.total - piece.offset), piece.offset);
  return whole;
}
