import { toHex } from '../../shared/base/bytes';
import type { Explanation } from '../../shared/contract/dissection';
import type { LayerBuilder } from './dissection';
import { freeBytes, freeText, freeUint } from './field-spec';
import { PDU } from './message-stream';
import { defineProtocol } from './protocol';
import { lineEnd, lineText } from './text-scan';

/** STOMP 1.0 ... 1.2: frames of text lines, an empty line, a body and a zero byte; line ends between frames are heartbeats. */
const PORT = 61613;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
/** Header lines are looked for within this many bytes. */
const LONGEST_HEADER = 1 << 20;
const COMMANDS = [
  'CONNECT',
  'STOMP',
  'CONNECTED',
  'SEND',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'ACK',
  'NACK',
  'BEGIN',
  'COMMIT',
  'ABORT',
  'DISCONNECT',
  'MESSAGE',
  'RECEIPT',
  'ERROR',
];
/** Headers that the Info column names. */
const SHOWN = ['destination', 'id', 'subscription', 'receipt-id', 'message', 'heart-beat'];

interface Header {
  readonly name: string;
  readonly value: string;
  readonly at: number;
  readonly end: number;
}

interface Frame {
  readonly command: string;
  readonly commandEnd: number;
  readonly headers: readonly Header[];
  /** Where the body begins. */
  readonly body: number;
}

/** Reads up to the empty line; null while it is not there. */
function readFrame(bytes: Uint8Array, offset: number, end: number): Frame | null {
  const first = lineEnd(bytes, offset, end);
  if (first < 0) return null;
  const headers: Header[] = [];
  for (let at = first + 1; at < end; ) {
    const feed = lineEnd(bytes, at, end);
    if (feed < 0) return null;
    const line = lineText(bytes, at, feed);
    if (line === '') return { command: lineText(bytes, offset, first), commandEnd: first + 1, headers, body: feed + 1 };
    const colon = line.indexOf(':');
    headers.push({ name: colon < 0 ? line : line.slice(0, colon), value: colon < 0 ? '' : line.slice(colon + 1), at, end: feed + 1 });
    at = feed + 1;
  }
  return null;
}

/** Bytes of the body by its header; -1: up to the zero byte. */
function bodyLength({ headers }: Frame): number {
  const told = headers.find(({ name }) => name === 'content-length')?.value;
  return told !== undefined && /^\d{1,9}$/.test(told) ? Number(told) : -1;
}

function startsLikeCommand(bytes: Uint8Array, offset: number, end: number): boolean {
  return COMMANDS.some((command) => {
    for (let i = 0; i < command.length && offset + i < end; i++) if (bytes[offset + i] !== command.charCodeAt(i)) return false;
    const after = bytes[offset + command.length];
    return offset + command.length >= end || after === LINE_FEED || after === CARRIAGE_RETURN;
  });
}

function messageLength(bytes: Uint8Array, offset: number, end: number): number {
  if (bytes[offset] === LINE_FEED) return 1;
  if (bytes[offset] === CARRIAGE_RETURN) return offset + 1 >= end ? PDU.more : bytes[offset + 1] === LINE_FEED ? 2 : PDU.none;
  if (!startsLikeCommand(bytes, offset, end)) return PDU.none;
  const frame = readFrame(bytes, offset, end);
  if (frame === null) return end - offset > LONGEST_HEADER ? PDU.none : PDU.more;
  const length = bodyLength(frame);
  if (length >= 0) return frame.body - offset + length + 1;
  const zero = bytes.subarray(0, end).indexOf(0, frame.body);
  return zero < 0 ? PDU.more : zero + 1 - offset;
}

/** A command, its line end and a header that it cannot be without: certain enough for any port. */
export function isStomp(bytes: Uint8Array, offset: number, end: number): boolean {
  if (!startsLikeCommand(bytes, offset, end)) return false;
  const frame = readFrame(bytes, offset, end);
  return frame !== null && /^(CONNECT|STOMP|CONNECTED)$/.test(frame.command) && frame.headers.some(({ name }) => name.endsWith('version'));
}

function decodeStomp(layer: LayerBuilder): void {
  const { bytes, offset, end } = layer;
  if (bytes[offset] === LINE_FEED || bytes[offset] === CARRIAGE_RETURN) {
    layer.describe(end - offset, 'Simple Text Oriented Messaging Protocol, heart-beat');
    layer.field('stomp.heart_beat', offset, end - offset, null, { text: 'end of line', explanation: { code: 'stomp-heart-beat-line', data: {} } });
    layer.column('info', 'heart-beat');
    return;
  }
  const frame = readFrame(bytes, offset, end);
  if (frame === null) {
    layer.field('stomp.line', offset, end - offset, lineText(bytes, offset, end));
    layer.has(end, 1);
    return;
  }
  showFrame(layer, frame);
}

function showFrame(layer: LayerBuilder, frame: Frame): void {
  const { bytes, offset, end } = layer;
  layer.describe(end - offset, `Simple Text Oriented Messaging Protocol, ${frame.command}`);
  layer.field('stomp.command', offset, frame.commandEnd - offset, frame.command);
  const words = [frame.command];
  for (const { name, value, at, end: to } of frame.headers) {
    const parent = layer.field('stomp.header', at, to - at, `${name}:${value}`, { explanation: explainHeader(name, value) });
    layer.field('stomp.header.name', at, name.length, name, { parent });
    if (value !== '') layer.field('stomp.header.value', at + name.length + 1, value.length, value, { parent });
    if (SHOWN.includes(name)) words.push(`${name}=${value}`);
  }
  const told = bodyLength(frame);
  const last = told >= 0 ? Math.min(end, frame.body + told) : Math.max(frame.body, end - (bytes[end - 1] === 0 ? 1 : 0));
  layer.generated('stomp.body_length', last - frame.body);
  if (last > frame.body) layer.field('stomp.body', frame.body, last - frame.body, toHex(bytes.subarray(frame.body, last)));
  layer.column('info', words.join(' '));
  layer.has(last, 1);
}

/** `heart-beat:10000,20000`: what the sender can do and what it wants (STOMP 1.2, Heart-beating). */
function explainHeader(name: string, value: string): Explanation | null {
  const [sends, wants] = value.split(',').map(Number);
  if (name !== 'heart-beat' || sends === undefined || wants === undefined || Number.isNaN(sends + wants)) return null;
  return { code: 'stomp-heart-beat', data: { sends, wants } };
}

export const stomp = defineProtocol({
  id: 'stomp',
  title: 'Simple Text Oriented Messaging Protocol',
  short: 'STOMP',
  spec: 'STOMP 1.2',
  fields: {
    'stomp.heart_beat': { label: 'Heart-beat', type: 'none' },
    'stomp.command': freeText('Command'),
    'stomp.header': freeText('Header'),
    'stomp.header.name': freeText('Name'),
    'stomp.header.value': freeText('Value'),
    'stomp.line': freeText('Line that goes on'),
    'stomp.body_length': freeUint('Body length'),
    'stomp.body': freeBytes('Body'),
  },
  attach: [
    { table: 'tcp-port', keys: [PORT] },
    { parent: 'tcp', test: isStomp },
  ],
  pdu: messageLength,
  decode: decodeStomp,
});
