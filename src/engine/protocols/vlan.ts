import { readUint16, readUint24 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { decodeTypeOrLength, stepTypeOrLength } from './ethernet';
import { addTrailer } from './ethernet-trailer';
import { bits, flag, freeBytes, hex, macAddress, uint } from './field-spec';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

const TAG_LENGTH = 4;
const TYPE_OFFSET = 2;

function stepTag(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < TAG_LENGTH) return null;
  return stepTypeOrLength(path, TAG_LENGTH, readUint16(path.bytes, path.offset + TYPE_OFFSET), registry);
}

/** Traffic types by priority (IEEE 802.1Q table I-1). */
const PRIORITIES = {
  0: 'Best Effort (default)',
  1: 'Background',
  2: 'Spare',
  3: 'Excellent Effort',
  4: 'Controlled Load',
  5: 'Video, < 100ms latency and jitter',
  6: 'Voice, < 10ms latency and jitter',
  7: 'Network Control',
};

function decodeVlan(layer: LayerBuilder): void {
  if (!layer.has(layer.offset, TAG_LENGTH)) {
    layer.readCut(['vlan.priority', 'vlan.dei', 'vlan.id']);
    return;
  }
  const control = readUint16(layer.bytes, layer.offset);
  const id = control & 0x0fff;
  if (layer.detailed) {
    layer.describe(TAG_LENGTH, `802.1Q Virtual LAN, PRI: ${control >> 13}, DEI: ${(control >> 12) & 1}, ID: ${id}`);
    layer.read('vlan.priority', { explanation: { code: 'vlan-priority', data: { priority: control >> 13 } } });
    layer.read('vlan.dei');
    layer.read('vlan.id', { explanation: { code: 'vlan-id', data: { id } } });
  }
  finishTag(layer, 'vlan.etype', 'vlan.len', 'vlan.trailer');
}

function decodeServiceVlan(layer: LayerBuilder): void {
  if (!layer.has(layer.offset, TAG_LENGTH)) {
    layer.readCut(['ieee8021ad.priority', 'ieee8021ad.dei', 'ieee8021ad.id']);
    return;
  }
  const id = readUint16(layer.bytes, layer.offset) & 0x0fff;
  layer.describe(TAG_LENGTH, `IEEE 802.1ad, ID: ${id}`);
  layer.read('ieee8021ad.priority');
  layer.read('ieee8021ad.dei');
  layer.read('ieee8021ad.id', { explanation: { code: 'vlan-id', data: { id } } });
  finishTag(layer, 'ieee8021ah.etype', 'ieee8021ah.len', 'ieee8021ah.trailer');
}

function finishTag(layer: LayerBuilder, typeName: string, lengthName: string, trailerName: string): void {
  const typeOrLength = readUint16(layer.bytes, layer.offset + TYPE_OFFSET);
  addTrailer(layer, decodeTypeOrLength(layer, TAG_LENGTH, typeOrLength, typeName, lengthName), trailerName, false);
}

export const vlan = defineProtocol({
  id: 'vlan',
  title: '802.1Q Virtual LAN',
  short: 'VLAN',
  spec: 'IEEE 802.1Q clause 9',
  fields: {
    'vlan.priority': bits('Priority', 0, 2, [0, 3], { values: PRIORITIES }),
    'vlan.dei': flag('DEI', 0, 2, 3, { 0: 'Ineligible', 1: 'Eligible' }),
    'vlan.id': bits('ID', 0, 2, [4, 12]),
    'vlan.etype': hex('Type', TYPE_OFFSET, 2, { values: ETHER_TYPES }),
    'vlan.len': uint('Length', TYPE_OFFSET, 2),
    'vlan.trailer': freeBytes('Trailer'),
  },
  attach: [{ table: 'ethertype', keys: [0x8100, 0x9100, 0x9200, 0x9300] }],
  step: stepTag,
  decode: decodeVlan,
});

/** I-TAG (IEEE 802.1Q clause 9.7): four bytes, then the addresses and the type of the frame inside. */
const INSTANCE_TAG_LENGTH = 18;
const INNER_TYPE_OFFSET = 16;

function stepInstanceTag(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < INSTANCE_TAG_LENGTH) return null;
  return stepTo(path, INSTANCE_TAG_LENGTH, registry, 'ethertype', readUint16(path.bytes, path.offset + INNER_TYPE_OFFSET));
}

const INSTANCE_FIELDS = ['priority', 'drop', 'nca', 'res1', 'res2', 'isid', 'cdst', 'csrc'].map((name) => `ieee8021ah.${name}`);

function decodeInstanceTag(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(INSTANCE_TAG_LENGTH, 'IEEE 802.1ah');
  if (!layer.has(offset, INSTANCE_TAG_LENGTH)) {
    layer.readCut(INSTANCE_FIELDS);
    return;
  }
  layer.describe(INSTANCE_TAG_LENGTH, `IEEE 802.1ah, I-SID: ${readUint24(bytes, offset + 1)}`);
  for (const name of INSTANCE_FIELDS) layer.read(name);
  const type = readUint16(bytes, offset + INNER_TYPE_OFFSET);
  layer.field('ieee8021ah.etype', offset + INNER_TYPE_OFFSET, 2, type);
  addTrailer(layer, layer.next('ethertype', type, offset + INSTANCE_TAG_LENGTH), 'ieee8021ah.trailer', false);
}

export const instanceTag = defineProtocol({
  id: 'ieee8021ah',
  title: 'IEEE 802.1ah',
  short: '802.1ah',
  spec: 'IEEE 802.1Q clause 9.7',
  fields: {
    'ieee8021ah.priority': bits('Priority', 0, 1, [0, 3]),
    'ieee8021ah.drop': bits('DROP', 0, 1, [3, 1]),
    'ieee8021ah.nca': bits('NCA', 0, 1, [4, 1]),
    'ieee8021ah.res1': bits('RES1', 0, 1, [5, 1]),
    'ieee8021ah.res2': bits('RES2', 0, 1, [6, 2]),
    'ieee8021ah.isid': uint('I-SID', 1, 3),
    'ieee8021ah.cdst': macAddress('C-Destination', 4),
    'ieee8021ah.csrc': macAddress('C-Source', 10),
  },
  attach: [{ table: 'ethertype', keys: [0x88e7] }],
  step: stepInstanceTag,
  decode: decodeInstanceTag,
});

export const serviceVlan = defineProtocol({
  id: 'ieee8021ad',
  title: 'IEEE 802.1ad',
  short: '802.1ad',
  spec: 'IEEE 802.1Q clause 9',
  fields: {
    'ieee8021ad.priority': bits('Priority', 0, 1, [0, 3]),
    'ieee8021ad.dei': bits('DEI', 0, 1, [3, 1]),
    'ieee8021ad.id': bits('ID', 0, 2, [4, 12]),
    'ieee8021ah.etype': hex('Type', TYPE_OFFSET, 2, { values: ETHER_TYPES }),
    'ieee8021ah.len': uint('Length', TYPE_OFFSET, 2),
    'ieee8021ah.trailer': freeBytes('Trailer'),
  },
  attach: [{ table: 'ethertype', keys: [0x88a8] }],
  step: stepTag,
  decode: decodeServiceVlan,
});
