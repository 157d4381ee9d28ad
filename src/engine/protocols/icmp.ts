import { formatIpv4 } from '../../shared/base/address';
import { readUint16, toHex } from '../../shared/base/bytes';
import { addChecksum, CHECKSUM_STATUS_FIELD, verifyChecksum } from './checksum';
import type { LayerBuilder } from './dissection';
import { bytesAt, hex, ipv4Address, uint } from './field-spec';
import { ipv4 } from './ipv4';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** Type, code, checksum and the four bytes before a quoted packet. */
const LEAST_LENGTH = 8;

function stepIcmp(path: PacketPath): Protocol | null {
  if (path.end - path.offset >= LEAST_LENGTH) path.transportOffset = path.offset;
  return null;
}

const CHECKSUM = 2;
const BODY = 8;
const UNREACHABLE = 3;
const FRAGMENTATION_NEEDED = 4;
const QUENCH = 4;
const REDIRECT = 5;
const ADVERTISEMENT = 9;
const TIME_EXCEEDED = 11;
const PARAMETER_PROBLEM = 12;
const TIMESTAMPS: readonly number[] = [13, 14];
const MASKS: readonly number[] = [17, 18];
/** Messages that carry an identifier and a sequence number: echo, timestamp, information, address mask. */
const NUMBERED: readonly number[] = [0, 8, 13, 14, 15, 16, 17, 18];

const TYPES: Readonly<Record<number, string>> = {
  0: 'Echo (ping) reply',
  3: 'Destination unreachable',
  4: 'Source quench (flow control)',
  5: 'Redirect',
  8: 'Echo (ping) request',
  9: 'Router advertisement',
  10: 'Router solicitation',
  11: 'Time-to-live exceeded',
  12: 'Parameter problem',
  13: 'Timestamp request',
  14: 'Timestamp reply',
  15: 'Information request',
  16: 'Information reply',
  17: 'Address mask request',
  18: 'Address mask reply',
};
/** Names of codes by type (RFC 792, RFC 1122, RFC 1812). */
const CODES: Readonly<Record<number, readonly string[]>> = {
  3: [
    'Network unreachable',
    'Host unreachable',
    'Protocol unreachable',
    'Port unreachable',
    'Fragmentation needed',
    'Source route failed',
    'Destination network unknown',
    'Destination host unknown',
    'Source host isolated',
    'Network administratively prohibited',
    'Host administratively prohibited',
    'Network unreachable for TOS',
    'Host unreachable for TOS',
    'Communication administratively filtered',
    'Host precedence violation',
    'Precedence cutoff in effect',
  ],
  5: ['Redirect for network', 'Redirect for host', 'Redirect for TOS and network', 'Redirect for TOS and host'],
  11: ['Time to live exceeded in transit', 'Fragment reassembly time exceeded'],
  12: ['Pointer indicates the error', 'Required option missing', 'Bad length'],
};

function decodeIcmp(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(layer.end - offset, 'Internet Control Message Protocol');
  if (!layer.has(offset, 4)) {
    layer.readCut(['icmp.type', 'icmp.code']);
    return;
  }
  const type = bytes[offset] as number;
  const code = bytes[offset + 1] as number;
  const codeName = CODES[type]?.[code];
  layer.column('info', `${TYPES[type] ?? `Type ${type}`}${codeName ? ` (${codeName})` : ''}`);
  layer.read('icmp.type', { text: `${type} (${TYPES[type] ?? 'Unknown'})`, explanation: { code: explanationCode(type, code), data: {} } });
  layer.read('icmp.code', { text: codeName ? `${code} (${codeName})` : String(code) });
  const isCut = layer.end < layer.wireEnd || layer.shared.partial || layer.quoted;
  const verdict = isCut ? { state: 'cut' as const, expected: 0 } : verifyChecksum(bytes, offset + CHECKSUM, offset, layer.end, 0);
  addChecksum(layer, 'icmp.checksum', offset + CHECKSUM, verdict);
  if (layer.end - offset < BODY) {
    if (TYPES[type] !== undefined) layer.has(offset, BODY);
    else layer.data(offset + 4, layer.end);
    return;
  }
  decodeBody(layer, type, code);
}

function explanationCode(type: number, code: number): string {
  if (type === UNREACHABLE)
    return code === FRAGMENTATION_NEEDED ? 'icmp-fragmentation-needed' : code === 3 ? 'icmp-port-unreachable' : 'icmp-unreachable';
  if (type === TIME_EXCEEDED) return 'icmp-time-exceeded';
  return type === 0 || type === 8 ? 'icmp-echo' : 'icmp-message';
}

function decodeBody(layer: LayerBuilder, type: number, code: number): void {
  const { offset } = layer;
  if (NUMBERED.includes(type)) {
    addNumbers(layer, type);
    if (TIMESTAMPS.includes(type))
      for (const name of ['icmp.originate_timestamp', 'icmp.receive_timestamp', 'icmp.transmit_timestamp']) layer.read(name);
    else if (MASKS.includes(type)) layer.read('icmp.address_mask');
    else layer.data(offset + BODY, layer.end);
  } else if (type === ADVERTISEMENT) addRouters(layer);
  else if (addErrorFields(layer, type, code)) layer.quote(ipv4, offset + BODY);
  else if (type !== 10) layer.data(offset + 4, layer.end);
}

/** The sequence number is in network order on most systems; Windows writes it the other way round. */
function addNumbers(layer: LayerBuilder, type: number): void {
  const { bytes, offset, shared } = layer;
  const identifier = readUint16(bytes, offset + 4);
  const sequence = readUint16(bytes, offset + 6);
  const swapped = (value: number) => ((value & 0xff) << 8) | (value >> 8);
  const text = (value: number) => `${value} (0x${value.toString(16).padStart(4, '0')})`;
  layer.column(
    'info',
    `${TYPES[type]}  id=0x${identifier.toString(16).padStart(4, '0')}, seq=${sequence}/${swapped(sequence)}, ttl=${shared.hopLimit}`,
  );
  layer.read('icmp.ident', { text: text(identifier) });
  layer.field('icmp.ident_le', offset + 4, 2, swapped(identifier), { text: text(swapped(identifier)) });
  layer.read('icmp.seq', { text: text(sequence) });
  layer.field('icmp.seq_le', offset + 6, 2, swapped(sequence), { text: text(swapped(sequence)) });
}

/** The four bytes before a quoted packet; false when the message quotes none. */
function addErrorFields(layer: LayerBuilder, type: number, code: number): boolean {
  const { bytes, offset } = layer;
  const unused = (at: number, length: number) =>
    layer.field('icmp.unused', offset + at, length, toHex(bytes.subarray(offset + at, offset + at + length)));
  if (type === UNREACHABLE && code === FRAGMENTATION_NEEDED) {
    unused(4, 2);
    layer.read('icmp.mtu', { explanation: { code: 'icmp-mtu', data: { mtu: readUint16(bytes, offset + 6) } } });
  } else if (type === REDIRECT) layer.read('icmp.redir_gw');
  else if (type === PARAMETER_PROBLEM) {
    layer.read('icmp.pointer');
    unused(5, 3);
  } else if (type === UNREACHABLE || type === TIME_EXCEEDED) unused(4, 4);
  return [UNREACHABLE, QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM].includes(type);
}

function addRouters(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  const count = bytes[offset + 4] as number;
  for (const name of ['icmp.num_addrs', 'icmp.addr_entry_size', 'icmp.lifetime']) layer.read(name);
  for (let i = 0; i < count; i++) {
    const at = offset + BODY + 8 * i;
    if (!layer.has(at, 8)) return;
    layer.field('icmp.router_address', at, 4, formatIpv4(bytes, at));
    layer.field('icmp.pref_level', at + 4, 4, (readUint16(bytes, at + 4) << 16) | readUint16(bytes, at + 6));
  }
}

export const icmp = defineProtocol({
  id: 'icmp',
  title: 'Internet Control Message Protocol',
  short: 'ICMP',
  spec: 'RFC 792',
  fields: {
    'icmp.type': uint('Type', 0, 1, { values: TYPES }),
    'icmp.code': uint('Code', 1, 1),
    'icmp.checksum': hex('Checksum', CHECKSUM, 2),
    'icmp.checksum.status': CHECKSUM_STATUS_FIELD,
    'icmp.unused': bytesAt('Unused', 4, 4),
    'icmp.ident': uint('Identifier (BE)', 4, 2),
    'icmp.ident_le': uint('Identifier (LE)', 4, 2),
    'icmp.seq': uint('Sequence Number (BE)', 6, 2),
    'icmp.seq_le': uint('Sequence Number (LE)', 6, 2),
    'icmp.mtu': uint('MTU of next hop', 6, 2),
    'icmp.pointer': uint('Pointer', 4, 1),
    'icmp.redir_gw': ipv4Address('Gateway Address', 4),
    'icmp.num_addrs': uint('Number of addresses', 4, 1),
    'icmp.addr_entry_size': uint('Address entry size', 5, 1),
    'icmp.lifetime': uint('Lifetime', 6, 2),
    'icmp.router_address': { label: 'Router address', type: 'ipv4' },
    'icmp.pref_level': { label: 'Preference level', type: 'int' },
    'icmp.originate_timestamp': uint('Originate Timestamp', 8, 4),
    'icmp.receive_timestamp': uint('Receive Timestamp', 12, 4),
    'icmp.transmit_timestamp': uint('Transmit Timestamp', 16, 4),
    'icmp.address_mask': ipv4Address('Address Mask', 8),
  },
  attach: [{ table: 'ip-protocol', keys: [1] }],
  step: stepIcmp,
  decode: decodeIcmp,
});
