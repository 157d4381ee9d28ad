import { readUint16 } from '../../shared/base/bytes';
import { ipv6 } from './ipv6';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

/** Offsets of the header fields (RFC 791 section 3.1). */
const TOTAL_LENGTH = 2;
const IDENTIFICATION = 4;
const FRAGMENT = 6;
const TIME_TO_LIVE = 8;
const PROTOCOL = 9;
const SOURCE = 12;
const DESTINATION = 16;
const SHORTEST_HEADER = 20;
const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

/** Wireshark's rules: a header shorter than 20 bytes or longer than the packet ends the walk; a total length of 0 is segmentation offload; version 6 is IPv6. */
function stepIpv4(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < SHORTEST_HEADER) return null;
  const first = bytes[offset] as number;
  if (first >> 4 !== 4) return first >> 4 === 6 ? ipv6 : null;
  const headerLength = (first & 0x0f) * 4;
  const totalLength = readUint16(bytes, offset + TOTAL_LENGTH);
  if (headerLength < SHORTEST_HEADER || path.end - offset < headerLength) return null;
  if (totalLength !== 0) {
    if (totalLength < headerLength) return null;
    path.wireEnd = Math.min(path.wireEnd, offset + totalLength);
    path.end = Math.min(path.end, path.wireEnd);
  }
  const fragment = readUint16(bytes, offset + FRAGMENT);
  path.ipVersion = 4;
  path.ipOffset = offset;
  path.sourceOffset = offset + SOURCE;
  path.destinationOffset = offset + DESTINATION;
  path.hopLimit = bytes[offset + TIME_TO_LIVE] as number;
  path.identification = readUint16(bytes, offset + IDENTIFICATION);
  path.fragment = (fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) !== 0;
  path.laterFragment = (fragment & FRAGMENT_OFFSET) !== 0;
  path.transport = bytes[offset + PROTOCOL] as number;
  if (path.laterFragment) return null;
  return stepTo(path, headerLength, registry, 'ip-protocol', path.transport);
}

export const ipv4 = defineProtocol({
  id: 'ip',
  title: 'Internet Protocol Version 4',
  short: 'IPv4',
  spec: 'RFC 791',
  fields: {},
  attach: [
    { table: 'ethertype', keys: [0x0800] },
    { table: 'link-type', keys: [228] },
    { table: 'llc-sap', keys: [0x06] },
    { table: 'ppp-protocol', keys: [0x0021] },
  ],
  step: stepIpv4,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
