import { stepToHeader } from './ipv6-step';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

const SHORTEST_HEADER = 12;

/** The second byte counts 4-byte units less two (RFC 4302 section 2.2). */
function stepAh(path: PacketPath, registry: Registry): Protocol | null {
  const available = path.end - path.offset;
  if (available < SHORTEST_HEADER) return null;
  const length = ((path.bytes[path.offset + 1] as number) + 2) * 4;
  return length > available ? null : stepToHeader(path, length, registry);
}

export const ah = defineProtocol({
  id: 'ah',
  title: 'Authentication Header',
  short: 'AH',
  spec: 'RFC 4302',
  fields: {},
  attach: [{ table: 'ip-protocol', keys: [51] }],
  step: stepAh,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
