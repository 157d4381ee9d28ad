import { readUint32 } from '../../../shared/base/bytes';
import type { Explanation } from '../../../shared/contract/dissection';
import type { LayerBuilder } from '../dissection';
import { freeBytes, freeHex, freeText, freeTime, freeUint, group } from '../field-spec';
import { MessageCursor } from '../message-cursor';
import { PDU } from '../message-stream';
import { defineProtocol } from '../protocol';
import { startsWith } from '../text-scan';
import { addArgument, argumentFields } from './arguments';
import { CLASSES, CONTENT_PROPERTIES, METHODS } from './methods';

const PORT = 5672;
const HEADER_LENGTH = 8;
const HEADER_NAME = 'AMQP';
/** Type, channel and size before the payload of a frame, and the octet behind it (AMQP 0-9-1 section 4.2.3). */
const FRAME_HEADER = 7;
const FRAME_END = 0xce;
const FRAME_END_LENGTH = 1;
/** Longer than any frame that ends agree on. */
const LONGEST = 1 << 30;
const TYPE = { method: 1, header: 2, body: 3, heartbeat: 8 };
const TYPES: Readonly<Record<number, string>> = { 1: 'Method', 2: 'Content header', 3: 'Content body', 8: 'Heartbeat' };

/** Arguments that the Info column names. */
const SHOWN: Readonly<Record<string, string>> = {
  queue: 'q',
  exchange: 'x',
  destination: 'dx',
  source: 'sx',
  routing_key: 'rk',
  virtual_host: 'vhost',
  reply_text: 'reply',
};

/** The header that opens a connection: certain enough for any port. */
export function isAmqpHeader(bytes: Uint8Array, offset: number, end: number): boolean {
  return startsWith(bytes, offset, end, HEADER_NAME) && end - offset >= HEADER_LENGTH && bytes[offset + 4] === 0 && bytes[offset + 6] === 9;
}

function frameLength(bytes: Uint8Array, offset: number, end: number): number {
  if (bytes[offset] === HEADER_NAME.charCodeAt(0)) return HEADER_LENGTH;
  if (TYPES[bytes[offset] as number] === undefined) return PDU.none;
  if (end - offset < FRAME_HEADER) return PDU.more;
  const size = readUint32(bytes, offset + 3);
  return size > LONGEST ? PDU.none : FRAME_HEADER + size + FRAME_END_LENGTH;
}

function decodeAmqp(layer: LayerBuilder): void {
  const cursor = new MessageCursor(layer);
  layer.describe(layer.end - layer.offset, 'Advanced Message Queuing Protocol');
  if (layer.bytes[layer.offset] === HEADER_NAME.charCodeAt(0)) decodeHeader(cursor);
  else decodeFrame(cursor);
}

function decodeHeader(cursor: MessageCursor): void {
  cursor.text('amqp.init.protocol', 4);
  cursor.uint('amqp.init.id', 1);
  const version = [cursor.peek(1), cursor.peek(1, 1), cursor.peek(1, 2)].join('-');
  for (const part of ['major', 'minor', 'revision']) cursor.uint(`amqp.init.version_${part}`, 1);
  if (!cursor.failed) cursor.layer.column('info', `Protocol-Header ${version}`);
}

function decodeFrame(cursor: MessageCursor): void {
  const { layer } = cursor;
  const type = cursor.uint('amqp.type', 1, { explanation: explainType(cursor.peek(1)) });
  cursor.uint('amqp.channel', 2);
  const size = cursor.uint('amqp.length', 4);
  const payload = cursor.part(size);
  if (!payload.failed) layer.column('info', addPayload(payload, type));
  const end = cursor.peek(1);
  cursor.uint('amqp.frame_end', FRAME_END_LENGTH);
  if (!cursor.failed && end !== FRAME_END) layer.issue('malformed', cursor.at - FRAME_END_LENGTH, FRAME_END_LENGTH);
}

function explainType(type: number): Explanation | null {
  return type === TYPE.heartbeat ? { code: 'amqp-heartbeat', data: {} } : null;
}

/** Returns what the Info column says. */
function addPayload(payload: MessageCursor, type: number): string {
  if (type === TYPE.method) return addMethod(payload);
  if (type === TYPE.header) return addContentHeader(payload);
  payload.bytes('amqp.payload', payload.left);
  return type === TYPE.heartbeat ? 'Heartbeat' : 'Content-Body';
}

function addMethod(payload: MessageCursor): string {
  const klass = payload.uint('amqp.method.class', 2);
  const number = payload.peek(2);
  const method = METHODS[klass]?.[number];
  payload.uint('amqp.method.method', 2, { text: `${method?.name ?? 'Unknown'} (${number})` });
  const name = `${CLASSES[klass] ?? `Unknown (${klass})`}.${method?.name ?? `Unknown (${number})`}`;
  if (payload.failed) return name;
  const list = payload.open('amqp.method.arguments');
  const words = [name];
  for (const argument of method?.arguments ?? []) {
    const [form, first = ''] = argument;
    const shown = list.at;
    const text = addArgument(list, 'amqp.method.arguments', argument);
    if (first === 'heartbeat') explainHeartbeat(list, shown);
    const letter = first === 'routing_key' && klass !== 60 ? 'bk' : SHOWN[first];
    if (letter && text !== '' && form !== 'bits') words.push(`${letter}=${text}`);
  }
  payload.close(list);
  payload.bytes('amqp.payload', payload.left);
  return words.join(' ');
}

/** The interval of both ends is in Tune; the line just added gets the words. */
function explainHeartbeat(list: MessageCursor, at: number): void {
  const line = list.parent.children.at(-1);
  if (line?.name !== 'amqp.method.arguments.heartbeat' || line.offset !== at) return;
  const seconds = Number(line.value);
  line.explanation = seconds === 0 ? { code: 'amqp-heartbeat-off', data: {} } : { code: 'amqp-heartbeat-interval', data: { seconds } };
}

function addContentHeader(payload: MessageCursor): string {
  payload.uint('amqp.header.class', 2);
  payload.uint('amqp.header.weight', 2);
  payload.uint64('amqp.header.body-size');
  const flags = payload.uint('amqp.header.property-flags', 2);
  if (payload.failed) return 'Content-Header';
  const list = payload.open('amqp.header.properties');
  let type = '';
  for (const [index, property] of CONTENT_PROPERTIES.entries()) {
    if ((flags & (0x8000 >> index)) === 0) continue;
    const text = addArgument(list, 'amqp.method.properties', property);
    if (index === 0) type = ` type=${text}`;
  }
  payload.close(list);
  return `Content-Header${type}`;
}

export const amqp = defineProtocol({
  id: 'amqp',
  title: 'Advanced Message Queuing Protocol',
  short: 'AMQP',
  spec: 'AMQP 0-9-1',
  fields: {
    'amqp.init.protocol': freeText('Protocol'),
    'amqp.init.id': freeUint('Protocol-ID'),
    'amqp.init.version_major': freeUint('Version Major'),
    'amqp.init.version_minor': freeUint('Version Minor'),
    'amqp.init.version_revision': freeUint('Version-Revision'),
    'amqp.type': freeUint('Type', { values: TYPES }),
    'amqp.channel': freeUint('Channel'),
    'amqp.length': freeUint('Length'),
    'amqp.method.class': freeUint('Class', { values: CLASSES }),
    'amqp.method.method': freeUint('Method'),
    'amqp.method.arguments': group('Arguments'),
    'amqp.field': group('AMQP'),
    'amqp.field.timestamp': freeTime('Timestamp'),
    'amqp.header.class': freeUint('Class ID', { values: CLASSES }),
    'amqp.header.weight': freeUint('Weight'),
    'amqp.header.body-size': { label: 'Body size', type: 'uint64' },
    'amqp.header.property-flags': freeHex('Property flags', { digits: 4 }),
    'amqp.header.properties': group('Properties'),
    'amqp.payload': freeBytes('Payload'),
    'amqp.frame_end': freeHex('Frame end', { digits: 2 }),
    ...argumentFields(),
  },
  attach: [
    { table: 'tcp-port', keys: [PORT] },
    { parent: 'tcp', test: isAmqpHeader },
  ],
  pdu: frameLength,
  decode: decodeAmqp,
});
