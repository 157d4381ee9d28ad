/** Finds where the last whole block of a pcapng file ends: a process that was killed while it wrote leaves one in part. */
import { fstatSync, ftruncateSync } from 'node:fs';
import { BLOCK_AT, BLOCK_TYPE, MINIMUM_BLOCK_BYTES, sectionByteOrder } from '../../engine/formats/pcapng/block';
import { readFully } from '../capture-bytes/file-bytes';

const WINDOW_BYTES = 1 << 20;

/** Cuts the file behind its last whole block; `from`: where a block is known to begin. Returns the length. Needs a descriptor that may write. */
export function cutToWholeBlocks(descriptor: number, path: string, from: number): number {
  const size = fstatSync(descriptor).size;
  const end = wholeBlocksEnd(descriptor, path, from, size);
  if (end < size) ftruncateSync(descriptor, end);
  return end;
}

function wholeBlocksEnd(descriptor: number, path: string, from: number, size: number): number {
  const bytes = new Uint8Array(WINDOW_BYTES);
  const view = new DataView(bytes.buffer);
  let little = true;
  let at = from;
  let windowAt = from;
  let held = 0;
  while (at + MINIMUM_BLOCK_BYTES <= size) {
    if (at < windowAt || at + MINIMUM_BLOCK_BYTES > windowAt + held) {
      windowAt = at;
      held = readFully(descriptor, path, at, bytes, 0, Math.min(WINDOW_BYTES, size - at));
      if (held < MINIMUM_BLOCK_BYTES) break;
    }
    const place = at - windowAt;
    if (view.getUint32(place, true) === BLOCK_TYPE.sectionHeader) little = sectionByteOrder(view, place) !== 'big';
    const total = view.getUint32(place + BLOCK_AT.totalLength, little);
    if (total < MINIMUM_BLOCK_BYTES || total % 4 !== 0 || at + total > size) break;
    at += total;
  }
  return at;
}
