import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

const FIXED_LENGTH = 8;

function stepArp(path: PacketPath): Protocol | null {
  if (path.end - path.offset >= FIXED_LENGTH) path.arpOffset = path.offset;
  return null;
}

export const arp = defineProtocol({
  id: 'arp',
  title: 'Address Resolution Protocol',
  short: 'ARP',
  spec: 'RFC 826',
  fields: {},
  attach: [{ table: 'ethertype', keys: [0x0806] }],
  step: stepArp,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
