import { readUint16 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeBytes, freeHex, uint } from './field-spec';
import { addCookedAddress, COOKED_PROTOCOLS, decodeCookedProtocol, HARDWARE_TYPES, PACKET_TYPES, stepCookedProtocol } from './linux-cooked';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

const HEADER_LENGTH = 16;
const HARDWARE_TYPE_OFFSET = 2;
const PROTOCOL_OFFSET = 14;

function stepSll(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < HEADER_LENGTH) return null;
  path.linkHint = readUint16(bytes, offset) + 1;
  return stepCookedProtocol(
    path,
    HEADER_LENGTH,
    readUint16(bytes, offset + HARDWARE_TYPE_OFFSET),
    readUint16(bytes, offset + PROTOCOL_OFFSET),
    registry,
  );
}

const ADDRESS_LENGTH_OFFSET = 4;
const ADDRESS_OFFSET = 6;

function decodeSll(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  if (!layer.has(offset, HEADER_LENGTH)) {
    layer.readCut(['sll.pkttype', 'sll.hatype', 'sll.halen']);
    return;
  }
  layer.describe(HEADER_LENGTH, 'Linux cooked capture v1');
  layer.read('sll.pkttype', { explanation: { code: 'sll-packet-type', data: {} } });
  layer.read('sll.hatype');
  layer.read('sll.halen');
  addCookedAddress(layer, offset + ADDRESS_OFFSET, readUint16(bytes, offset + ADDRESS_LENGTH_OFFSET));
  decodeCookedProtocol(
    layer,
    offset + PROTOCOL_OFFSET,
    readUint16(bytes, offset + HARDWARE_TYPE_OFFSET),
    readUint16(bytes, offset + PROTOCOL_OFFSET),
    offset + HEADER_LENGTH,
  );
}

export const linuxSll = defineProtocol({
  id: 'sll',
  title: 'Linux cooked capture v1',
  short: 'SLL',
  spec: 'LINKTYPE_LINUX_SLL',
  fields: {
    'sll.pkttype': uint('Packet type', 0, 2, { values: PACKET_TYPES }),
    'sll.hatype': uint('Link-layer address type', 2, 2, { values: HARDWARE_TYPES }),
    'sll.halen': uint('Link-layer address length', 4, 2),
    'sll.src.eth': { label: 'Source', type: 'mac' },
    'sll.src.ipv4': { label: 'Source', type: 'ipv4' },
    'sll.src.other': freeBytes('Source'),
    'sll.unused': freeBytes('Unused'),
    'sll.etype': freeHex('Protocol', { values: ETHER_TYPES }),
    'sll.ltype': freeHex('Protocol', { values: COOKED_PROTOCOLS }),
    'sll.gretype': freeHex('Protocol', { values: ETHER_TYPES }),
    'sll.trailer': freeBytes('Trailer'),
  },
  attach: [{ table: 'link-type', keys: [113] }],
  step: stepSll,
  decode: decodeSll,
});
