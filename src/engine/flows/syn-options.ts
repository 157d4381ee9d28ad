/** The options that the flows need (RFC 7323, RFC 7413). */
import { readUint32 } from '../../shared/base/bytes';
import type { PacketPath } from '../protocols/packet-path';

const OPTION = { end: 0, nop: 1, windowScale: 3, timestamps: 8, fastOpen: 34 } as const;
const FIXED_HEADER = 20;
/** RFC 7323 section 2.3: a larger shift counts as 14. */
const MAX_SHIFT = 14;

/** Offset of the option's kind byte, or -1. Reads nothing beyond the captured bytes. */
function findOption(path: PacketPath, headerLength: number, kind: number): number {
  const bytes = path.bytes;
  const end = Math.min(path.transportOffset + headerLength, path.end);
  for (let at = path.transportOffset + FIXED_HEADER; at < end; ) {
    const found = bytes[at] as number;
    if (found === OPTION.end) return -1;
    if (found === OPTION.nop) {
      at++;
      continue;
    }
    const length = at + 1 < end ? (bytes[at + 1] as number) : 0;
    if (length < 2 || at + length > end) return -1;
    if (found === kind) return kind !== OPTION.windowScale || length >= 3 ? at : -1;
    at += length;
  }
  return -1;
}

/** `scaleCode` of a SYN without the window scale option. */
export const SCALE_ABSENT = 16;

/** 0: the header was cut before the options ended; shift + 1 (1 ... 15); or `SCALE_ABSENT`. */
export function scaleCode(path: PacketPath, headerLength: number): number {
  if (path.transportOffset + headerLength > path.end) return 0;
  const at = findOption(path, headerLength, OPTION.windowScale);
  return at < 0 ? SCALE_ABSENT : Math.min(MAX_SHIFT, path.bytes[at + 2] as number) + 1;
}

const TIMESTAMPS_LENGTH = 10;

/** TSval of a segment; -1 without the timestamps option. */
export function timestampValue(path: PacketPath, headerLength: number): number {
  const at = findOption(path, headerLength, OPTION.timestamps);
  return at < 0 || path.bytes[at + 1] !== TIMESTAMPS_LENGTH ? -1 : readUint32(path.bytes, at + 2);
}

export function fastOpenRequested(path: PacketPath, headerLength: number): boolean {
  return findOption(path, headerLength, OPTION.fastOpen) >= 0;
}
