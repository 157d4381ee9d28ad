import { readUint32 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { LARGEST_LENGTH } from './ethernet';
import { freeHex, freeUint } from './field-spec';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

const HEADER_LENGTH = 4;
/** Address families of BSD systems: AF_INET is 2 everywhere, AF_INET6 differs (LINKTYPE_NULL). */
const AF_INET = 2;
const AF_INET6: readonly number[] = [10, 24, 28, 30];
const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;

function swap32(value: number): number {
  return ((value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

/** Address family of a LINKTYPE_NULL header, which is in the byte order of the machine that captured; some write only 16 bits of it. */
export function nullFamily(bytes: Uint8Array, offset: number): number {
  const value = swap32(readUint32(bytes, offset));
  if ((value & 0xffff0000) !== 0) {
    const isHigh16 = (value & 0xff000000) === 0 && (value & 0x00ff0000) < 0x00060000;
    return isHigh16 ? value >>> 16 : swap32(value);
  }
  const isSwapped16 = (value & 0xff) === 0 && (value & 0xff00) < 0x0600;
  return isSwapped16 ? value >>> 8 : value;
}

/** EtherType that stands for an address family; of values above 1500 the low 16 bits are one already; 0 when unknown. */
export function familyEtherType(family: number): number {
  if (family === AF_INET) return ETHERTYPE_IPV4;
  if (AF_INET6.includes(family)) return ETHERTYPE_IPV6;
  return family > LARGEST_LENGTH ? family & 0xffff : 0;
}

function stepNull(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < HEADER_LENGTH) return null;
  return stepTo(path, HEADER_LENGTH, registry, 'ethertype', familyEtherType(nullFamily(path.bytes, path.offset)));
}

function stepLoop(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < HEADER_LENGTH) return null;
  return stepTo(path, HEADER_LENGTH, registry, 'ethertype', familyEtherType(readUint32(path.bytes, path.offset)));
}

const FAMILIES = { 2: 'IP', 10: 'IPv6', 24: 'IPv6', 28: 'IPv6', 30: 'IPv6' };

function decodeFamily(layer: LayerBuilder, family: number): void {
  const isEtherType = family > LARGEST_LENGTH;
  layer.describe(HEADER_LENGTH, 'Null/Loopback');
  layer.field(isEtherType ? 'null.type' : 'null.family', layer.offset, HEADER_LENGTH, isEtherType ? family & 0xffff : family, {
    explanation: { code: 'null-family', data: { family } },
  });
  layer.next('ethertype', familyEtherType(family), layer.offset + HEADER_LENGTH);
}

function decodeNull(layer: LayerBuilder): void {
  if (layer.has(layer.offset, HEADER_LENGTH)) decodeFamily(layer, nullFamily(layer.bytes, layer.offset));
}

function decodeLoop(layer: LayerBuilder): void {
  if (layer.has(layer.offset, HEADER_LENGTH)) decodeFamily(layer, readUint32(layer.bytes, layer.offset));
}

export const nullLoopback = defineProtocol({
  id: 'null',
  title: 'Null/Loopback',
  short: 'NULL',
  spec: 'LINKTYPE_NULL',
  fields: {
    'null.family': freeUint('Family', { values: FAMILIES }),
    'null.type': freeHex('Type', { values: ETHER_TYPES, digits: 4 }),
  },
  attach: [{ table: 'link-type', keys: [0] }],
  step: stepNull,
  decode: decodeNull,
});

export const openBsdLoopback = defineProtocol({
  id: 'loop',
  title: 'OpenBSD loopback',
  short: 'LOOP',
  spec: 'LINKTYPE_LOOP',
  fields: {},
  attach: [{ table: 'link-type', keys: [108] }],
  step: stepLoop,
  decode: decodeLoop,
});
