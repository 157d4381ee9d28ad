import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** The whole header. */
const LEAST_LENGTH = 8;

function stepUdp(path: PacketPath): Protocol | null {
  if (path.end - path.offset >= LEAST_LENGTH) path.transportOffset = path.offset;
  return null;
}

export const udp = defineProtocol({
  id: 'udp',
  title: 'User Datagram Protocol',
  short: 'UDP',
  spec: 'RFC 768',
  fields: {},
  attach: [{ table: 'ip-protocol', keys: [17] }],
  step: stepUdp,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
