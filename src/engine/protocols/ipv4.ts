import { formatIpv4 } from '../../shared/base/address';
import { readUint16 } from '../../shared/base/bytes';
import type { Explanation } from '../../shared/contract/dissection';
import { addChecksum, CHECKSUM_STATUS_FIELD, verifyChecksum } from './checksum';
import type { LayerBuilder } from './dissection';
import { bits, flag, generated, hex, hexBits, ipv4Address, uint } from './field-spec';
import { DSCP_VALUES, ECN_VALUES, explainHops, explainService, serviceText } from './ip-explanations';
import { decodeIpv4Options, IPV4_OPTION_FIELDS } from './ipv4-options';
import { ipv6 } from './ipv6';
import { IP_PROTOCOLS } from './numbers/ip-protocols';
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

/**
 * Wireshark's rules: a header shorter than 20 bytes or longer than the packet ends the walk; a total length of 0 is segmentation offload; version 6 is IPv6.
 * A piece of a tunnel's packet is not entered unless the capture cut it: it is put together first.
 */
function stepIpv4(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < SHORTEST_HEADER) return null;
  const first = bytes[offset] as number;
  if (first >> 4 !== 4) return first >> 4 === 6 ? ipv6 : null;
  if (path.fragment && path.end === path.wireEnd) return null;
  const headerLength = (first & 0x0f) * 4;
  const totalLength = readUint16(bytes, offset + TOTAL_LENGTH);
  if (headerLength < SHORTEST_HEADER || path.end - offset < headerLength) return null;
  if (totalLength !== 0) {
    if (totalLength < headerLength) return null;
    path.wireEnd = Math.min(path.wireEnd, offset + totalLength);
    path.end = Math.min(path.end, path.wireEnd);
  }
  const fragment = readUint16(bytes, offset + FRAGMENT);
  path.ipHeaders++;
  path.ipVersion = 4;
  path.ipOffset = offset;
  path.sourceOffset = offset + SOURCE;
  path.destinationOffset = offset + DESTINATION;
  path.hopLimit = bytes[offset + TIME_TO_LIVE] as number;
  path.identification = readUint16(bytes, offset + IDENTIFICATION);
  path.fragment = (fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) !== 0;
  path.laterFragment = (fragment & FRAGMENT_OFFSET) !== 0;
  path.transport = bytes[offset + PROTOCOL] as number;
  path.transportOffset = -1;
  if (path.laterFragment) return null;
  return stepTo(path, headerLength, registry, 'ip-protocol', path.transport);
}

const CHECKSUM = 10;
const DONT_FRAGMENT = 0x4000;
/** The fields of a cut header, in their order. */
const FIXED_FIELDS = [
  'ip.version',
  'ip.hdr_len',
  'ip.dsfield',
  'ip.len',
  'ip.id',
  'ip.flags',
  'ip.frag_offset',
  'ip.ttl',
  'ip.proto',
  'ip.checksum',
  'ip.src',
  'ip.dst',
];

function decodeIpv4(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.column('protocol', 'IPv4');
  if (layer.end > offset && (bytes[offset] as number) >> 4 === 6) {
    layer.nextProtocol(ipv6, offset);
    return;
  }
  if (!layer.has(offset, SHORTEST_HEADER)) {
    layer.readCut(FIXED_FIELDS);
    return;
  }
  const headerLength = ((bytes[offset] as number) & 0x0f) * 4;
  const totalLength = readUint16(bytes, offset + TOTAL_LENGTH);
  const isPlausible = (bytes[offset] as number) >> 4 === 4 && headerLength >= SHORTEST_HEADER && (totalLength === 0 || totalLength >= headerLength);
  if (!isPlausible) {
    layer.read('ip.version');
    layer.read('ip.hdr_len', { text: `${headerLength} bytes` });
    if (headerLength >= SHORTEST_HEADER) layer.read('ip.len');
    layer.issue('malformed', offset, SHORTEST_HEADER);
    return;
  }
  if (totalLength !== 0) layer.limit(offset + totalLength);
  shareAddresses(layer);
  if (layer.detailed) addHeader(layer, headerLength, totalLength);
  if (layer.has(offset + SHORTEST_HEADER, headerLength - SHORTEST_HEADER)) decodePayload(layer, headerLength);
}

function shareAddresses(layer: LayerBuilder): void {
  const { bytes, offset, shared } = layer;
  shared.ipVersion = 4;
  shared.source = bytes.subarray(offset + SOURCE, offset + SOURCE + 4);
  shared.destination = bytes.subarray(offset + DESTINATION, offset + DESTINATION + 4);
  shared.sourceText = formatIpv4(bytes, offset + SOURCE);
  shared.destinationText = formatIpv4(bytes, offset + DESTINATION);
  shared.hopLimit = bytes[offset + TIME_TO_LIVE] as number;
  layer.column('source', shared.sourceText);
  layer.column('destination', shared.destinationText);
}

function addHeader(layer: LayerBuilder, headerLength: number, totalLength: number): void {
  const { bytes, offset, shared } = layer;
  layer.describe(headerLength, `Internet Protocol Version 4, Src: ${shared.sourceText}, Dst: ${shared.destinationText}`);
  layer.read('ip.version', { explanation: { code: 'ip-version', data: { version: 4 } } });
  const words = headerLength / 4;
  layer.read('ip.hdr_len', {
    text: `${headerLength} bytes (${words})`,
    explanation: {
      code: headerLength > SHORTEST_HEADER ? 'ip-header-options' : 'ip-header',
      data: { words, bytes: headerLength, options: headerLength - SHORTEST_HEADER },
    },
  });
  const service = bytes[offset + 1] as number;
  const parent = layer.read('ip.dsfield', { text: serviceText(service), explanation: explainService(service) });
  layer.read('ip.dsfield.dscp', { parent });
  layer.read('ip.dsfield.ecn', { parent });
  const explanation = explainTotalLength(layer, headerLength, totalLength);
  if (totalLength !== 0) layer.read('ip.len', { explanation });
  else
    layer.field('ip.len', offset + TOTAL_LENGTH, 2, layer.wireEnd - offset, {
      text: `${layer.wireEnd - offset} (0 in the header: segmentation offload)`,
      explanation,
    });
  const identification = readUint16(bytes, offset + IDENTIFICATION);
  addFragmentFields(layer, identification);
  const protocol = bytes[offset + PROTOCOL] as number;
  layer.read('ip.ttl', { explanation: explainHops(shared.hopLimit) });
  layer.read('ip.proto', { explanation: { code: 'ip-protocol', data: { protocol: IP_PROTOCOLS[protocol] ?? protocol } } });
  const isWhole = layer.end >= offset + headerLength;
  const verdict = isWhole ? verifyChecksum(bytes, offset + CHECKSUM, offset, offset + headerLength, 0) : { state: 'cut' as const, expected: 0 };
  addChecksum(layer, 'ip.checksum', offset + CHECKSUM, verdict);
  layer.read('ip.src');
  layer.read('ip.dst');
  if (headerLength > SHORTEST_HEADER)
    decodeIpv4Options(layer, offset + SHORTEST_HEADER, Math.min(offset + headerLength, layer.end), headerLength - SHORTEST_HEADER);
}

function explainTotalLength(layer: LayerBuilder, header: number, total: number): Explanation {
  if (total === 0) return { code: 'ip-length-offload', data: { bytes: layer.wireEnd - layer.offset } };
  const payload = total - header;
  const available = layer.wireEnd - layer.offset;
  return { code: total > available ? 'ip-length-beyond' : 'ip-length', data: { total, header, payload, available } };
}

function addFragmentFields(layer: LayerBuilder, identification: number): void {
  const word = readUint16(layer.bytes, layer.offset + FRAGMENT);
  const units = word & FRAGMENT_OFFSET;
  const more = (word & MORE_FRAGMENTS) !== 0;
  const names = [
    ...((word & 0x8000) !== 0 ? ['Reserved bit'] : []),
    ...((word & DONT_FRAGMENT) !== 0 ? ["Don't fragment"] : []),
    ...(more ? ['More fragments'] : []),
  ];
  layer.read('ip.id', {
    text: `0x${identification.toString(16).padStart(4, '0')} (${identification})`,
    explanation: { code: 'ip-identification', data: { identification } },
  });
  const parent = layer.read('ip.flags', { text: [`0x${(word >> 13).toString(16)}`, ...names].join(', ') });
  layer.read('ip.flags.rb', { parent, explanation: { code: 'ip-flag-reserved', data: {} } });
  layer.read('ip.flags.df', { parent, explanation: { code: word & DONT_FRAGMENT ? 'ip-flag-df-set' : 'ip-flag-df-clear', data: {} } });
  layer.read('ip.flags.mf', { parent, explanation: { code: more ? 'ip-flag-mf-set' : 'ip-flag-mf-clear', data: {} } });
  layer.read('ip.frag_offset', {
    text: String(units * 8),
    explanation: { code: units > 0 ? 'ip-fragment-offset' : more ? 'ip-fragment-first' : 'ip-fragment-none', data: { units, bytes: units * 8 } },
  });
}

function decodePayload(layer: LayerBuilder, headerLength: number): void {
  const { bytes, offset, facts } = layer;
  const word = readUint16(bytes, offset + FRAGMENT);
  const protocol = bytes[offset + PROTOCOL] as number;
  const payload = offset + headerLength;
  const isFragment = (word & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) !== 0;
  layer.column('info', IP_PROTOCOLS[protocol] ?? `IP protocol ${protocol}`);
  if (isFragment && facts.reassembled && facts.reassembled.bytes !== bytes && !layer.quoted) {
    decodeReassembled(layer, protocol, payload);
    return;
  }
  if (isFragment) {
    layer.shared.partial = true;
    const at = (word & FRAGMENT_OFFSET) * 8;
    layer.column(
      'info',
      `Fragmented IP protocol (proto=${IP_PROTOCOLS[protocol] ?? protocol} ${protocol}, off=${at}, ID=${readUint16(bytes, offset + IDENTIFICATION)
        .toString(16)
        .padStart(4, '0')})`,
    );
  }
  if ((word & FRAGMENT_OFFSET) !== 0) layer.data(payload, layer.end);
  else layer.next('ip-protocol', protocol, payload);
}

function decodeReassembled(layer: LayerBuilder, protocol: number, payload: number): void {
  const reassembled = layer.facts.reassembled;
  if (!reassembled) return;
  const frames = reassembled.frames.map((frame) => `#${frame}`).join(', ');
  layer.generated('ip.fragments', `${reassembled.frames.length} IPv4 Fragments (${reassembled.bytes.length} bytes): ${frames}`);
  layer.data(payload, layer.end);
  layer.nextSource('Reassembled IPv4', reassembled.bytes, 'ip-protocol', protocol);
}

export const ipv4 = defineProtocol({
  id: 'ip',
  title: 'Internet Protocol Version 4',
  short: 'IPv4',
  spec: 'RFC 791',
  fields: {
    'ip.version': bits('Version', 0, 1, [0, 4]),
    'ip.hdr_len': bits('Header Length', 0, 1, [4, 4]),
    'ip.dsfield': hex('Differentiated Services Field', 1, 1),
    'ip.dsfield.dscp': bits('Differentiated Services Codepoint', 1, 1, [0, 6], { values: DSCP_VALUES }),
    'ip.dsfield.ecn': bits('Explicit Congestion Notification', 1, 1, [6, 2], { values: ECN_VALUES }),
    'ip.len': uint('Total Length', TOTAL_LENGTH, 2),
    'ip.id': hex('Identification', IDENTIFICATION, 2),
    'ip.flags': hexBits('Flags', FRAGMENT, 1, [0, 3]),
    'ip.flags.rb': flag('Reserved bit', FRAGMENT, 1, 0),
    'ip.flags.df': flag("Don't fragment", FRAGMENT, 1, 1),
    'ip.flags.mf': flag('More fragments', FRAGMENT, 1, 2),
    'ip.frag_offset': bits('Fragment Offset', FRAGMENT, 2, [3, 13]),
    'ip.ttl': uint('Time to Live', TIME_TO_LIVE, 1),
    'ip.proto': uint('Protocol', PROTOCOL, 1, { values: IP_PROTOCOLS }),
    'ip.checksum': hex('Header Checksum', CHECKSUM, 2),
    'ip.checksum.status': CHECKSUM_STATUS_FIELD,
    'ip.src': ipv4Address('Source Address', SOURCE),
    'ip.dst': ipv4Address('Destination Address', DESTINATION),
    'ip.fragments': generated('Fragments', 'text'),
    ...IPV4_OPTION_FIELDS,
  },
  attach: [
    { table: 'ethertype', keys: [0x0800] },
    { table: 'link-type', keys: [228] },
    { table: 'llc-sap', keys: [0x06] },
    { table: 'ppp-protocol', keys: [0x0021] },
    { table: 'gre-protocol', keys: [0x0800, 0x883e] },
    { table: 'ip-protocol', keys: [4] },
  ],
  step: stepIpv4,
  decode: decodeIpv4,
});
