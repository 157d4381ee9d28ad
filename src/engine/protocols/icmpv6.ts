import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** Type, code, checksum and the four bytes before a quoted packet. */
const LEAST_LENGTH = 8;

function stepIcmpv6(path: PacketPath): Protocol | null {
  if (path.end - path.offset >= LEAST_LENGTH) path.transportOffset = path.offset;
  return null;
}

export const icmpv6 = defineProtocol({
  id: 'icmpv6',
  title: 'Internet Control Message Protocol v6',
  short: 'ICMPv6',
  spec: 'RFC 4443',
  fields: {},
  attach: [{ table: 'ip-protocol', keys: [58] }],
  step: stepIcmpv6,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
