import { readUint16, readUint32 } from '../../shared/base/bytes';
import { stepCookedProtocol } from './linux-cooked';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

const HEADER_LENGTH = 20;
const INTERFACE_OFFSET = 4;
const PACKET_TYPE_OFFSET = 10;

function stepSll2(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < HEADER_LENGTH) return null;
  const packetType = bytes[offset + PACKET_TYPE_OFFSET] as number;
  path.linkHint = ((readUint32(bytes, offset + INTERFACE_OFFSET) << 3) | ((packetType & 7) + 1)) >>> 0;
  return stepCookedProtocol(path, HEADER_LENGTH, readUint16(bytes, offset), registry);
}

export const linuxSll2 = defineProtocol({
  id: 'sll2',
  title: 'Linux cooked capture v2',
  short: 'SLL2',
  spec: 'LINKTYPE_LINUX_SLL2',
  fields: {},
  attach: [{ table: 'link-type', keys: [276] }],
  step: stepSll2,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
