import { readUint16 } from '../../shared/base/bytes';
import { stepTypeOrLength } from './ethernet';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

const TAG_LENGTH = 4;
const TYPE_OFFSET = 2;

function stepTag(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < TAG_LENGTH) return null;
  return stepTypeOrLength(path, TAG_LENGTH, readUint16(path.bytes, path.offset + TYPE_OFFSET), registry);
}

export const vlan = defineProtocol({
  id: 'vlan',
  title: '802.1Q Virtual LAN',
  short: 'VLAN',
  spec: 'IEEE 802.1Q clause 9',
  fields: {},
  attach: [{ table: 'ethertype', keys: [0x8100, 0x9100] }],
  step: stepTag,
  decode: (layer) => layer.data(layer.offset, layer.end),
});

export const serviceVlan = defineProtocol({
  id: 'ieee8021ad',
  title: 'IEEE 802.1ad',
  short: '802.1ad',
  spec: 'IEEE 802.1Q clause 9',
  fields: {},
  attach: [{ table: 'ethertype', keys: [0x88a8] }],
  step: stepTag,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
