import { readUint16, readUint32, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { ethernet } from './ethernet';
import { bits, flag, freeBytes, freeHex, freeUint, hex, uint } from './field-spec';
import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** 3GPP TS 29.281 section 5.1. */
const FIXED_LENGTH = 8;
const OPTIONAL_LENGTH = 4;
const LENGTH = 2;
const TUNNEL_IDENTIFIER = 4;
/** Version 1, protocol type GTP (not GTP'). */
const VERSION_AND_TYPE = 0xf0;
const GTP_VERSION_1 = 0x30;
const EXTENSION_FOLLOWS = 0x04;
const SEQUENCE_PRESENT = 0x02;
const NUMBER_PRESENT = 0x01;
const OPTIONAL = EXTENSION_FOLLOWS | SEQUENCE_PRESENT | NUMBER_PRESENT;
/** A packet of the user, as against the tunnel's own messages. */
const USER_PACKET = 0xff;
const PDU_SESSION = 0x85;

/** Where the header at `offset` ends, extension headers included; -1 when it lies beyond `end` or a length is 0. */
function headerEnd(bytes: Uint8Array, offset: number, end: number): number {
  const flags = bytes[offset] as number;
  if ((flags & OPTIONAL) === 0) return offset + FIXED_LENGTH;
  let at = offset + FIXED_LENGTH + OPTIONAL_LENGTH;
  if (at > end) return -1;
  let next = (flags & EXTENSION_FOLLOWS) === 0 ? 0 : (bytes[at - 1] as number);
  while (next !== 0) {
    const length = at < end ? (bytes[at] as number) * 4 : 0;
    if (length === 0 || at + length > end) return -1;
    at += length;
    next = bytes[at - 1] as number;
  }
  return at;
}

/** IP by its version, else an Ethernet frame. */
function payloadProtocol(bytes: Uint8Array, at: number): Protocol {
  const version = (bytes[at] as number) >> 4;
  if (version === 4) return ipv4;
  return version === 6 ? ipv6 : ethernet;
}

function stepGtp(path: PacketPath): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < FIXED_LENGTH || ((bytes[offset] as number) & VERSION_AND_TYPE) !== GTP_VERSION_1) return null;
  if (bytes[offset + 1] !== USER_PACKET) return null;
  path.wireEnd = Math.min(path.wireEnd, offset + FIXED_LENGTH + readUint16(bytes, offset + LENGTH));
  path.end = Math.min(path.end, path.wireEnd);
  const next = headerEnd(bytes, offset, path.end);
  if (next < 0 || next >= path.end) return null;
  path.offset = next;
  return payloadProtocol(bytes, next);
}

function decodeGtp(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(FIXED_LENGTH, 'GPRS Tunneling Protocol');
  if (!layer.has(offset, FIXED_LENGTH)) {
    layer.readCut(['gtp.flags', 'gtp.message', 'gtp.length']);
    return;
  }
  if (((bytes[offset] as number) & VERSION_AND_TYPE) !== GTP_VERSION_1) {
    layer.read('gtp.flags');
    layer.data(offset + 1, layer.end);
    return;
  }
  const message = bytes[offset + 1] as number;
  const tunnel = readUint32(bytes, offset + TUNNEL_IDENTIFIER);
  layer.column('info', `${MESSAGES[message] ?? `Message ${message}`}, TEID 0x${tunnel.toString(16).padStart(8, '0')}`);
  addHeader(layer);
  layer.limit(offset + FIXED_LENGTH + readUint16(bytes, offset + LENGTH));
  const next = addOptional(layer);
  if (next < 0) return;
  layer.describe(next - offset, 'GPRS Tunneling Protocol');
  if (next >= layer.end) return;
  if (message === USER_PACKET) layer.nextProtocol(payloadProtocol(bytes, next), next);
  else layer.data(next, layer.end);
}

function addHeader(layer: LayerBuilder): void {
  const parent = layer.read('gtp.flags');
  for (const name of ['version', 'payload', 'reserved', 'e', 's', 'pn']) layer.read(`gtp.flags.${name}`, { parent });
  for (const name of ['gtp.message', 'gtp.length', 'gtp.teid']) layer.read(name);
}

/** Adds sequence number, N-PDU number and extension headers; returns where they end, -1 when they are cut or have no end. */
function addOptional(layer: LayerBuilder): number {
  const { bytes, offset } = layer;
  const flags = bytes[offset] as number;
  let at = offset + FIXED_LENGTH;
  if ((flags & OPTIONAL) === 0) return at;
  if (!layer.has(at, OPTIONAL_LENGTH)) return -1;
  if ((flags & SEQUENCE_PRESENT) !== 0) layer.field('gtp.seq_number', at, 2, readUint16(bytes, at));
  if ((flags & NUMBER_PRESENT) !== 0) layer.field('gtp.npdu_number', at + 2, 1, bytes[at + 2] as number);
  at += OPTIONAL_LENGTH;
  if ((flags & EXTENSION_FOLLOWS) === 0) return at;
  let next = bytes[at - 1] as number;
  layer.field('gtp.ext_hdr.next', at - 1, 1, next);
  while (next !== 0) {
    if (!layer.has(at, 1)) return -1;
    const length = (bytes[at] as number) * 4;
    if (length === 0) layer.issue('malformed', at, 4);
    if (length === 0 || !layer.has(at, length)) return -1;
    const parent = layer.field('gtp.ext_hdr', at, length, null, { text: EXTENSIONS[next] ?? `0x${next.toString(16)}` });
    layer.field('gtp.ext_hdr.length', at, 1, bytes[at] as number, { parent });
    if (next === PDU_SESSION) addPduSession(layer, at + 1, parent);
    layer.field('gtp.ext_hdr.content', at + 1, length - 2, toHex(bytes.subarray(at + 1, at + length - 1)), { parent });
    at += length;
    next = bytes[at - 1] as number;
    layer.field('gtp.ext_hdr.next', at - 1, 1, next, { parent });
  }
  return at;
}

/** Direction and quality-of-service flow of a 5G session (3GPP TS 38.415 section 5.5.2); the shortest extension holds both. */
function addPduSession(layer: LayerBuilder, at: number, parent: LayerBuilder['node']): void {
  const { bytes } = layer;
  layer.field('gtp.ext_hdr.pdu_ses_con.pdu_type', at, 1, (bytes[at] as number) >> 4, { parent, bits: { offset: 0, count: 4 } });
  layer.field('gtp.ext_hdr.pdu_ses_con.qos_flow_id', at + 1, 1, (bytes[at + 1] as number) & 0x3f, { parent, bits: { offset: 2, count: 6 } });
}

const MESSAGES: Readonly<Record<number, string>> = {
  1: 'Echo request',
  2: 'Echo response',
  26: 'Error indication',
  31: 'Supported extension header notification',
  254: 'End Marker',
  [USER_PACKET]: 'T-PDU',
};
const EXTENSIONS: Readonly<Record<number, string>> = {
  0: 'No more extension headers',
  32: 'Service Class Indicator',
  64: 'UDP Port number',
  129: 'RAN container',
  132: 'NR RAN container',
  [PDU_SESSION]: 'PDU Session container',
  192: 'PDCP PDU number',
};

export const gtp = defineProtocol({
  id: 'gtp',
  title: 'GPRS Tunneling Protocol',
  short: 'GTP',
  spec: '3GPP TS 29.281',
  fields: {
    'gtp.flags': hex('Flags', 0, 1),
    'gtp.flags.version': bits('Version', 0, 1, [0, 3], { values: { 1: 'GTP release 99 version' } }),
    'gtp.flags.payload': bits('Protocol type', 0, 1, [3, 1], { values: { 0: "GTP'", 1: 'GTP' } }),
    'gtp.flags.reserved': bits('Reserved', 0, 1, [4, 1]),
    'gtp.flags.e': flag('Is Next Extension Header present?', 0, 1, 5, { 0: 'No', 1: 'Yes' }),
    'gtp.flags.s': flag('Is Sequence Number present?', 0, 1, 6, { 0: 'No', 1: 'Yes' }),
    'gtp.flags.pn': flag('Is N-PDU number present?', 0, 1, 7, { 0: 'No', 1: 'Yes' }),
    'gtp.message': hex('Message Type', 1, 1, { values: MESSAGES }),
    'gtp.length': uint('Length', LENGTH, 2),
    'gtp.teid': hex('TEID', TUNNEL_IDENTIFIER, 4),
    'gtp.seq_number': freeHex('Sequence number'),
    'gtp.npdu_number': freeUint('N-PDU Number'),
    'gtp.ext_hdr': { label: 'Extension header', type: 'none' },
    'gtp.ext_hdr.length': freeUint('Extension Header Length'),
    'gtp.ext_hdr.content': freeBytes('Content'),
    'gtp.ext_hdr.pdu_ses_con.pdu_type': freeUint('PDU Type', { values: { 0: 'DL PDU SESSION INFORMATION', 1: 'UL PDU SESSION INFORMATION' } }),
    'gtp.ext_hdr.pdu_ses_con.qos_flow_id': freeUint('QoS Flow Identifier (QFI)'),
    'gtp.ext_hdr.next': freeHex('Next extension header type', { values: EXTENSIONS }),
  },
  attach: [{ table: 'udp-port', keys: [2152] }],
  step: stepGtp,
  decode: decodeGtp,
});
