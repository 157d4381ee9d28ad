import { readUint16, readUint32, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, freeText, freeUint, hexBits } from './field-spec';
import { PDU } from './message-stream';
import { defineProtocol } from './protocol';

/** Offsets in a frame (RFC 6455 section 5.2). */
const SECOND = 1;
const HEADER = 2;
const MASK_BIT = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const FIN_BIT = 0x80;
const RSV1_BIT = 0x40;
/** Longer than any frame that could be put together; such a header is none. */
const LONGEST = 1 << 30;
const OPCODE = { text: 1, close: 8 } as const;
const OPCODES: Readonly<Record<number, string>> = { 0: 'Continuation', 1: 'Text', 2: 'Binary', 8: 'Connection Close', 9: 'Ping', 10: 'Pong' };

/** RFC 6455 section 7.4.1. */
const CLOSE_CODES: Readonly<Record<number, string>> = {
  1000: 'Normal Closure',
  1001: 'Going Away',
  1002: 'Protocol error',
  1003: 'Unsupported Data',
  1005: 'No Status Received',
  1006: 'Abnormal Closure',
  1007: 'Invalid frame payload data',
  1008: 'Policy Violation',
  1009: 'Message Too Big',
  1010: 'Mandatory Extension',
  1011: 'Internal Error',
  1012: 'Service Restart',
  1013: 'Try Again Later',
  1015: 'TLS handshake',
};

interface FrameHeader {
  /** Bytes before the payload, the mask among them. */
  readonly length: number;
  readonly payload: number;
}

/** Null while the header is not there whole. */
function headerOf(bytes: Uint8Array, offset: number, end: number): FrameHeader | null {
  if (end - offset < HEADER) return null;
  const second = bytes[offset + SECOND] as number;
  const mask = (second & MASK_BIT) !== 0 ? 4 : 0;
  const short = second & ~MASK_BIT;
  const extended = short === LENGTH_16 ? 2 : short === LENGTH_64 ? 8 : 0;
  if (end - offset < HEADER + extended) return null;
  const at = offset + HEADER;
  const payload = extended === 0 ? short : extended === 2 ? readUint16(bytes, at) : readUint32(bytes, at) * 2 ** 32 + readUint32(bytes, at + 4);
  return { length: HEADER + extended + mask, payload };
}

function frameLength(bytes: Uint8Array, offset: number, end: number): number {
  const header = headerOf(bytes, offset, end);
  if (header === null) return PDU.more;
  const known = OPCODES[(bytes[offset] as number) & 0x0f] !== undefined;
  return known && header.payload <= LONGEST ? header.length + header.payload : PDU.none;
}

function decodeWebSocket(layer: LayerBuilder): void {
  const { bytes, offset, end } = layer;
  const header = headerOf(bytes, offset, end);
  if (header === null) {
    layer.has(offset, HEADER + 8);
    return;
  }
  const first = bytes[offset] as number;
  const opcode = first & 0x0f;
  const masked = ((bytes[offset + SECOND] as number) & MASK_BIT) !== 0;
  layer.describe(header.length + header.payload, 'WebSocket');
  for (const name of ['websocket.fin', 'websocket.rsv', 'websocket.opcode', 'websocket.mask', 'websocket.payload_length']) layer.read(name);
  const extended = header.length - HEADER - (masked ? 4 : 0);
  if (extended > 0) layer.field(`websocket.payload_length_ext_${8 * extended}`, offset + HEADER, extended, header.payload);
  const fin = (first & FIN_BIT) !== 0 ? ' [FIN]' : '';
  const key = offset + header.length - 4;
  const shown = masked && layer.has(key, 4) ? `${fin} [MASKED]` : fin;
  if (masked && key + 4 <= end) layer.field('websocket.masking_key', key, 4, toHex(bytes.subarray(key, key + 4)));
  const from = offset + header.length;
  const payload = unmasked(bytes, from, Math.min(end, from + header.payload), masked ? key : null);
  const told = showPayload(layer, payload, from, opcode, (first & RSV1_BIT) !== 0);
  layer.column('info', `WebSocket ${OPCODES[opcode] ?? `Unknown (${opcode})`}${shown}${told === '' ? '' : ` ${told}`}`);
  layer.has(from, header.payload);
}

/** The payload as it was before masking (RFC 6455 section 5.3). */
function unmasked(bytes: Uint8Array, from: number, to: number, key: number | null): Uint8Array {
  if (to <= from || key === null) return bytes.subarray(from, Math.max(from, to));
  return Uint8Array.from({ length: to - from }, (_, i) => (bytes[from + i] as number) ^ (bytes[key + (i & 3)] as number));
}

/** Returns what the Info column adds about it. */
function showPayload(layer: LayerBuilder, payload: Uint8Array, from: number, opcode: number, compressed: boolean): string {
  if (payload.length === 0) return '';
  const decoder = new TextDecoder();
  const parent = layer.field('websocket.payload', from, payload.length, toHex(payload), { text: `${payload.length} bytes` });
  if (opcode === OPCODE.close && payload.length >= 2) {
    const code = readUint16(payload, 0);
    const name = CLOSE_CODES[code] ?? 'Unknown';
    layer.field('websocket.payload.close.status_code', from, 2, code, { parent, text: `${name} (${code})` });
    const reason = decoder.decode(payload.subarray(2));
    if (reason !== '') layer.field('websocket.payload.close.reason', from + 2, payload.length - 2, reason, { parent });
    return `(${code} ${name})`;
  }
  if (opcode === OPCODE.text && !compressed) layer.field('websocket.payload.text', from, payload.length, decoder.decode(payload), { parent });
  return '';
}

export const websocket = defineProtocol({
  id: 'websocket',
  title: 'WebSocket',
  short: 'WebSocket',
  spec: 'RFC 6455',
  fields: {
    'websocket.fin': flag('Fin', 0, 1, 0),
    'websocket.rsv': hexBits('Reserved', 0, 1, [1, 3]),
    'websocket.opcode': bits('Opcode', 0, 1, [4, 4], { values: OPCODES }),
    'websocket.mask': flag('Mask', SECOND, 1, 0),
    'websocket.payload_length': bits('Payload length', SECOND, 1, [1, 7]),
    'websocket.payload_length_ext_16': freeUint('Extended Payload length (16 bits)'),
    'websocket.payload_length_ext_64': freeUint('Extended Payload length (64 bits)'),
    'websocket.masking_key': freeBytes('Masking-Key'),
    'websocket.payload': freeBytes('Payload'),
    'websocket.payload.text': freeText('Text'),
    'websocket.payload.close.status_code': freeUint('Status code'),
    'websocket.payload.close.reason': freeText('Reason'),
  },
  attach: [],
  pdu: frameLength,
  decode: decodeWebSocket,
});
