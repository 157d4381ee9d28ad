import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

function stepRaw(path: PacketPath): Protocol | null {
  if (path.end <= path.offset) return null;
  const version = (path.bytes[path.offset] as number) >> 4;
  if (version === 4) return ipv4;
  return version === 6 ? ipv6 : null;
}

export const rawIp = defineProtocol({
  id: 'raw',
  title: 'Raw packet data',
  short: 'Raw',
  spec: 'LINKTYPE_RAW',
  fields: {},
  attach: [{ table: 'link-type', keys: [12, 14, 101] }],
  step: stepRaw,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
