import { readUint16, readUint24 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { ethernet } from './ethernet';
import { bits, flag, freeHex, hex, uint } from './field-spec';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

const HEADER_LENGTH = 8;
const NETWORK_IDENTIFIER = 4;
const RESERVED_FLAGS = 0x77b7;
const FIELDS = ['vxlan.flags', 'vxlan.gbp', 'vxlan.vni', 'vxlan.reserved8'];

/** The generic protocol extension (draft-ietf-nvo3-vxlan-gpe-13): with this bit the fourth byte says what is inside. */
const NEXT_PROTOCOL_BIT = 0x04;
const NEXT_PROTOCOL = 3;
const ETHERNET = 3;
const GPE_FIELDS = ['vxlan.reserved_16', 'vxlan.next_proto', 'vxlan.vni', 'vxlan.reserved8'];
const GPE_RESERVED_FLAGS = 0xc2;
const GPE_PROTOCOLS = { 1: 'IPv4', 2: 'IPv6', [ETHERNET]: 'Ethernet', 4: 'NSH', 5: 'MPLS' };
/** EtherTypes of these. */
const GPE_TYPES: Readonly<Record<number, number>> = { 1: 0x0800, 2: 0x86dd, 4: 0x894f, 5: 0x8847 };

/** EtherType of what is inside; null: an Ethernet frame. */
function innerType(bytes: Uint8Array, offset: number): number | null {
  const next = bytes[offset + NEXT_PROTOCOL] as number;
  if (((bytes[offset] as number) & NEXT_PROTOCOL_BIT) === 0 || next === ETHERNET) return null;
  return GPE_TYPES[next] ?? 0;
}

function stepVxlan(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < HEADER_LENGTH) return null;
  const type = innerType(path.bytes, path.offset);
  if (type !== null) return stepTo(path, HEADER_LENGTH, registry, 'ethertype', type);
  path.offset += HEADER_LENGTH;
  return ethernet;
}

function decodeVxlan(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(HEADER_LENGTH, 'Virtual eXtensible Local Area Network');
  if (!layer.has(offset, HEADER_LENGTH)) {
    layer.readCut(FIELDS);
    return;
  }
  const identifier = readUint24(bytes, offset + NETWORK_IDENTIFIER);
  layer.describe(HEADER_LENGTH, `Virtual eXtensible Local Area Network, VNI: ${identifier}`);
  layer.column('info', `VNI ${identifier}`);
  if (((bytes[offset] as number) & NEXT_PROTOCOL_BIT) !== 0) readExtended(layer);
  else readPlain(layer);
  const type = innerType(bytes, offset);
  const inner = offset + HEADER_LENGTH;
  layer.limit(type === null ? layer.nextProtocol(ethernet, inner) : layer.next('ethertype', type, inner));
}

function readPlain(layer: LayerBuilder): void {
  const parent = layer.read('vxlan.flags');
  for (const name of ['vxlan.flag_g', 'vxlan.flag_i', 'vxlan.flag_d', 'vxlan.flag_a']) layer.read(name, { parent });
  layer.field('vxlan.flags_reserved', layer.offset, 2, readUint16(layer.bytes, layer.offset) & RESERVED_FLAGS, { parent });
  for (const name of FIELDS.slice(1)) layer.read(name);
}

function readExtended(layer: LayerBuilder): void {
  const flags = layer.bytes[layer.offset] as number;
  const parent = layer.field('vxlan.flags', layer.offset, 1, flags, { text: `0x${flags.toString(16).padStart(2, '0')}` });
  for (const name of ['vxlan.ver', 'vxlan.i_bit', 'vxlan.p_bit', 'vxlan.o_bit']) layer.read(name, { parent });
  layer.field('vxlan.flags_reserved', layer.offset, 1, flags & GPE_RESERVED_FLAGS, { parent });
  for (const name of GPE_FIELDS) layer.read(name);
}

export const vxlan = defineProtocol({
  id: 'vxlan',
  title: 'Virtual eXtensible Local Area Network',
  short: 'VxLAN',
  spec: 'RFC 7348',
  fields: {
    'vxlan.flags': hex('Flags', 0, 2),
    'vxlan.flag_g': flag('GBP Extension', 0, 2, 0, { 0: 'Not defined', 1: 'Defined' }),
    'vxlan.flag_i': flag('VXLAN Network ID (VNI)', 0, 2, 4),
    'vxlan.flag_d': flag("Don't Learn", 0, 2, 9),
    'vxlan.flag_a': flag('Policy Applied', 0, 2, 12),
    'vxlan.flags_reserved': freeHex('Reserved(R)'),
    'vxlan.ver': bits('Version', 0, 1, [2, 2]),
    'vxlan.i_bit': bits('Instance', 0, 1, [4, 1]),
    'vxlan.p_bit': bits('Next Protocol Bit', 0, 1, [5, 1]),
    'vxlan.o_bit': bits('OAM bit', 0, 1, [7, 1]),
    'vxlan.reserved_16': uint('Reserved', 1, 2),
    'vxlan.next_proto': uint('Next Protocol', NEXT_PROTOCOL, 1, { values: GPE_PROTOCOLS }),
    'vxlan.gbp': uint('Group Policy ID', 2, 2),
    'vxlan.vni': uint('VXLAN Network Identifier (VNI)', NETWORK_IDENTIFIER, 3),
    'vxlan.reserved8': uint('Reserved', 7, 1),
  },
  // 8472: what Linux used before the assignment, and still does unless told otherwise.
  attach: [{ table: 'udp-port', keys: [4789, 4790, 8472] }],
  step: stepVxlan,
  decode: decodeVxlan,
});
