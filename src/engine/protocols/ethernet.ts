import { readUint16 } from '../../shared/base/bytes';
import { llc } from './llc';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

const HEADER_LENGTH = 14;
const TYPE_OFFSET = 12;
/** Values up to here are lengths of an 802.2 frame, values above EtherTypes (IEEE 802.3 clause 3.2.6). */
export const LARGEST_LENGTH = 1500;

function stepEthernet(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < HEADER_LENGTH) return null;
  return stepTypeOrLength(path, HEADER_LENGTH, readUint16(path.bytes, path.offset + TYPE_OFFSET), registry);
}

/** Steps over a header of `length` bytes that ends with an EtherType or the length of an 802.2 frame. */
export function stepTypeOrLength(path: PacketPath, length: number, typeOrLength: number, registry: Registry): Protocol | null {
  if (typeOrLength > LARGEST_LENGTH || typeOrLength === 0) return stepTo(path, length, registry, 'ethertype', typeOrLength);
  path.offset += length;
  path.wireEnd = Math.min(path.wireEnd, path.offset + typeOrLength);
  path.end = Math.min(path.end, path.wireEnd);
  return llc;
}

export const ethernet = defineProtocol({
  id: 'eth',
  title: 'Ethernet II',
  short: 'Ethernet',
  spec: 'IEEE 802.3 clause 3',
  fields: {},
  attach: [{ table: 'link-type', keys: [1] }],
  step: stepEthernet,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
