/** Options of pcapng blocks (draft-ietf-opsawg-pcapng section 3.5): code, length, value, padded to four bytes. */
import { padTo4 } from './block';

export const OPTION = { end: 0, comment: 1 } as const;
export const INTERFACE_OPTION = { name: 2, description: 3, timeResolution: 9, timeOffset: 14 } as const;
export const PACKET_OPTION = { dropCount: 4 } as const;
export const STATISTICS_OPTION = { received: 4, dropped: 5, systemDropped: 6 } as const;

const utf8 = new TextDecoder();

export interface Option {
  readonly code: number;
  /** Begin of the value in the view. */
  readonly at: number;
  readonly length: number;
}

/** Reads options in `[at, end)`; returns them and what is wrong with them (in words for a log), or null. */
export function readOptions(view: DataView, at: number, end: number, littleEndian: boolean): { options: Option[]; problem: string | null } {
  const options: Option[] = [];
  let next = at;
  while (next + 4 <= end) {
    const code = view.getUint16(next, littleEndian);
    const length = view.getUint16(next + 2, littleEndian);
    if (code === OPTION.end) return { options, problem: null };
    if (next + 4 + length > end) return { options, problem: `option ${code} of ${length} bytes passes the end of its block` };
    options.push({ code, at: next + 4, length });
    next += 4 + padTo4(length);
  }
  return { options, problem: null };
}

export function optionText(view: DataView, option: Option): string {
  return textAt(view, option.at, option.length);
}

/** UTF-8; a zero byte at the end, written by some programs, is left out. */
export function textAt(view: DataView, at: number, length: number): string {
  const text = utf8.decode(new Uint8Array(view.buffer, view.byteOffset + at, length));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Unsigned 64-bit value, or null when the option has another length or the value cannot be a number exactly. */
export function optionUint64(view: DataView, option: Option, littleEndian: boolean): number | null {
  if (option.length !== 8) return null;
  const value = Number(view.getBigUint64(option.at, littleEndian));
  return Number.isSafeInteger(value) ? value : null;
}
