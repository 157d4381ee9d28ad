/**
 * Record headers that differ under one magic number: patched libpcaps of 1999 (Red Hat 6.1, SuSE 6.3) and Nokia's wrote longer ones.
 * They are told, as Wireshark does, by how well the first records make sense.
 */
import { maximumCapturedLength } from '../link-type';
import type { PcapFileHeader } from './file-header';

export interface RecordVariant {
  readonly name: 'standard' | 'patched-1999-04' | 'patched-1999-09' | 'patched-1999-10' | 'nokia';
  readonly headerBytes: 16 | 20 | 24 | 28;
}

const STANDARD: RecordVariant = { name: 'standard', headerBytes: 16 };
const PATCHED_APRIL: RecordVariant = { name: 'patched-1999-04', headerBytes: 24 };
const PATCHED_SEPTEMBER: RecordVariant = { name: 'patched-1999-09', headerBytes: 28 };
const PATCHED_OCTOBER: RecordVariant = { name: 'patched-1999-10', headerBytes: 24 };
const NOKIA: RecordVariant = { name: 'nokia', headerBytes: 20 };

/** No packet on any wire is this long. */
const BELIEVED_ORIGINAL_LENGTH = 128 * 1024 * 1024;
const LONGEST_HEADER = 28;

/** The variant, or how many bytes from `offset` on must be there to tell. Never asks for more than two records. */
export function recordVariant(
  header: PcapFileHeader,
  view: DataView,
  offset: number,
  end: number,
  ended: boolean,
): { readonly variant: RecordVariant } | { readonly neededBytes: number } {
  if (header.magic !== 'microseconds' && header.magic !== 'modified') return { variant: STANDARD };
  if (header.aix || header.versionMajor !== 2 || header.versionMinor < 4) return { variant: STANDARD };
  if (end - offset < LONGEST_HEADER && !ended) return { neededBytes: LONGEST_HEADER };
  const standardMagic = header.magic === 'microseconds';
  // Ordinary files are told by their first record header alone: a live capture must not wait for the second packet.
  if (standardMagic && doubts(header, view, offset, end, STANDARD) === 0 && !resemblesOther(header, view, offset, end)) return { variant: STANDARD };
  let best = standardMagic ? STANDARD : PATCHED_OCTOBER;
  let fewest = Number.POSITIVE_INFINITY;
  for (const variant of standardMagic ? [STANDARD, PATCHED_APRIL, NOKIA] : [PATCHED_OCTOBER, PATCHED_SEPTEMBER]) {
    const second = secondRecord(header, view, offset, end, variant);
    if (second + variant.headerBytes > end && !ended) return { neededBytes: second + variant.headerBytes - offset };
    const sum = doubts(header, view, offset, end, variant) + (second === end ? 0 : doubts(header, view, second, end, variant));
    if (sum === 0) return { variant };
    if (sum < fewest) {
      fewest = sum;
      best = variant;
    }
  }
  return { variant: best };
}

function resemblesOther(header: PcapFileHeader, view: DataView, offset: number, end: number): boolean {
  return doubts(header, view, offset, end, PATCHED_APRIL) === 0 || doubts(header, view, offset, end, NOKIA) === 0;
}

/** Where the second record would begin; the same place when the first has an impossible length. */
function secondRecord(header: PcapFileHeader, view: DataView, offset: number, end: number, variant: RecordVariant): number {
  if (offset + variant.headerBytes > end) return offset;
  const captured = view.getUint32(offset + 8, header.littleEndian);
  return captured > maximumCapturedLength(header.linkType) ? offset : offset + variant.headerBytes + captured;
}

/** How many fields of a record header make no sense; a header that is cut counts as one. */
function doubts(header: PcapFileHeader, view: DataView, offset: number, end: number, variant: RecordVariant): number {
  if (offset + variant.headerBytes > end) return 1;
  const { littleEndian } = header;
  const captured = view.getUint32(offset + 8, littleEndian);
  const original = view.getUint32(offset + 12, littleEndian);
  let sum = 0;
  if (view.getUint32(offset + 4, littleEndian) >= 1_000_000) sum++;
  if (captured > maximumCapturedLength(header.linkType)) sum++;
  if (header.snapLength !== 0 && captured > header.snapLength) sum++;
  if (original > BELIEVED_ORIGINAL_LENGTH) sum++;
  if (captured > original) sum++;
  if (variant.name === 'nokia') return sum + (isNokiaField(view.getUint32(offset + 16, littleEndian)) ? 0 : 1);
  return variant.headerBytes === 16 ? sum : sum + patchedDoubts(view, offset + 16, littleEndian);
}

/** Interface index, Ethernet packet type and Linux packet type that the patched libpcaps added. */
function patchedDoubts(view: DataView, offset: number, littleEndian: boolean): number {
  const etherType = view.getUint16(offset + 4, littleEndian);
  const linuxTypes = etherType <= 0x17 || etherType === 0x60 || etherType === 0x200 || etherType === 0x400;
  return (
    (view.getUint32(offset, littleEndian) > 10_000 ? 1 : 0) + (etherType >= 0x600 || linuxTypes ? 0 : 1) + (view.getUint8(offset + 6) > 4 ? 1 : 0)
  );
}

/** Values seen in Nokia's extra field: 0x[9b]fbf[bd][69]0[12]. */
function isNokiaField(value: number): boolean {
  const digit = (shift: number) => (value >>> shift) & 0xf;
  return (
    (value & 0x0fff00f0) === 0x0fbf0000 &&
    [0x9, 0xb].includes(digit(28)) &&
    [0xb, 0xd].includes(digit(12)) &&
    [0x6, 0x9].includes(digit(8)) &&
    [1, 2].includes(digit(0))
  );
}
