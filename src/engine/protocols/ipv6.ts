import { readUint16 } from '../../shared/base/bytes';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

/** Offsets of the header fields (RFC 8200 section 3). */
const PAYLOAD_LENGTH = 4;
const NEXT_HEADER = 6;
const HOP_LIMIT = 7;
const SOURCE = 8;
const DESTINATION = 24;
export const IPV6_HEADER = 40;
const HOP_BY_HOP = 0;

function stepIpv6(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < IPV6_HEADER || (bytes[offset] as number) >> 4 !== 6) return null;
  const payloadLength = readUint16(bytes, offset + PAYLOAD_LENGTH);
  const nextHeader = bytes[offset + NEXT_HEADER] as number;
  if (payloadLength !== 0 || nextHeader !== HOP_BY_HOP) {
    path.wireEnd = Math.min(path.wireEnd, offset + IPV6_HEADER + payloadLength);
    path.end = Math.min(path.end, path.wireEnd);
  }
  path.ipVersion = 6;
  path.ipOffset = offset;
  path.sourceOffset = offset + SOURCE;
  path.destinationOffset = offset + DESTINATION;
  path.hopLimit = bytes[offset + HOP_LIMIT] as number;
  path.identification = -1;
  path.fragment = false;
  path.laterFragment = false;
  path.transport = nextHeader;
  return stepTo(path, IPV6_HEADER, registry, 'ip-protocol', nextHeader);
}

export const ipv6 = defineProtocol({
  id: 'ipv6',
  title: 'Internet Protocol Version 6',
  short: 'IPv6',
  spec: 'RFC 8200',
  fields: {},
  attach: [
    { table: 'ethertype', keys: [0x86dd] },
    { table: 'link-type', keys: [229] },
    { table: 'ppp-protocol', keys: [0x0057] },
  ],
  step: stepIpv6,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
