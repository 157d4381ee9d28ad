import { readUint16, readUint24 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { ethernet } from './ethernet';
import { flag, freeHex, hex, uint } from './field-spec';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

const HEADER_LENGTH = 8;
const NETWORK_IDENTIFIER = 4;
const RESERVED_FLAGS = 0x77b7;
const FIELDS = ['vxlan.flags', 'vxlan.gbp', 'vxlan.vni', 'vxlan.reserved8'];

function stepVxlan(path: PacketPath): Protocol | null {
  if (path.end - path.offset < HEADER_LENGTH) return null;
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
  const parent = layer.read('vxlan.flags');
  for (const name of ['vxlan.flag_g', 'vxlan.flag_i', 'vxlan.flag_d', 'vxlan.flag_a']) layer.read(name, { parent });
  layer.field('vxlan.flags_reserved', offset, 2, readUint16(bytes, offset) & RESERVED_FLAGS, { parent });
  for (const name of FIELDS.slice(1)) layer.read(name);
  layer.limit(layer.nextProtocol(ethernet, offset + HEADER_LENGTH));
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
    'vxlan.gbp': uint('Group Policy ID', 2, 2),
    'vxlan.vni': uint('VXLAN Network Identifier (VNI)', NETWORK_IDENTIFIER, 3),
    'vxlan.reserved8': uint('Reserved', 7, 1),
  },
  // 8472: what Linux used before the assignment, and still does unless told otherwise.
  attach: [{ table: 'udp-port', keys: [4789, 8472] }],
  step: stepVxlan,
  decode: decodeVxlan,
});
