import { readUint16LittleEndian, readUint32LittleEndian, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeBytes, freeHex, freeUint } from './field-spec';
import { ieee80211, ieee80211Padded } from './ieee80211';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** Version, padding, length, present words; numbers are little endian (radiotap.org). */
const FIXED_LENGTH = 8;
const HEADER_LENGTH = 2;
const PRESENT_WORD = 4;
/** Bits of a present word. */
const TIME_PRESENT = 0x01;
const FLAGS_PRESENT = 0x02;
const TIME_LENGTH = 8;
/** Bits of the flags field. */
const CHECK_SEQUENCE = 0x10;
const PADDED = 0x20;
const CHECK_LENGTH = 4;

/** Offset of the flags byte in the header at `offset`, -1 when it has none: only the time may stand before it. */
function flagsOffset(bytes: Uint8Array, offset: number, end: number): number {
  const present = bytes[offset + PRESENT_WORD] as number;
  if ((present & FLAGS_PRESENT) === 0) return -1;
  let at = offset + PRESENT_WORD;
  while (at + 4 <= end && ((bytes[at + 3] as number) & 0x80) !== 0) at += 4;
  at += 4;
  if ((present & TIME_PRESENT) !== 0) at += ((8 - ((at - offset) % 8)) % 8) + TIME_LENGTH;
  return at < end ? at : -1;
}

function stepRadiotap(path: PacketPath): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < FIXED_LENGTH) return null;
  const length = readUint16LittleEndian(bytes, offset + HEADER_LENGTH);
  if (length < FIXED_LENGTH || offset + length > path.end) return null;
  const at = flagsOffset(bytes, offset, offset + length);
  const flags = at < 0 ? 0 : (bytes[at] as number);
  path.offset += length;
  if ((flags & CHECK_SEQUENCE) !== 0) {
    path.wireEnd = Math.max(path.offset, path.wireEnd - CHECK_LENGTH);
    path.end = Math.min(path.end, path.wireEnd);
  }
  return (flags & PADDED) !== 0 ? ieee80211Padded : ieee80211;
}

function decodeRadiotap(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(FIXED_LENGTH, 'Radiotap Header');
  if (!layer.has(offset, FIXED_LENGTH)) return;
  const length = readUint16LittleEndian(bytes, offset + HEADER_LENGTH);
  layer.field('radiotap.version', offset, 1, bytes[offset] as number);
  layer.field('radiotap.pad', offset + 1, 1, bytes[offset + 1] as number);
  layer.field('radiotap.length', offset + HEADER_LENGTH, 2, length);
  if (length < FIXED_LENGTH) {
    layer.issue('malformed', offset + HEADER_LENGTH, FIXED_LENGTH);
    return;
  }
  if (!layer.has(offset, length)) return;
  layer.describe(length, `Radiotap Header v${bytes[offset]}, Length ${length}`);
  const at = flagsOffset(bytes, offset, offset + length);
  const flags = at < 0 ? 0 : (bytes[at] as number);
  layer.field('radiotap.present.word', offset + PRESENT_WORD, 4, readUint32LittleEndian(bytes, offset + PRESENT_WORD));
  if (at >= 0) layer.field('radiotap.flags', at, 1, flags);
  if (length > FIXED_LENGTH)
    layer.field('radiotap.fields', offset + FIXED_LENGTH, length - FIXED_LENGTH, toHex(bytes.subarray(offset + FIXED_LENGTH, offset + length)));
  const wireEnd = (flags & CHECK_SEQUENCE) !== 0 ? Math.max(offset + length, layer.wireEnd - CHECK_LENGTH) : layer.wireEnd;
  const end = Math.min(layer.end, wireEnd);
  if (end > offset + length) layer.nextProtocol((flags & PADDED) !== 0 ? ieee80211Padded : ieee80211, offset + length, end, wireEnd);
}

export const radiotap = defineProtocol({
  id: 'radiotap',
  title: 'IEEE 802.11 Radiotap Capture header',
  short: 'Radiotap',
  spec: 'LINKTYPE_IEEE802_11_RADIOTAP',
  fields: {
    'radiotap.version': freeUint('Header revision'),
    'radiotap.pad': freeUint('Header pad'),
    'radiotap.length': freeUint('Header length'),
    'radiotap.present.word': freeHex('Present flags word'),
    'radiotap.flags': freeHex('Flags'),
    'radiotap.fields': freeBytes('Fields'),
  },
  attach: [{ table: 'link-type', keys: [127] }],
  step: stepRadiotap,
  decode: decodeRadiotap,
});
