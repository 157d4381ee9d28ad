import { readUint16 } from '../../shared/base/bytes';
import { stepCookedProtocol } from './linux-cooked';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

const HEADER_LENGTH = 16;
const PROTOCOL_OFFSET = 14;

function stepSll(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < HEADER_LENGTH) return null;
  path.linkHint = readUint16(bytes, offset) + 1;
  return stepCookedProtocol(path, HEADER_LENGTH, readUint16(bytes, offset + PROTOCOL_OFFSET), registry);
}

export const linuxSll = defineProtocol({
  id: 'sll',
  title: 'Linux cooked capture v1',
  short: 'SLL',
  spec: 'LINKTYPE_LINUX_SLL',
  fields: {},
  attach: [{ table: 'link-type', keys: [113] }],
  step: stepSll,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
