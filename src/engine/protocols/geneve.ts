import { readUint16, readUint24, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, freeHex, freeUint, hex } from './field-spec';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

/** RFC 8926 section 3.4. */
const FIXED_LENGTH = 8;
const OPTION_WORDS = 0x3f;
const PROTOCOL_TYPE = 2;
const NETWORK_IDENTIFIER = 4;
const OPTION_HEADER = 4;

function stepGeneve(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  const available = path.end - offset;
  if (available < FIXED_LENGTH) return null;
  const length = FIXED_LENGTH + ((bytes[offset] as number) & OPTION_WORDS) * 4;
  return length > available ? null : stepTo(path, length, registry, 'ethertype', readUint16(bytes, offset + PROTOCOL_TYPE));
}

const FIELDS = ['geneve.version', 'geneve.flags', 'geneve.proto_type', 'geneve.vni', 'geneve.reserved'];

function decodeGeneve(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(FIXED_LENGTH, 'Generic Network Virtualization Encapsulation');
  if (!layer.has(offset, FIXED_LENGTH)) {
    layer.readCut(FIELDS);
    return;
  }
  const type = readUint16(bytes, offset + PROTOCOL_TYPE);
  const identifier = readUint24(bytes, offset + NETWORK_IDENTIFIER);
  const optionsLength = ((bytes[offset] as number) & OPTION_WORDS) * 4;
  const payload = offset + FIXED_LENGTH + optionsLength;
  layer.describe(FIXED_LENGTH + optionsLength, `Generic Network Virtualization Encapsulation, VNI: 0x${identifier.toString(16).padStart(6, '0')}`);
  layer.column('info', `Encapsulated ${ETHER_TYPES[type] ?? `0x${type.toString(16)}`}`);
  for (const name of FIELDS) addField(layer, name, optionsLength);
  if (!layer.has(offset + FIXED_LENGTH, optionsLength)) return;
  addOptions(layer, offset + FIXED_LENGTH, payload);
  layer.limit(layer.next('ethertype', type, payload));
}

function addField(layer: LayerBuilder, name: string, optionsLength: number): void {
  const parent = layer.read(name);
  if (name === 'geneve.version') layer.field('geneve.option.length', layer.offset, 1, optionsLength, { text: `${optionsLength} bytes` });
  if (name !== 'geneve.flags') return;
  for (const flagName of ['oam', 'critical', 'reserved']) layer.read(`geneve.flags.${flagName}`, { parent });
}

function addOptions(layer: LayerBuilder, from: number, to: number): void {
  const { bytes } = layer;
  if (to === from) return;
  const options = layer.field('geneve.options', from, to - from, toHex(bytes.subarray(from, to)), { text: `${to - from} bytes` });
  for (let at = from; at + OPTION_HEADER <= to; ) {
    const length = OPTION_HEADER + ((bytes[at + 3] as number) & 0x1f) * 4;
    if (at + length > to) {
      layer.issue('malformed', at, length);
      return;
    }
    const parent = layer.field('geneve.option', at, length, toHex(bytes.subarray(at, at + length)), { parent: options });
    layer.field('geneve.option.class', at, 2, readUint16(bytes, at), { parent });
    layer.field('geneve.option.type', at + 2, 1, bytes[at + 2] as number, { parent });
    layer.field('geneve.option.type.critical', at + 2, 1, ((bytes[at + 2] as number) & 0x80) !== 0, { parent, bits: { offset: 0, count: 1 } });
    layer.field('geneve.option.flags.reserved', at + 3, 1, (bytes[at + 3] as number) >> 5, { parent, bits: { offset: 0, count: 3 } });
    layer.field('geneve.option.length', at + 3, 1, length, { parent, text: `${length} bytes` });
    if (length > OPTION_HEADER)
      layer.field('geneve.option.unknown.data', at + OPTION_HEADER, length - OPTION_HEADER, toHex(bytes.subarray(at + OPTION_HEADER, at + length)), {
        parent,
      });
    at += length;
  }
}

export const geneve = defineProtocol({
  id: 'geneve',
  title: 'Generic Network Virtualization Encapsulation',
  short: 'Geneve',
  spec: 'RFC 8926',
  fields: {
    'geneve.version': bits('Version', 0, 1, [0, 2]),
    'geneve.flags': hex('Flags', 1, 1),
    'geneve.flags.oam': flag('Operations, Administration and Management Frame', 1, 1, 0),
    'geneve.flags.critical': flag('Critical Options Present', 1, 1, 1),
    'geneve.flags.reserved': { label: 'Reserved', type: 'boolean', at: 1, size: 1, bits: { offset: 2, count: 6 } },
    'geneve.proto_type': hex('Protocol Type', PROTOCOL_TYPE, 2, { values: ETHER_TYPES }),
    'geneve.vni': hex('Virtual Network Identifier (VNI)', NETWORK_IDENTIFIER, 3),
    'geneve.reserved': hex('Reserved', 7, 1),
    'geneve.options': freeBytes('Geneve Options'),
    'geneve.option': freeBytes('Option'),
    'geneve.option.class': freeHex('Class'),
    'geneve.option.type': freeHex('Type'),
    'geneve.option.type.critical': { label: 'Critical Option', type: 'boolean' },
    'geneve.option.flags.reserved': freeUint('Reserved'),
    'geneve.option.length': freeUint('Length'),
    'geneve.option.unknown.data': freeBytes('Unknown Option Data'),
  },
  attach: [{ table: 'udp-port', keys: [6081] }],
  step: stepGeneve,
  decode: decodeGeneve,
});
