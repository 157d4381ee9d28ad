import { readUint16, readUint16LittleEndian, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeBytes, freeUint, uint } from './field-spec';
import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** Family, version, resource; then attributes in the byte order of the machine that captured, padded to four bytes. */
const FIXED_LENGTH = 4;
const ATTRIBUTE_HEADER = 4;
const PAYLOAD = 9;
const FAMILIES: Readonly<Record<number, Protocol>> = { 2: ipv4, 10: ipv6 };

/** Length of the attribute at `at`: little endian unless that cannot be; 0 when it is impossible. */
function attributeLength(bytes: Uint8Array, at: number, end: number): number {
  const little = readUint16LittleEndian(bytes, at);
  if (little >= ATTRIBUTE_HEADER && at + little <= end) return little;
  const big = readUint16(bytes, at);
  if (big >= ATTRIBUTE_HEADER && at + big <= end) return big;
  return 0;
}

function attributeType(bytes: Uint8Array, at: number): number {
  const little = readUint16LittleEndian(bytes, at + 2);
  return (little > 0xff ? readUint16(bytes, at + 2) : little) & 0x7fff;
}

function paddedLength(length: number): number {
  return (length + 3) & ~3;
}

function stepNflog(path: PacketPath): Protocol | null {
  const { bytes, offset, wireEnd } = path;
  if (path.end - offset < FIXED_LENGTH) return null;
  for (let at = offset + FIXED_LENGTH; at + ATTRIBUTE_HEADER <= path.end; ) {
    const length = attributeLength(bytes, at, wireEnd);
    if (length === 0) return null;
    if (attributeType(bytes, at) === PAYLOAD) {
      path.offset = at + ATTRIBUTE_HEADER;
      path.wireEnd = at + length;
      path.end = Math.min(path.end, path.wireEnd);
      return FAMILIES[bytes[offset] as number] ?? null;
    }
    at += paddedLength(length);
  }
  return null;
}

function decodeNflog(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(FIXED_LENGTH, 'Linux Netfilter NFLOG');
  if (!layer.has(offset, FIXED_LENGTH)) {
    layer.readCut(['nflog.family', 'nflog.version']);
    return;
  }
  for (const name of ['nflog.family', 'nflog.version', 'nflog.res_id']) layer.read(name);
  for (let at = offset + FIXED_LENGTH; at < layer.end; ) {
    if (!layer.has(at, ATTRIBUTE_HEADER)) return;
    const length = attributeLength(bytes, at, layer.wireEnd);
    if (length === 0) layer.issue('malformed', at, ATTRIBUTE_HEADER);
    if (length === 0) return;
    addAttribute(layer, at, length);
    at += paddedLength(length);
  }
}

function addAttribute(layer: LayerBuilder, at: number, length: number): void {
  const { bytes, offset } = layer;
  const type = attributeType(bytes, at);
  const end = Math.min(layer.end, at + length);
  const parent = layer.field('nflog.tlv', at, end - at, toHex(bytes.subarray(at, end)));
  layer.field('nflog.tlv_length', at, 2, length, { parent });
  layer.field('nflog.tlv_type', at + 2, 2, type, { parent });
  const value = at + ATTRIBUTE_HEADER;
  if (type === PAYLOAD) {
    layer.describe(value - offset, 'Linux Netfilter NFLOG');
    const protocol = FAMILIES[bytes[offset] as number];
    if (protocol) layer.nextProtocol(protocol, value, end, at + length);
    else layer.data(value, end);
  } else if (end > value) layer.field('nflog.tlv_value', value, end - value, toHex(bytes.subarray(value, end)), { parent });
}

const TYPES = {
  1: 'NFULA_PACKET_HDR',
  2: 'NFULA_MARK',
  3: 'NFULA_TIMESTAMP',
  4: 'NFULA_IFINDEX_INDEV',
  5: 'NFULA_IFINDEX_OUTDEV',
  6: 'NFULA_IFINDEX_PHYSINDEV',
  7: 'NFULA_IFINDEX_PHYSOUTDEV',
  8: 'NFULA_HWADDR',
  9: 'NFULA_PAYLOAD',
  10: 'NFULA_PREFIX',
  11: 'NFULA_UID',
  12: 'NFULA_SEQ',
  13: 'NFULA_SEQ_GLOBAL',
  14: 'NFULA_GID',
};

export const nflog = defineProtocol({
  id: 'nflog',
  title: 'Linux Netfilter NFLOG',
  short: 'NFLOG',
  spec: 'LINKTYPE_NFLOG',
  fields: {
    'nflog.family': uint('Family', 0, 1, { values: { 2: 'IP', 10: 'IPv6' } }),
    'nflog.version': uint('Version', 1, 1),
    'nflog.res_id': uint('Resource id', 2, 2),
    'nflog.tlv': freeBytes('TLV'),
    'nflog.tlv_length': freeUint('Length'),
    'nflog.tlv_type': freeUint('Type', { values: TYPES }),
    'nflog.tlv_value': freeBytes('Value'),
  },
  attach: [{ table: 'link-type', keys: [239] }],
  step: stepNflog,
  decode: decodeNflog,
});
