import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** Type, code, checksum and the four bytes before a quoted packet. */
const LEAST_LENGTH = 8;

function stepIcmp(path: PacketPath): Protocol | null {
  if (path.end - path.offset >= LEAST_LENGTH) path.transportOffset = path.offset;
  return null;
}

export const icmp = defineProtocol({
  id: 'icmp',
  title: 'Internet Control Message Protocol',
  short: 'ICMP',
  spec: 'RFC 792',
  fields: {},
  attach: [{ table: 'ip-protocol', keys: [1] }],
  step: stepIcmp,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
