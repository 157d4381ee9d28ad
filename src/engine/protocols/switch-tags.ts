import { formatMac } from '../../shared/base/address';
import { readUint16, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { ethernet, stepTypeOrLength } from './ethernet';
import { freeBytes, freeHex } from './field-spec';
import { llc } from './llc';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

/** Tags that Ethernet switches put between the addresses and the type for the port they face the machine with (Linux net/dsa). */
const ADDRESSES = 12;
const TYPE_LENGTH = 2;
const LARGEST_LENGTH = 1500;
/** Bytes of a tag: Marvell's, the same behind an EtherType and two reserved bytes, and Broadcom's. */
const DSA_TAG = 4;
const EDSA_TAG = 8;
const BROADCOM_TAG = 4;

/** Steps over addresses, `tag` bytes and the type. */
function stepTagged(path: PacketPath, tag: number, registry: Registry): Protocol | null {
  const length = ADDRESSES + tag + TYPE_LENGTH;
  if (path.end - path.offset < length) return null;
  return stepTypeOrLength(path, length, readUint16(path.bytes, path.offset + ADDRESSES + tag), registry);
}

function decodeTagged(layer: LayerBuilder, tag: number, title: string): void {
  const { bytes, offset } = layer;
  const length = ADDRESSES + tag + TYPE_LENGTH;
  layer.describe(length, title);
  if (!layer.has(offset, length)) {
    layer.readCut(['eth.dst', 'eth.src']);
    return;
  }
  layer.column('source', formatMac(bytes, offset + 6));
  layer.column('destination', formatMac(bytes, offset));
  layer.read('eth.dst');
  layer.read('eth.src');
  layer.field('dsa.tag', offset + ADDRESSES, tag, toHex(bytes.subarray(offset + ADDRESSES, offset + ADDRESSES + tag)));
  decodeType(layer, offset + ADDRESSES + tag);
}

function decodeType(layer: LayerBuilder, at: number): void {
  const type = readUint16(layer.bytes, at);
  layer.field('dsa.etype', at, TYPE_LENGTH, type);
  const next = at + TYPE_LENGTH;
  if (type > LARGEST_LENGTH || type === 0) layer.limit(layer.next('ethertype', type, next));
  else layer.nextProtocol(llc, next, Math.min(layer.end, next + type), Math.min(layer.wireEnd, next + type));
}

export const dsa = defineProtocol({
  id: 'dsa',
  title: 'Marvell DSA switch tag',
  short: 'DSA',
  spec: 'LINKTYPE_DSA_TAG_DSA',
  fields: { 'dsa.tag': freeBytes('Tag'), 'dsa.etype': freeHex('Type', { values: ETHER_TYPES, digits: 4 }) },
  attach: [{ table: 'link-type', keys: [284] }],
  step: (path, registry) => stepTagged(path, DSA_TAG, registry),
  decode: (layer) => decodeTagged(layer, DSA_TAG, 'Ethernet with Marvell DSA switch tag'),
});

export const edsaLink = defineProtocol({
  id: 'edsa_link',
  title: 'Marvell EDSA switch tag',
  short: 'EDSA',
  spec: 'LINKTYPE_DSA_TAG_EDSA',
  fields: {},
  attach: [{ table: 'link-type', keys: [285] }],
  step: (path, registry) => stepTagged(path, EDSA_TAG, registry),
  decode: (layer) => decodeTagged(layer, EDSA_TAG, 'Ethernet with Marvell EDSA switch tag'),
});

export const broadcomTag = defineProtocol({
  id: 'brcm-tag',
  title: 'Broadcom switch tag',
  short: 'BRCM',
  spec: 'LINKTYPE_DSA_TAG_BRCM',
  fields: {},
  attach: [{ table: 'link-type', keys: [281] }],
  step: (path, registry) => stepTagged(path, BROADCOM_TAG, registry),
  decode: (layer) => decodeTagged(layer, BROADCOM_TAG, 'Ethernet with Broadcom switch tag'),
});

function stepPrepended(path: PacketPath): Protocol | null {
  if (path.end - path.offset < BROADCOM_TAG) return null;
  path.offset += BROADCOM_TAG;
  return ethernet;
}

function decodePrepended(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(BROADCOM_TAG, 'Broadcom switch tag');
  if (!layer.has(offset, BROADCOM_TAG)) return;
  layer.field('dsa.tag', offset, BROADCOM_TAG, toHex(bytes.subarray(offset, offset + BROADCOM_TAG)));
  layer.limit(layer.nextProtocol(ethernet, offset + BROADCOM_TAG));
}

export const broadcomPrepended = defineProtocol({
  id: 'brcm-tag-prepend',
  title: 'Broadcom switch tag',
  short: 'BRCM',
  spec: 'LINKTYPE_DSA_TAG_BRCM_PREPEND',
  fields: {},
  attach: [{ table: 'link-type', keys: [282] }],
  step: stepPrepended,
  decode: decodePrepended,
});

/** What lies behind the EtherType of an EDSA tag in a plain Ethernet capture: two reserved bytes, the tag, the type. */
const EDSA_BEHIND_TYPE = 6;

function stepEdsa(path: PacketPath, registry: Registry): Protocol | null {
  const length = EDSA_BEHIND_TYPE + TYPE_LENGTH;
  if (path.end - path.offset < length) return null;
  return stepTypeOrLength(path, length, readUint16(path.bytes, path.offset + EDSA_BEHIND_TYPE), registry);
}

function decodeEdsa(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(EDSA_BEHIND_TYPE + TYPE_LENGTH, 'Marvell EDSA switch tag');
  if (!layer.has(offset, EDSA_BEHIND_TYPE + TYPE_LENGTH)) return;
  layer.field('dsa.tag', offset + 2, DSA_TAG, toHex(bytes.subarray(offset + 2, offset + EDSA_BEHIND_TYPE)));
  decodeType(layer, offset + EDSA_BEHIND_TYPE);
}

export const edsa = defineProtocol({
  id: 'edsa',
  title: 'Marvell EDSA switch tag',
  short: 'EDSA',
  spec: 'Linux net/dsa/tag_dsa.c',
  fields: {},
  attach: [{ table: 'ethertype', keys: [0xdada] }],
  step: stepEdsa,
  decode: decodeEdsa,
});
