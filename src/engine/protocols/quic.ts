import { toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, freeHex, freeUint, generated, hexBits } from './field-spec';
import { MessageCursor } from './message-cursor';
import { defineProtocol } from './protocol';

/** Long headers of RFC 8999 and RFC 9000 section 17.2. Packets are encrypted: what lies behind their headers is shown as bytes. */
const LONG_HEADER = 0x80;
const FIXED_BIT = 0x40;
const VERSION_1 = 1;
/** RFC 9369 section 3.2: the types have other numbers. */
const VERSION_2 = 0x6b3343cf;
const DRAFTS = 0xff000000;
const INTEGRITY_TAG_LENGTH = 16;
const MAX_CONNECTION_ID = 20;
const PORT = 443;

const TYPES: Readonly<Record<number, string>> = { 0: 'Initial', 1: '0-RTT', 2: 'Handshake', 3: 'Retry' };
const TYPES_V2: Readonly<Record<number, string>> = { 0: 'Retry', 1: 'Initial', 2: '0-RTT', 3: 'Handshake' };

function isKnownVersion(version: number): boolean {
  return version === VERSION_1 || version === VERSION_2 || version === 0 || (version & 0xffffff00) >>> 0 === DRAFTS;
}

/** A long header of a known version with identifiers that can be: certain enough for any port. */
export function isQuic(bytes: Uint8Array, offset: number, end: number): boolean {
  if (end - offset < 7 || ((bytes[offset] as number) & LONG_HEADER) === 0) return false;
  const version = ((bytes[offset + 1] as number) << 24) | ((bytes[offset + 2] as number) << 16) | ((bytes[offset + 3] as number) << 8);
  const whole = (version | (bytes[offset + 4] as number)) >>> 0;
  if (whole === 0 || !isKnownVersion(whole) || ((bytes[offset] as number) & FIXED_BIT) === 0) return false;
  const destination = bytes[offset + 5] as number;
  const source = bytes[offset + 6 + destination];
  return destination <= MAX_CONNECTION_ID && source !== undefined && source <= MAX_CONNECTION_ID && offset + 7 + destination + source <= end;
}

function decodeQuic(layer: LayerBuilder): void {
  const first = layer.bytes[layer.offset] as number;
  layer.describe(layer.end - layer.offset, 'QUIC IETF');
  if ((first & LONG_HEADER) !== 0) decodeLong(layer);
  else if ((first & FIXED_BIT) !== 0) decodeShort(layer);
  else {
    layer.column('protocol', 'UDP');
    layer.data(layer.offset, layer.end);
  }
}

/** How long its connection identifier is only the ends know (RFC 9000 section 17.3). */
function decodeShort(layer: LayerBuilder): void {
  const cursor = new MessageCursor(layer);
  cursor.bits(1, ['quic.header_form', 'quic.fixed_bit', 'quic.spin_bit']);
  layer.column('info', 'Protected Payload');
  cursor.rest('quic.remaining_payload');
}

function decodeLong(layer: LayerBuilder): void {
  const cursor = new MessageCursor(layer);
  const version = cursor.peek(4, 1);
  const type = (cursor.peek(1) >> 4) & 3;
  const typeField = version === VERSION_2 ? 'quic.long.packet_type_v2' : 'quic.long.packet_type';
  const name = version === 0 ? 'Version Negotiation' : ((version === VERSION_2 ? TYPES_V2 : TYPES)[type] as string);
  cursor.bits(
    1,
    version === 0 ? ['quic.header_form', 'quic.vn.unused'] : ['quic.header_form', ...(name === 'Retry' ? [] : ['quic.fixed_bit']), typeField],
  );
  cursor.uint('quic.version', 4);
  const destination = addConnectionId(cursor, 'quic.dcil', 'quic.dcid');
  const source = addConnectionId(cursor, 'quic.scil', 'quic.scid');
  layer.column('info', `${name}${destination && `, DCID=${destination}`}${source && `, SCID=${source}`}`);
  if (cursor.failed) return;
  if (version === 0) while (cursor.left > 0) cursor.uint('quic.supported_version', 4);
  else if (name === 'Retry') addRetry(cursor);
  else if (isKnownVersion(version)) addPayload(cursor, name);
  else cursor.rest('quic.remaining_payload');
}

function addConnectionId(cursor: MessageCursor, lengthField: string, field: string): string {
  const length = cursor.uint(lengthField, 1);
  if (length === 0 || !cursor.has(length)) return '';
  const { at } = cursor;
  cursor.bytes(field, length);
  return toHex(cursor.layer.bytes.subarray(at, at + length));
}

function addRetry(cursor: MessageCursor): void {
  cursor.bytes('quic.retry_token', Math.max(0, cursor.left - INTEGRITY_TAG_LENGTH));
  cursor.bytes('quic.retry_integrity_tag', INTEGRITY_TAG_LENGTH);
}

function addPayload(cursor: MessageCursor, name: string): void {
  const { layer } = cursor;
  if (name === 'Initial') cursor.bytes('quic.token', addVariable(cursor, 'quic.token_length'));
  const length = addVariable(cursor, 'quic.length');
  if (cursor.failed) return;
  const { at: start } = cursor;
  cursor.bytes('quic.remaining_payload', length);
  if (cursor.failed) return;
  layer.describe(start + length - layer.offset, `QUIC IETF: ${name}`);
  layer.generated('quic.packet_length', start + length - layer.offset);
  // Several packets in one datagram (RFC 9000 section 12.2); zeros behind the last are padding.
  if (cursor.left === 0) return;
  if (layer.bytes[cursor.at] === 0) layer.data(cursor.at, layer.end, 'padding');
  else layer.nextProtocol(quic, cursor.at);
}

/** A number whose first two bits say that it has 1, 2, 4 or 8 bytes (RFC 9000 section 16). */
function addVariable(cursor: MessageCursor, field: string): number {
  const size = 1 << (cursor.peek(1) >> 6);
  if (!cursor.has(size)) return 0;
  const value = size === 8 ? (cursor.peek(4) & 0x3fffffff) * 2 ** 32 + cursor.peek(4, 4) : cursor.peek(size) % 2 ** (8 * size - 2);
  cursor.add(field, size, value);
  return value;
}

export const quic = defineProtocol({
  id: 'quic',
  title: 'QUIC IETF',
  short: 'QUIC',
  spec: 'RFC 9000',
  fields: {
    'quic.packet_length': generated('Packet Length'),
    'quic.header_form': bits('Header Form', 0, 1, [0, 1], { values: { 0: 'Short Header', 1: 'Long Header' } }),
    'quic.fixed_bit': flag('Fixed Bit', 0, 1, 1, { 0: 'False', 1: 'True' }),
    'quic.spin_bit': flag('Spin Bit', 0, 1, 2, { 0: 'False', 1: 'True' }),
    'quic.vn.unused': hexBits('Unused', 0, 1, [1, 7], { digits: 2 }),
    'quic.long.packet_type': bits('Packet Type', 0, 1, [2, 2], { values: TYPES }),
    'quic.long.packet_type_v2': bits('Packet Type', 0, 1, [2, 2], { values: TYPES_V2 }),
    'quic.version': freeHex('Version', { values: { 0: 'Version Negotiation', 1: '1', [VERSION_2]: '2', 4278190109: 'draft-29' }, digits: 8 }),
    'quic.supported_version': freeHex('Supported Version', { values: { 1: '1', [VERSION_2]: '2' }, digits: 8 }),
    'quic.dcil': freeUint('Destination Connection ID Length'),
    'quic.dcid': freeBytes('Destination Connection ID'),
    'quic.scil': freeUint('Source Connection ID Length'),
    'quic.scid': freeBytes('Source Connection ID'),
    'quic.token_length': freeUint('Token Length'),
    'quic.token': freeBytes('Token'),
    'quic.length': freeUint('Length'),
    'quic.remaining_payload': freeBytes('Remaining Payload'),
    'quic.retry_token': freeBytes('Retry Token'),
    'quic.retry_integrity_tag': freeBytes('Retry Integrity Tag'),
  },
  attach: [
    { table: 'udp-port', keys: [PORT] },
    { parent: 'udp', test: isQuic },
  ],
  decode: decodeQuic,
});
