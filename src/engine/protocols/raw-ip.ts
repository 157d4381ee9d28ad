import type { LayerBuilder } from './dissection';
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

function decodeRaw(layer: LayerBuilder): void {
  const version = layer.end > layer.offset ? (layer.bytes[layer.offset] as number) >> 4 : 0;
  layer.describe(0, 'Raw packet data');
  if (version === 4) layer.nextProtocol(ipv4, layer.offset);
  else if (version === 6) layer.nextProtocol(ipv6, layer.offset);
  else layer.data(layer.offset, layer.end);
}

export const rawIp = defineProtocol({
  id: 'raw',
  title: 'Raw packet data',
  short: 'Raw',
  spec: 'LINKTYPE_RAW',
  fields: {},
  attach: [{ table: 'link-type', keys: [12, 14, 101] }],
  step: stepRaw,
  decode: decodeRaw,
});
