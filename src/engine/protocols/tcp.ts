import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** Ports, numbers, flags and window: as much as Wireshark needs to count the segment to a conversation; the data offset may be anything. */
const LEAST_LENGTH = 16;

function stepTcp(path: PacketPath): Protocol | null {
  if (path.end - path.offset >= LEAST_LENGTH) path.transportOffset = path.offset;
  return null;
}

export const tcp = defineProtocol({
  id: 'tcp',
  title: 'Transmission Control Protocol',
  short: 'TCP',
  spec: 'RFC 9293',
  fields: {},
  attach: [{ table: 'ip-protocol', keys: [6] }],
  step: stepTcp,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
