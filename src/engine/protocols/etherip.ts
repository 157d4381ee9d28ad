import type { LayerBuilder } from './dissection';
import { ethernet } from './ethernet';
import { bits, hexBits } from './field-spec';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

const HEADER_LENGTH = 2;

function stepEtherIp(path: PacketPath): Protocol | null {
  if (path.end - path.offset < HEADER_LENGTH) return null;
  path.offset += HEADER_LENGTH;
  return ethernet;
}

function decodeEtherIp(layer: LayerBuilder): void {
  layer.describe(HEADER_LENGTH, 'Ethernet over IP');
  if (!layer.has(layer.offset, HEADER_LENGTH)) {
    layer.readCut(['etherip.ver']);
    return;
  }
  layer.read('etherip.ver');
  layer.read('etherip.reserved');
  layer.limit(layer.nextProtocol(ethernet, layer.offset + HEADER_LENGTH));
}

export const etherIp = defineProtocol({
  id: 'etherip',
  title: 'Ethernet over IP',
  short: 'ETHERIP',
  spec: 'RFC 3378',
  fields: {
    'etherip.ver': bits('Version', 0, 2, [0, 4]),
    'etherip.reserved': hexBits('Reserved', 0, 2, [4, 12]),
  },
  attach: [{ table: 'ip-protocol', keys: [97] }],
  step: stepEtherIp,
  decode: decodeEtherIp,
});
