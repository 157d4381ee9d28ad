/** Looking at text protocols in place. */

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
/** Within so many bytes a loop finds a line's end sooner than a search through a view, which goes through the rest many times as fast. */
const NEAR = 64;

/** Offset of the line feed that ends the line at `from`, or -1 when there is none before `end` (or within `most` bytes). */
export function lineEnd(bytes: Uint8Array, from: number, end: number, most = 65_536): number {
  const limit = Math.min(end, from + most);
  const near = Math.min(limit, from + NEAR);
  for (let i = from; i < near; i++) if (bytes[i] === LINE_FEED) return i;
  if (near === limit) return -1;
  const place = bytes.subarray(near, limit).indexOf(LINE_FEED);
  return place < 0 ? -1 : near + place;
}

/** Text of a line without its end; `feed` is the offset of its line feed. Bytes outside ASCII are shown as Latin-1. */
export function lineText(bytes: Uint8Array, from: number, feed: number): string {
  const end = feed > from && bytes[feed - 1] === CARRIAGE_RETURN ? feed - 1 : feed;
  return asciiText(bytes, from, end);
}

export function asciiText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

/** True when the bytes at `offset` are `text` (ASCII). */
export function startsWith(bytes: Uint8Array, offset: number, end: number, text: string): boolean {
  if (offset + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}
