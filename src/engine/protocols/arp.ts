import { formatIpv4, formatMac } from '../../shared/base/address';
import { readUint16, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeBytes, generated, hex, uint } from './field-spec';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

const FIXED_LENGTH = 8;

function stepArp(path: PacketPath): Protocol | null {
  if (path.end - path.offset >= FIXED_LENGTH) path.arpOffset = path.offset;
  return null;
}

const HARDWARE_TYPES: Readonly<Record<number, string>> = { 1: 'Ethernet', 6: 'IEEE 802', 15: 'Frame Relay', 32: 'InfiniBand' };
const REQUEST = 1;
const REPLY = 2;
/** RFC 903, RFC 2390. */
const REVERSE_REQUEST = 3;
const REVERSE_REPLY = 4;
const INVERSE_REQUEST = 8;
const INVERSE_REPLY = 9;
const OPCODES: Readonly<Record<number, string>> = {
  [REQUEST]: 'request',
  [REPLY]: 'reply',
  [REVERSE_REQUEST]: 'reverse request',
  [REVERSE_REPLY]: 'reverse reply',
  [INVERSE_REQUEST]: 'InARP request',
  [INVERSE_REPLY]: 'InARP reply',
};
/** In the Protocol column. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  [REVERSE_REQUEST]: 'RARP',
  [REVERSE_REPLY]: 'RARP',
  [INVERSE_REQUEST]: 'Inverse ARP',
  [INVERSE_REPLY]: 'Inverse ARP',
};
const IPV4 = 0x0800;
const UNSPECIFIED = '0.0.0.0';

interface Endpoint {
  readonly hardware: string;
  readonly protocol: string;
}

function decodeArp(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  const fixed = ['arp.hw.type', 'arp.proto.type', 'arp.hw.size', 'arp.proto.size', 'arp.opcode'];
  layer.describe(FIXED_LENGTH, 'Address Resolution Protocol');
  if (!layer.has(offset, FIXED_LENGTH)) {
    layer.readCut(fixed);
    return;
  }
  for (const name of fixed) layer.read(name);
  const hardwareSize = bytes[offset + 4] as number;
  const protocolSize = bytes[offset + 5] as number;
  const opcode = readUint16(bytes, offset + 6);
  const length = FIXED_LENGTH + 2 * (hardwareSize + protocolSize);
  layer.limit(offset + length);
  layer.describe(length, `Address Resolution Protocol (${OPCODES[opcode] ?? opcode})`);
  const sender = addEndpoint(layer, 'src', offset + FIXED_LENGTH, hardwareSize, protocolSize);
  const target = addEndpoint(layer, 'dst', offset + FIXED_LENGTH + hardwareSize + protocolSize, hardwareSize, protocolSize);
  if (!sender || !target) return;
  const kind = kindOf(opcode, sender, target);
  for (const name of KIND_FIELDS[kind]) layer.generated(name, true);
  const protocol = PROTOCOLS[opcode];
  if (protocol !== undefined) layer.column('protocol', protocol);
  layer.column('info', info(opcode, kind, sender, target));
}

type Kind = 'probe' | 'announcement' | 'gratuitous' | 'plain';

/** RFC 5227 section 1.1: what says something of the sender's own address, or asks whether it is taken. */
function kindOf(opcode: number, sender: Endpoint, target: Endpoint): Kind {
  const isRequest = opcode === REQUEST;
  const asksNobody = /^[0:]*$/.test(target.hardware);
  if (sender.protocol === target.protocol && (isRequest || opcode === REPLY)) return isRequest && asksNobody ? 'announcement' : 'gratuitous';
  return isRequest && asksNobody && sender.protocol === UNSPECIFIED ? 'probe' : 'plain';
}

const KIND_FIELDS: Readonly<Record<Kind, readonly string[]>> = {
  probe: ['arp.isprobe'],
  announcement: ['arp.isgratuitous', 'arp.isannouncement'],
  gratuitous: ['arp.isgratuitous'],
  plain: [],
};

/** Adds one hardware and protocol address; null when they are not there whole. */
function addEndpoint(layer: LayerBuilder, side: 'src' | 'dst', at: number, hardwareSize: number, protocolSize: number): Endpoint | null {
  const { bytes, offset } = layer;
  const protocolAt = at + hardwareSize;
  if (!layer.has(at, hardwareSize + protocolSize)) return null;
  const isMac = hardwareSize === 6 && [1, 6].includes(readUint16(bytes, offset));
  const isIpv4 = protocolSize === 4 && readUint16(bytes, offset + 2) === IPV4;
  const hardware = isMac ? formatMac(bytes, at) : toHex(bytes.subarray(at, protocolAt));
  const protocol = isIpv4 ? formatIpv4(bytes, protocolAt) : toHex(bytes.subarray(protocolAt, protocolAt + protocolSize));
  if (hardwareSize > 0) layer.field(isMac ? `arp.${side}.hw_mac` : `arp.${side}.hw`, at, hardwareSize, hardware);
  if (protocolSize > 0) layer.field(isIpv4 ? `arp.${side}.proto_ipv4` : `arp.${side}.proto`, protocolAt, protocolSize, protocol);
  return { hardware, protocol };
}

function info(opcode: number, kind: Kind, sender: Endpoint, target: Endpoint): string {
  if (kind === 'announcement') return `ARP Announcement for ${sender.protocol}`;
  if (kind === 'gratuitous') return `Gratuitous ARP for ${sender.protocol} (${opcode === REQUEST ? 'Request' : 'Reply'})`;
  if (kind === 'probe') return `Who has ${target.protocol}? (ARP Probe)`;
  switch (opcode) {
    case REQUEST:
      return `Who has ${target.protocol}? Tell ${sender.protocol}`;
    case REPLY:
      return `${sender.protocol} is at ${sender.hardware}`;
    case REVERSE_REQUEST:
    case INVERSE_REQUEST:
      return `Who is ${target.hardware}? Tell ${sender.hardware}`;
    case REVERSE_REPLY:
      return `${target.hardware} is at ${target.protocol}`;
    case INVERSE_REPLY:
      return `${sender.hardware} is at ${sender.protocol}`;
    default:
      return `Opcode ${opcode}`;
  }
}

const TRUTH = { 0: 'False', 1: 'True' };

export const arp = defineProtocol({
  id: 'arp',
  title: 'Address Resolution Protocol',
  short: 'ARP',
  spec: 'RFC 826',
  fields: {
    'arp.hw.type': uint('Hardware type', 0, 2, { values: HARDWARE_TYPES }),
    'arp.proto.type': hex('Protocol type', 2, 2, { values: ETHER_TYPES }),
    'arp.hw.size': uint('Hardware size', 4, 1),
    'arp.proto.size': uint('Protocol size', 5, 1),
    'arp.opcode': uint('Opcode', 6, 2, { values: OPCODES }),
    'arp.src.hw_mac': { label: 'Sender MAC address', type: 'mac' },
    'arp.src.hw': freeBytes('Sender hardware address'),
    'arp.src.proto_ipv4': { label: 'Sender IP address', type: 'ipv4' },
    'arp.src.proto': freeBytes('Sender protocol address'),
    'arp.dst.hw_mac': { label: 'Target MAC address', type: 'mac' },
    'arp.dst.hw': freeBytes('Target hardware address'),
    'arp.dst.proto_ipv4': { label: 'Target IP address', type: 'ipv4' },
    'arp.dst.proto': freeBytes('Target protocol address'),
    'arp.isgratuitous': generated('Is gratuitous', 'boolean', TRUTH),
    'arp.isprobe': generated('Is probe', 'boolean', TRUTH),
    'arp.isannouncement': generated('Is announcement', 'boolean', TRUTH),
  },
  attach: [
    { table: 'ethertype', keys: [0x0806, 0x8035] },
    { table: 'gre-protocol', keys: [0x0806] },
  ],
  step: stepArp,
  decode: decodeArp,
});
