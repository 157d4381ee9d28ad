import { readUint16, readUint32 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { uint } from './field-spec';
import { addCookedAddress, decodeCookedProtocol, stepCookedProtocol } from './linux-cooked';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

const HEADER_LENGTH = 20;
const INTERFACE_OFFSET = 4;
const HARDWARE_TYPE_OFFSET = 8;
const PACKET_TYPE_OFFSET = 10;
const ADDRESS_LENGTH_OFFSET = 11;
const ADDRESS_OFFSET = 12;

function stepSll2(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < HEADER_LENGTH) return null;
  const packetType = bytes[offset + PACKET_TYPE_OFFSET] as number;
  path.linkHint = ((readUint32(bytes, offset + INTERFACE_OFFSET) << 3) | ((packetType & 7) + 1)) >>> 0;
  return stepCookedProtocol(path, HEADER_LENGTH, readUint16(bytes, offset + HARDWARE_TYPE_OFFSET), readUint16(bytes, offset), registry);
}

/** The fields are those of version 1 (Wireshark's names are the same too), in another order and width. */
function decodeSll2(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  if (!layer.has(offset, HEADER_LENGTH)) return;
  layer.describe(HEADER_LENGTH, 'Linux cooked capture v2');
  const index = readUint32(bytes, offset + INTERFACE_OFFSET);
  const packetType = bytes[offset + PACKET_TYPE_OFFSET] as number;
  const addressLength = bytes[offset + ADDRESS_LENGTH_OFFSET] as number;
  layer.read('sll.ifindex', { explanation: { code: 'sll-interface', data: { index } } });
  layer.field('sll.hatype', offset + HARDWARE_TYPE_OFFSET, 2, readUint16(bytes, offset + HARDWARE_TYPE_OFFSET));
  layer.field('sll.pkttype', offset + PACKET_TYPE_OFFSET, 1, packetType, { explanation: { code: 'sll-packet-type', data: {} } });
  layer.field('sll.halen', offset + ADDRESS_LENGTH_OFFSET, 1, addressLength);
  addCookedAddress(layer, offset + ADDRESS_OFFSET, addressLength);
  decodeCookedProtocol(layer, offset, readUint16(bytes, offset + HARDWARE_TYPE_OFFSET), readUint16(bytes, offset), offset + HEADER_LENGTH);
}

export const linuxSll2 = defineProtocol({
  id: 'sll2',
  title: 'Linux cooked capture v2',
  short: 'SLL2',
  spec: 'LINKTYPE_LINUX_SLL2',
  fields: { 'sll.ifindex': uint('Interface index', INTERFACE_OFFSET, 4) },
  attach: [{ table: 'link-type', keys: [276] }],
  step: stepSll2,
  decode: decodeSll2,
});
