/** Finding the way back after damage: the next place that looks like a whole block. */
import { BLOCK_AT, BLOCK_TYPE, isKnownBlock, leastBlockBytes, MINIMUM_BLOCK_BYTES, sectionByteOrder } from './block';

/** Longer blocks are not looked for: every candidate must be held in memory to see its end. */
const LONGEST_CANDIDATE = 1024 * 1024;

export type Search =
  | { readonly kind: 'found'; readonly at: number }
  /** Search on from `at` when `neededBytes` from there are at hand. */
  | { readonly kind: 'more'; readonly at: number; readonly neededBytes: number }
  | { readonly kind: 'none' };

/**
 * Looks in `[from, end)` for a block of a known type whose two lengths agree. `littleEndian`: of the section; null when none is known, then only
 * a section header will do.
 */
export function findBlock(view: DataView, from: number, end: number, littleEndian: boolean | null, ended: boolean): Search {
  let at = from;
  for (; at + MINIMUM_BLOCK_BYTES <= end; at++) {
    const isSection = view.getUint32(at, true) === BLOCK_TYPE.sectionHeader;
    const order = isSection ? sectionByteOrder(view, at) : littleEndian === null ? null : littleEndian ? 'little' : 'big';
    if (order === null) continue;
    const little = order === 'little';
    const type = view.getUint32(at, little);
    if (!isKnownBlock(type)) continue;
    const length = view.getUint32(at + BLOCK_AT.totalLength, little);
    if (length % 4 !== 0 || length < leastBlockBytes(type) || length > LONGEST_CANDIDATE) continue;
    if (at + length > end) {
      if (ended) continue;
      return { kind: 'more', at, neededBytes: length };
    }
    if (view.getUint32(at + length - 4, little) === length) return { kind: 'found', at };
  }
  return ended ? { kind: 'none' } : { kind: 'more', at, neededBytes: MINIMUM_BLOCK_BYTES };
}
