import { readUint16, readUint32, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, freeHex, freeUint, group, hex } from './field-spec';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

/** Flags and version, protocol type; what follows depends on the flags (RFC 1701, 2784, 2890; version 1: RFC 2637 section 4.1). */
const FIXED_LENGTH = 4;
const PROTOCOL_TYPE = 2;
const CHECKSUM_PRESENT = 0x8000;
const ROUTING_PRESENT = 0x4000;
const KEY_PRESENT = 0x2000;
const SEQUENCE_PRESENT = 0x1000;
const ACKNOWLEDGEMENT_PRESENT = 0x0080;
const VERSION = 0x0007;
const VERSION_PPTP = 1;
const ROUTING_ENTRY = 4;
/** Web Cache Communication Protocol: four bytes before the IP header in its second version. */
const WCCP = 0x883e;
const WCCP_REDIRECT_HEADER = 4;

/** Bytes that the flags call for, without routing entries. */
function optionalLength(flags: number): number {
  let length = FIXED_LENGTH;
  if ((flags & (CHECKSUM_PRESENT | ROUTING_PRESENT)) !== 0) length += 4;
  if ((flags & KEY_PRESENT) !== 0) length += 4;
  if ((flags & SEQUENCE_PRESENT) !== 0) length += 4;
  if (hasAcknowledgement(flags)) length += 4;
  return length;
}

function hasAcknowledgement(flags: number): boolean {
  return (flags & ACKNOWLEDGEMENT_PRESENT) !== 0 && (flags & VERSION) === VERSION_PPTP;
}

/** Where the routing entries from `at` end: behind the one with length 0; -1 when it does not lie before `end`. */
function routingEnd(bytes: Uint8Array, at: number, end: number): number {
  let offset = at;
  while (offset + ROUTING_ENTRY <= end) {
    const length = bytes[offset + 3] as number;
    offset += ROUTING_ENTRY + length;
    if (length === 0) return offset;
  }
  return -1;
}

/** Protocol numbers that a payload of WCCP and others share with plain GRE: 0 bytes lie before the packet, or four. */
function redirectLength(type: number, bytes: Uint8Array, at: number, end: number): number {
  return type === WCCP && at < end && (bytes[at] as number) >> 4 !== 4 ? WCCP_REDIRECT_HEADER : 0;
}

function stepGre(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset, end } = path;
  if (end - offset < FIXED_LENGTH) return null;
  const flags = readUint16(bytes, offset);
  const type = readUint16(bytes, offset + PROTOCOL_TYPE);
  let next = offset + optionalLength(flags);
  if ((flags & ROUTING_PRESENT) !== 0) next = routingEnd(bytes, next, end);
  if (next < 0 || next > end) return null;
  next += redirectLength(type, bytes, next, end);
  return next > end ? null : stepTo(path, next - offset, registry, 'gre-protocol', type);
}

function decodeGre(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(FIXED_LENGTH, 'Generic Routing Encapsulation');
  if (!layer.has(offset, FIXED_LENGTH)) {
    layer.readCut(['gre.flags_and_version']);
    return;
  }
  const flags = readUint16(bytes, offset);
  const type = readUint16(bytes, offset + PROTOCOL_TYPE);
  layer.describe(optionalLength(flags), `Generic Routing Encapsulation (${ETHER_TYPES[type] ?? `0x${type.toString(16).padStart(4, '0')}`})`);
  layer.column('info', `Encapsulated ${ETHER_TYPES[type] ?? `0x${type.toString(16).padStart(4, '0')}`}`);
  addFlags(layer, flags);
  layer.read('gre.proto');
  const next = addOptional(layer, flags);
  if (next < 0) return;
  const redirect = redirectLength(type, bytes, next, layer.end);
  if (redirect > 0 && !layer.has(next, redirect)) return;
  if (redirect > 0) layer.field('gre.wccp.redirect_header', next, redirect, null, { text: toHex(bytes.subarray(next, next + redirect)) });
  layer.limit(layer.next('gre-protocol', type, next + redirect));
}

function addFlags(layer: LayerBuilder, flags: number): void {
  const parent = layer.read('gre.flags_and_version');
  const names = ['checksum', 'routing', 'key', 'sequence_number', 'strict_source_route', 'recursion_control'];
  for (const name of names) layer.read(`gre.flags.${name}`, { parent });
  if ((flags & VERSION) === VERSION_PPTP) layer.read('gre.flags.ack', { parent });
  const range = (flags & VERSION) === VERSION_PPTP ? { offset: 9, count: 4 } : { offset: 8, count: 5 };
  layer.field('gre.flags.reserved', layer.offset, 2, (flags >> 3) & ((1 << range.count) - 1), { parent, bits: range });
  layer.read('gre.flags.version', { parent });
}

/** Adds the fields that the flags call for; returns the offset behind them, -1 when they are cut. */
function addOptional(layer: LayerBuilder, flags: number): number {
  const { bytes } = layer;
  let at = layer.offset + FIXED_LENGTH;
  if (!layer.has(at, optionalLength(flags) - FIXED_LENGTH)) return -1;
  if ((flags & (CHECKSUM_PRESENT | ROUTING_PRESENT)) !== 0) {
    layer.field('gre.checksum', at, 2, readUint16(bytes, at));
    layer.field('gre.offset', at + 2, 2, readUint16(bytes, at + 2));
    at += 4;
  }
  if ((flags & KEY_PRESENT) !== 0) {
    addKey(layer, flags, at);
    at += 4;
  }
  if ((flags & SEQUENCE_PRESENT) !== 0) {
    layer.field('gre.sequence_number', at, 4, readUint32(bytes, at));
    at += 4;
  }
  if (hasAcknowledgement(flags)) {
    layer.field('gre.ack_number', at, 4, readUint32(bytes, at));
    at += 4;
  }
  return (flags & ROUTING_PRESENT) !== 0 ? addRouting(layer, at) : at;
}

/** PPTP splits the key into the payload's length and the call. */
function addKey(layer: LayerBuilder, flags: number, at: number): void {
  const { bytes } = layer;
  if ((flags & VERSION) !== VERSION_PPTP) {
    layer.field('gre.key', at, 4, readUint32(bytes, at));
    return;
  }
  layer.field('gre.key.payload_length', at, 2, readUint16(bytes, at));
  layer.field('gre.key.call_id', at + 2, 2, readUint16(bytes, at + 2));
}

function addRouting(layer: LayerBuilder, from: number): number {
  const { bytes } = layer;
  for (let at = from; layer.has(at, ROUTING_ENTRY); ) {
    const length = bytes[at + 3] as number;
    if (!layer.has(at, ROUTING_ENTRY + length)) return -1;
    const parent = layer.field('gre.routing', at, ROUTING_ENTRY + length, null);
    layer.field('gre.routing.address_family', at, 2, readUint16(bytes, at), { parent });
    layer.field('gre.routing.sre_offset', at + 2, 1, bytes[at + 2] as number, { parent });
    layer.field('gre.routing.src_length', at + 3, 1, length, { parent });
    const start = at + ROUTING_ENTRY;
    if (length > 0) layer.field('gre.routing.information', start, length, toHex(bytes.subarray(start, start + length)), { parent });
    at = start + length;
    if (length === 0) return at;
  }
  return -1;
}

export const gre = defineProtocol({
  id: 'gre',
  title: 'Generic Routing Encapsulation',
  short: 'GRE',
  spec: 'RFC 2784, RFC 2890, RFC 1701; version 1: RFC 2637',
  fields: {
    'gre.flags_and_version': hex('Flags and Version', 0, 2),
    'gre.flags.checksum': flag('Checksum Bit', 0, 2, 0),
    'gre.flags.routing': flag('Routing Bit', 0, 2, 1),
    'gre.flags.key': flag('Key Bit', 0, 2, 2),
    'gre.flags.sequence_number': flag('Sequence Number Bit', 0, 2, 3),
    'gre.flags.strict_source_route': flag('Strict Source Route Bit', 0, 2, 4),
    'gre.flags.recursion_control': bits('Recursion control', 0, 2, [5, 3]),
    'gre.flags.ack': flag('Acknowledgment', 0, 2, 8),
    'gre.flags.reserved': freeUint('Flags (Reserved)'),
    'gre.flags.version': bits('Version', 0, 2, [13, 3]),
    'gre.proto': hex('Protocol Type', PROTOCOL_TYPE, 2, { values: ETHER_TYPES }),
    'gre.checksum': freeHex('Checksum'),
    'gre.offset': freeUint('Offset'),
    'gre.key': freeHex('Key'),
    'gre.key.payload_length': freeUint('Payload Length'),
    'gre.key.call_id': freeUint('Call ID'),
    'gre.sequence_number': freeUint('Sequence Number'),
    'gre.ack_number': freeUint('Acknowledgment Number'),
    'gre.routing': group('Routing'),
    'gre.routing.address_family': freeUint('Address Family'),
    'gre.routing.sre_offset': freeUint('SRE Offset'),
    'gre.routing.src_length': freeUint('SRE Length'),
    'gre.routing.information': freeBytes('Routing Information'),
    'gre.wccp.redirect_header': group('Redirect Header'),
  },
  attach: [
    { table: 'ip-protocol', keys: [47] },
    { table: 'udp-port', keys: [4754] },
  ],
  step: stepGre,
  decode: decodeGre,
});
