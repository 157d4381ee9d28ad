import { formatIpv6 } from '../../shared/base/address';
import { readUint16, toHex } from '../../shared/base/bytes';
import { addChecksum, CHECKSUM_STATUS_FIELD, pseudoHeaderSum, verifyChecksum } from './checksum';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, hex, ipv6Address, uint } from './field-spec';
import { decodeListenerMessage, LISTENER_FIELDS } from './icmpv6-mld';
import { decodeOptions, ICMPV6_OPTION_FIELDS } from './icmpv6-options';
import { ipv6 } from './ipv6';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** Type, code, checksum and the four bytes before a quoted packet. */
const LEAST_LENGTH = 8;

function stepIcmpv6(path: PacketPath): Protocol | null {
  if (path.end - path.offset >= LEAST_LENGTH) path.transportOffset = path.offset;
  return null;
}

const CHECKSUM = 2;
const BODY = 8;
const ICMPV6 = 58;

interface Message {
  readonly name: string;
  readonly codes?: Readonly<Record<number, string>>;
  readonly decode: (layer: LayerBuilder) => void;
}

const UNREACHABLE_CODES = {
  0: 'no route to destination',
  1: 'Administratively prohibited',
  2: 'Beyond scope of source address',
  3: 'Address unreachable',
  4: 'Port unreachable',
  5: 'Source address failed ingress/egress policy',
  6: 'Reject route to destination',
};

const MESSAGES: Readonly<Record<number, Message>> = {
  1: { name: 'Destination Unreachable', codes: UNREACHABLE_CODES, decode: (layer) => quoteAfterReserved(layer) },
  2: { name: 'Packet Too Big', decode: (layer) => quoteAfter(layer, 'icmpv6.mtu') },
  3: {
    name: 'Time Exceeded',
    codes: { 0: 'hop limit exceeded in transit', 1: 'fragment reassembly time exceeded' },
    decode: (layer) => quoteAfterReserved(layer),
  },
  4: {
    name: 'Parameter Problem',
    codes: { 0: 'erroneous header field encountered', 1: 'unrecognized Next Header type encountered', 2: 'unrecognized IPv6 option encountered' },
    decode: (layer) => quoteAfter(layer, 'icmpv6.pointer'),
  },
  128: { name: 'Echo (ping) request', decode: (layer) => echo(layer, 'Echo (ping) request') },
  129: { name: 'Echo (ping) reply', decode: (layer) => echo(layer, 'Echo (ping) reply') },
  130: { name: 'Multicast Listener Query', decode: decodeListenerMessage },
  131: { name: 'Multicast Listener Report', decode: decodeListenerMessage },
  132: { name: 'Multicast Listener Done', decode: decodeListenerMessage },
  133: { name: 'Router Solicitation', decode: routerSolicitation },
  134: { name: 'Router Advertisement', decode: routerAdvertisement },
  135: { name: 'Neighbor Solicitation', decode: neighborSolicitation },
  136: { name: 'Neighbor Advertisement', decode: neighborAdvertisement },
  137: { name: 'Redirect', decode: redirect },
  143: { name: 'Multicast Listener Report Message v2', decode: decodeListenerMessage },
};

function decodeIcmpv6(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(layer.end - offset, 'Internet Control Message Protocol v6');
  if (!layer.has(offset, 4)) {
    layer.readCut(['icmpv6.type', 'icmpv6.code']);
    return;
  }
  const type = bytes[offset] as number;
  const code = bytes[offset + 1] as number;
  const message = MESSAGES[type];
  const codeName = message?.codes?.[code];
  layer.column('info', `${message?.name ?? `Type ${type}`}${codeName ? ` (${codeName})` : ''}`);
  layer.read('icmpv6.type', { text: `${message?.name ?? 'Unknown'} (${type})`, explanation: { code: explanationCode(type), data: {} } });
  layer.read('icmpv6.code', { text: codeName ? `${code} (${codeName})` : String(code) });
  const isCut = layer.end < layer.wireEnd || layer.shared.partial || layer.quoted;
  const verdict = isCut
    ? { state: 'cut' as const, expected: 0 }
    : verifyChecksum(bytes, offset + CHECKSUM, offset, layer.end, pseudoHeaderSum(layer.shared, ICMPV6, layer.end - offset));
  addChecksum(layer, 'icmpv6.checksum', offset + CHECKSUM, verdict);
  if (message && layer.has(offset, BODY)) message.decode(layer);
  else if (!message && layer.end > offset + 4)
    layer.field('icmpv6.data', offset + 4, layer.end - offset - 4, toHex(bytes.subarray(offset + 4, layer.end)));
}

function explanationCode(type: number): string {
  if (type === 1) return 'icmp-unreachable';
  if (type === 2) return 'icmp-fragmentation-needed';
  if (type === 3) return 'icmp-time-exceeded';
  if (type === 128 || type === 129) return 'icmp-echo';
  return type >= 133 && type <= 137 ? 'icmpv6-neighbor' : 'icmp-message';
}

function addReserved(layer: LayerBuilder, at: number, length: number): void {
  const from = layer.offset + at;
  if (layer.has(from, length)) layer.field('icmpv6.reserved', from, length, toHex(layer.bytes.subarray(from, from + length)));
}

function quoteAfterReserved(layer: LayerBuilder): void {
  addReserved(layer, 4, 4);
  layer.quote(ipv6, layer.offset + BODY);
}

function quoteAfter(layer: LayerBuilder, name: string): void {
  layer.read(name);
  layer.quote(ipv6, layer.offset + BODY);
}

function echo(layer: LayerBuilder, name: string): void {
  const { bytes, offset } = layer;
  const identifier = readUint16(bytes, offset + 4)
    .toString(16)
    .padStart(4, '0');
  layer.column('info', `${name} id=0x${identifier}, seq=${readUint16(bytes, offset + 6)}, hop limit=${layer.shared.hopLimit}`);
  layer.read('icmpv6.echo.identifier');
  layer.read('icmpv6.echo.sequence_number');
  layer.data(offset + BODY, layer.end);
}

function routerSolicitation(layer: LayerBuilder): void {
  addReserved(layer, 4, 4);
  const address = decodeOptions(layer, layer.offset + BODY);
  if (address) layer.column('info', `Router Solicitation from ${address}`);
}

function routerAdvertisement(layer: LayerBuilder): void {
  layer.read('icmpv6.nd.ra.cur_hop_limit');
  const parent = layer.read('icmpv6.nd.ra.flag');
  for (const name of ['m', 'o', 'h', 'prf', 'p', 'rsv']) layer.read(`icmpv6.nd.ra.flag.${name}`, { parent });
  layer.readCut(['icmpv6.nd.ra.router_lifetime', 'icmpv6.nd.ra.reachable_time', 'icmpv6.nd.ra.retrans_timer']);
  const address = decodeOptions(layer, layer.offset + 16);
  if (address) layer.column('info', `Router Advertisement from ${address}`);
}

function neighborSolicitation(layer: LayerBuilder): void {
  addReserved(layer, 4, 4);
  if (!layer.has(layer.offset, 24)) return;
  layer.read('icmpv6.nd.ns.target_address');
  const target = formatIpv6(layer.bytes, layer.offset + BODY);
  const address = decodeOptions(layer, layer.offset + 24);
  layer.column('info', `Neighbor Solicitation for ${target}${address ? ` from ${address}` : ''}`);
}

function neighborAdvertisement(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  const first = bytes[offset + 4] as number;
  const parent = layer.read('icmpv6.nd.na.flag');
  for (const name of ['r', 's', 'o', 'rsv']) layer.read(`icmpv6.nd.na.flag.${name}`, { parent });
  if (!layer.has(offset, 24)) return;
  layer.read('icmpv6.nd.na.target_address');
  const names = [first & 0x80 ? 'rtr' : '', first & 0x40 ? 'sol' : '', first & 0x20 ? 'ovr' : ''].filter((name) => name !== '');
  const address = decodeOptions(layer, offset + 24);
  const flags = names.length > 0 ? ` (${names.join(', ')})` : '';
  layer.column('info', `Neighbor Advertisement ${formatIpv6(bytes, offset + BODY)}${flags}${address ? ` is at ${address}` : ''}`);
}

function redirect(layer: LayerBuilder): void {
  addReserved(layer, 4, 4);
  layer.readCut(['icmpv6.nd.rd.target_address', 'icmpv6.rd.na.destination_address']);
  decodeOptions(layer, layer.offset + 40);
}

export const icmpv6 = defineProtocol({
  id: 'icmpv6',
  title: 'Internet Control Message Protocol v6',
  short: 'ICMPv6',
  spec: 'RFC 4443',
  fields: {
    'icmpv6.type': uint('Type', 0, 1),
    'icmpv6.code': uint('Code', 1, 1),
    'icmpv6.checksum': hex('Checksum', CHECKSUM, 2),
    'icmpv6.checksum.status': CHECKSUM_STATUS_FIELD,
    'icmpv6.reserved': freeBytes('Reserved'),
    'icmpv6.data': freeBytes('Data'),
    'icmpv6.mtu': uint('MTU', 4, 4),
    'icmpv6.pointer': uint('Pointer', 4, 4),
    'icmpv6.echo.identifier': hex('Identifier', 4, 2),
    'icmpv6.echo.sequence_number': uint('Sequence', 6, 2),
    'icmpv6.nd.ra.cur_hop_limit': uint('Cur hop limit', 4, 1),
    'icmpv6.nd.ra.flag': hex('Flags', 5, 1),
    'icmpv6.nd.ra.flag.m': flag('Managed address configuration', 5, 1, 0),
    'icmpv6.nd.ra.flag.o': flag('Other configuration', 5, 1, 1),
    'icmpv6.nd.ra.flag.h': flag('Home Agent', 5, 1, 2),
    'icmpv6.nd.ra.flag.prf': bits('Prf (Default Router Preference)', 5, 1, [3, 2], { values: { 0: 'Medium', 1: 'High', 2: 'Reserved', 3: 'Low' } }),
    'icmpv6.nd.ra.flag.p': flag('Proxy', 5, 1, 5),
    'icmpv6.nd.ra.flag.rsv': bits('Reserved', 5, 1, [6, 2]),
    'icmpv6.nd.ra.router_lifetime': uint('Router lifetime (s)', 6, 2),
    'icmpv6.nd.ra.reachable_time': uint('Reachable time (ms)', 8, 4),
    'icmpv6.nd.ra.retrans_timer': uint('Retrans timer (ms)', 12, 4),
    'icmpv6.nd.ns.target_address': ipv6Address('Target Address', 8),
    'icmpv6.nd.na.flag': hex('Flags', 4, 4),
    'icmpv6.nd.na.flag.r': flag('Router', 4, 4, 0),
    'icmpv6.nd.na.flag.s': flag('Solicited', 4, 4, 1),
    'icmpv6.nd.na.flag.o': flag('Override', 4, 4, 2),
    'icmpv6.nd.na.flag.rsv': bits('Reserved', 4, 4, [3, 29]),
    'icmpv6.nd.na.target_address': ipv6Address('Target Address', 8),
    'icmpv6.nd.rd.target_address': ipv6Address('Target Address', 8),
    'icmpv6.rd.na.destination_address': ipv6Address('Destination Address', 24),
    ...LISTENER_FIELDS,
    ...ICMPV6_OPTION_FIELDS,
  },
  attach: [{ table: 'ip-protocol', keys: [58] }],
  step: stepIcmpv6,
  decode: decodeIcmpv6,
});
