import { formatIpv6, formatMac } from '../../shared/base/address';
import { readUint16, readUint32 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, generated, hexBits, ipv6Address, uint } from './field-spec';
import { DSCP_VALUES, ECN_VALUES, explainHops, explainService, serviceText } from './ip-explanations';
import { IP_PROTOCOLS } from './numbers/ip-protocols';
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
  if (path.fragment && path.end === path.wireEnd) return null;
  const payloadLength = readUint16(bytes, offset + PAYLOAD_LENGTH);
  const nextHeader = bytes[offset + NEXT_HEADER] as number;
  if (payloadLength !== 0 || nextHeader !== HOP_BY_HOP) {
    path.wireEnd = Math.min(path.wireEnd, offset + IPV6_HEADER + payloadLength);
    path.end = Math.min(path.end, path.wireEnd);
  }
  path.ipHeaders++;
  path.ipVersion = 6;
  path.ipOffset = offset;
  path.sourceOffset = offset + SOURCE;
  path.destinationOffset = offset + DESTINATION;
  path.hopLimit = bytes[offset + HOP_LIMIT] as number;
  path.identification = -1;
  path.fragment = false;
  path.laterFragment = false;
  path.transport = nextHeader;
  path.transportOffset = -1;
  return stepTo(path, IPV6_HEADER, registry, 'ip-protocol', nextHeader);
}

const FIXED_FIELDS = ['ipv6.version', 'ipv6.tclass', 'ipv6.flow', 'ipv6.plen', 'ipv6.nxt', 'ipv6.hlim', 'ipv6.src', 'ipv6.dst'];

function decodeIpv6(layer: LayerBuilder): void {
  const { bytes, offset, shared } = layer;
  if (!layer.has(offset, IPV6_HEADER)) {
    layer.readCut(FIXED_FIELDS);
    return;
  }
  if ((bytes[offset] as number) >> 4 !== 6) {
    layer.read('ipv6.version');
    layer.issue('malformed', offset, IPV6_HEADER);
    return;
  }
  const payloadLength = readUint16(bytes, offset + PAYLOAD_LENGTH);
  const nextHeader = bytes[offset + NEXT_HEADER] as number;
  if (payloadLength !== 0 || nextHeader !== HOP_BY_HOP) layer.limit(offset + IPV6_HEADER + payloadLength);
  shared.ipVersion = 6;
  shared.source = bytes.subarray(offset + SOURCE, offset + SOURCE + 16);
  shared.destination = bytes.subarray(offset + DESTINATION, offset + DESTINATION + 16);
  shared.sourceText = formatIpv6(bytes, offset + SOURCE);
  shared.destinationText = formatIpv6(bytes, offset + DESTINATION);
  shared.hopLimit = bytes[offset + HOP_LIMIT] as number;
  layer.column('source', shared.sourceText);
  layer.column('destination', shared.destinationText);
  layer.column('info', IP_PROTOCOLS[nextHeader] ?? `IP protocol ${nextHeader}`);
  if (layer.detailed) addHeader(layer, payloadLength, nextHeader);
  layer.limit(layer.next('ip-protocol', nextHeader, offset + IPV6_HEADER));
}

function addHeader(layer: LayerBuilder, payload: number, nextHeader: number): void {
  const { bytes, offset, shared } = layer;
  const service = (readUint32(bytes, offset) >>> 20) & 0xff;
  layer.describe(IPV6_HEADER, `Internet Protocol Version 6, Src: ${shared.sourceText}, Dst: ${shared.destinationText}`);
  layer.read('ipv6.version', { explanation: { code: 'ip-version', data: { version: 6 } } });
  const parent = layer.read('ipv6.tclass', { text: serviceText(service), explanation: explainService(service) });
  layer.read('ipv6.tclass.dscp', { parent });
  layer.read('ipv6.tclass.ecn', { parent });
  layer.read('ipv6.flow', { explanation: { code: 'ipv6-flow', data: {} } });
  layer.read('ipv6.plen', {
    explanation: { code: payload === 0 ? 'ipv6-length-zero' : 'ipv6-length', data: { payload, total: payload + IPV6_HEADER } },
  });
  layer.read('ipv6.nxt', { explanation: { code: 'ip-protocol', data: { protocol: IP_PROTOCOLS[nextHeader] ?? nextHeader } } });
  layer.read('ipv6.hlim', { explanation: explainHops(shared.hopLimit) });
  layer.read('ipv6.src');
  addHardwareAddress(layer, 'ipv6.src_slaac_mac', offset + SOURCE + 8);
  layer.read('ipv6.dst');
  addHardwareAddress(layer, 'ipv6.dst_slaac_mac', offset + DESTINATION + 8);
}

/** An interface identifier with ff:fe in its middle was made from a MAC address (RFC 4291 appendix A). */
function addHardwareAddress(layer: LayerBuilder, name: string, at: number): void {
  const { bytes } = layer;
  if (bytes[at + 3] !== 0xff || bytes[at + 4] !== 0xfe || ((bytes[at] as number) & 0x02) === 0) return;
  const mac = Uint8Array.of((bytes[at] as number) ^ 0x02, ...bytes.subarray(at + 1, at + 3), ...bytes.subarray(at + 5, at + 8));
  layer.field(name, at, 8, formatMac(mac, 0), { explanation: { code: 'ipv6-slaac', data: {} } });
}

export const ipv6 = defineProtocol({
  id: 'ipv6',
  title: 'Internet Protocol Version 6',
  short: 'IPv6',
  spec: 'RFC 8200',
  fields: {
    'ipv6.version': bits('Version', 0, 1, [0, 4]),
    'ipv6.tclass': hexBits('Traffic Class', 0, 4, [4, 8]),
    'ipv6.tclass.dscp': bits('Differentiated Services Codepoint', 0, 4, [4, 6], { values: DSCP_VALUES }),
    'ipv6.tclass.ecn': bits('Explicit Congestion Notification', 0, 4, [10, 2], { values: ECN_VALUES }),
    'ipv6.flow': hexBits('Flow Label', 1, 3, [4, 20]),
    'ipv6.plen': uint('Payload Length', PAYLOAD_LENGTH, 2),
    'ipv6.nxt': uint('Next Header', NEXT_HEADER, 1, { values: IP_PROTOCOLS }),
    'ipv6.hlim': uint('Hop Limit', HOP_LIMIT, 1),
    'ipv6.src': ipv6Address('Source Address', SOURCE),
    'ipv6.src_slaac_mac': { label: 'Source SLAAC MAC', type: 'mac' },
    'ipv6.dst': ipv6Address('Destination Address', DESTINATION),
    'ipv6.dst_slaac_mac': { label: 'Destination SLAAC MAC', type: 'mac' },
    'ipv6.fragments': generated('Fragments', 'text'),
  },
  attach: [
    { table: 'ethertype', keys: [0x86dd] },
    { table: 'link-type', keys: [229] },
    { table: 'ppp-protocol', keys: [0x0057] },
    { table: 'gre-protocol', keys: [0x86dd] },
    { table: 'ip-protocol', keys: [41] },
  ],
  step: stepIpv6,
  decode: decodeIpv6,
});
