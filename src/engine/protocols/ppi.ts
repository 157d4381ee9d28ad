import { readUint16LittleEndian } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { flag, freeUint, hex, hexBits, uint } from './field-spec';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

/** Version, flags, length, link type; little endian (CACE PPI specification 1.0.7). */
const FIXED_LENGTH = 8;
const HEADER_LENGTH = 2;
const LINK_TYPE = 4;
const FIELD_HEADER = 4;
/** Common 802.11 field: flags at byte 8 of its data, of which the lowest says that the frame ends with its check sequence. */
const COMMON_80211 = 2;
const COMMON_FLAGS = 8;
const CHECK_LENGTH = 4;
const MAX_LINK_TYPE = 0xffff;

function linkTypeOf(bytes: Uint8Array, offset: number): number {
  const high = readUint16LittleEndian(bytes, offset + LINK_TYPE + 2);
  return high === 0 ? readUint16LittleEndian(bytes, offset + LINK_TYPE) : MAX_LINK_TYPE;
}

/** Bytes of check sequence behind the frame, told by the fields of the header that ends at `end`. */
function checkLength(bytes: Uint8Array, offset: number, end: number): number {
  let at = offset + FIXED_LENGTH;
  while (at + FIELD_HEADER <= end) {
    const length = readUint16LittleEndian(bytes, at + 2);
    if (readUint16LittleEndian(bytes, at) === COMMON_80211 && length > COMMON_FLAGS && at + FIELD_HEADER + COMMON_FLAGS < end)
      return ((bytes[at + FIELD_HEADER + COMMON_FLAGS] as number) & 1) !== 0 ? CHECK_LENGTH : 0;
    at += FIELD_HEADER + length;
  }
  return 0;
}

function stepPpi(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < FIXED_LENGTH) return null;
  const length = readUint16LittleEndian(bytes, offset + HEADER_LENGTH);
  if (length < FIXED_LENGTH || offset + length > path.end) return null;
  path.offset += length;
  path.wireEnd = Math.max(path.offset, path.wireEnd - checkLength(bytes, offset, path.offset));
  path.end = Math.min(path.end, path.wireEnd);
  return registry.lookup('link-type', linkTypeOf(bytes, offset)) ?? null;
}

function decodePpi(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(FIXED_LENGTH, 'PPI');
  if (!layer.has(offset, FIXED_LENGTH)) {
    layer.readCut(['ppi.version', 'ppi.flags']);
    return;
  }
  const length = readUint16LittleEndian(bytes, offset + HEADER_LENGTH);
  const linkType = linkTypeOf(bytes, offset);
  layer.read('ppi.version');
  const parent = layer.read('ppi.flags');
  layer.read('ppi.flags.alignment', { parent });
  layer.read('ppi.flags.reserved', { parent });
  layer.field('ppi.length', offset + HEADER_LENGTH, 2, length);
  layer.field('ppi.dlt', offset + LINK_TYPE, 4, linkType);
  if (length < FIXED_LENGTH) {
    layer.issue('malformed', offset + HEADER_LENGTH, FIXED_LENGTH);
    return;
  }
  if (!layer.has(offset, length)) return;
  layer.describe(length, `PPI version ${bytes[offset]}, ${length} bytes`);
  addFields(layer, offset + length);
  const wireEnd = Math.max(offset + length, layer.wireEnd - checkLength(bytes, offset, offset + length));
  layer.next('link-type', linkType, offset + length, Math.min(layer.end, wireEnd), wireEnd);
}

function addFields(layer: LayerBuilder, end: number): void {
  const { bytes } = layer;
  for (let at = layer.offset + FIXED_LENGTH; at + FIELD_HEADER <= end; ) {
    const length = readUint16LittleEndian(bytes, at + 2);
    layer.field('ppi.field_type', at, 2, readUint16LittleEndian(bytes, at));
    layer.field('ppi.field_len', at + 2, 2, length);
    at += FIELD_HEADER + length;
  }
}

export const ppi = defineProtocol({
  id: 'ppi',
  title: 'PPI Packet Header',
  short: 'PPI',
  spec: 'LINKTYPE_PPI',
  fields: {
    'ppi.version': uint('Version', 0, 1),
    'ppi.flags': hex('Flags', 1, 1),
    'ppi.flags.alignment': flag('Alignment', 1, 1, 7, { 0: 'Not aligned', 1: '32-bit aligned' }),
    'ppi.flags.reserved': hexBits('Reserved', 1, 1, [0, 7]),
    'ppi.length': freeUint('Header length'),
    'ppi.dlt': freeUint('DLT'),
    'ppi.field_type': freeUint('Field type'),
    'ppi.field_len': freeUint('Field length'),
  },
  attach: [{ table: 'link-type', keys: [192] }],
  step: stepPpi,
  decode: decodePpi,
});
