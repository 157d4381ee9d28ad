import type { LayerBuilder } from '../dissection';
import { writtenNumber } from '../field-value';
import { MessageCursor } from '../message-cursor';
import { defineProtocol } from '../protocol';
import { startsWith } from '../text-scan';
import {
  dataContent,
  FLAG,
  FRAME,
  FRAME_HEADER,
  type FrameHeader,
  followFrame,
  frameLength,
  type Http2Note,
  headerBlock,
  isHttp2,
  PREFACE,
  readFrameHeader,
} from './http2-conversation';
import { ERRORS, FLAGS_OF, FRAME_NAMES, GRPC_STATUS, HEADER_FIELDS, HTTP2_FIELDS, SETTING_FIELDS, SETTING_NAMES } from './http2-values';

/** The preface or one frame (RFC 9113). */
function decodeHttp2(layer: LayerBuilder): void {
  const { bytes, offset, end } = layer;
  layer.describe(end - offset, 'HyperText Transfer Protocol 2');
  if (startsWith(bytes, offset, end, PREFACE)) {
    layer.field('http2.magic', offset, PREFACE.length, PREFACE, { text: 'PRI * HTTP/2.0' });
    layer.column('info', 'Magic');
    return;
  }
  const cursor = new MessageCursor(layer);
  if (!cursor.has(FRAME_HEADER)) return;
  const frame = readFrameHeader(bytes, offset);
  const name = FRAME_NAMES[frame.type] ?? `UNKNOWN (${frame.type})`;
  const line = cursor.group('http2.stream', FRAME_HEADER + frame.length, { text: `${name}, Stream ID: ${frame.stream}, Length ${frame.length}` });
  line.uint('http2.length', 3);
  line.uint('http2.type', 1, { text: `${name} (${frame.type})` });
  line.flags('http2.flags', 1, FLAGS_OF[frame.type] ?? []);
  line.bits(4, ['http2.r', 'http2.streamid']);
  const told = readPayload(line, frame, layer.note as Http2Note | null);
  layer.column('info', `${name}[${frame.stream}]${told}`);
}

/** Returns what the Info column adds. */
function readPayload(line: MessageCursor, frame: FrameHeader, note: Http2Note | null): string {
  switch (frame.type) {
    case FRAME.data:
      return readData(line, frame, note);
    case FRAME.headers:
    case FRAME.pushPromise:
    case FRAME.continuation:
      return readHeaders(line, frame, note);
    case FRAME.priority:
      readPriority(line);
      return '';
    case FRAME.rstStream:
      return errorText(line.uint('http2.rst_stream.error', 4));
    case FRAME.settings:
      readSettings(line);
      return '';
    case FRAME.ping:
      line.bytes((frame.flags & FLAG.ack) !== 0 ? 'http2.pong' : 'http2.ping', 8);
      return '';
    case FRAME.goAway:
      return readGoAway(line);
    case FRAME.windowUpdate:
      line.bits(4, ['http2.window_update.r', 'http2.window_update.window_size_increment']);
      return '';
    default:
      if (line.left > 0) line.bytes('http2.unknown', line.left);
      return '';
  }
}

function errorText(code: number): string {
  return code === 0 ? '' : ` (${ERRORS[code] ?? code})`;
}

function readPriority(line: MessageCursor): void {
  line.bits(4, ['http2.exclusive', 'http2.stream_dependency']);
  line.uint('http2.headers.weight', 1);
}

function readSettings(line: MessageCursor): void {
  while (line.left > 0) {
    const id = line.peek(2);
    const name = SETTING_NAMES[id] ?? `Unknown (${id})`;
    const setting = line.group('http2.settings', 6, { text: `${name}: ${line.peek(4, 2)}` });
    setting.uint('http2.settings.id', 2, { text: `${name} (${id})` });
    setting.uint(SETTING_FIELDS[id] ?? 'http2.settings.unknown', 4);
  }
}

function readGoAway(line: MessageCursor): string {
  line.bits(4, ['http2.goaway.r', 'http2.goaway.last_stream_id']);
  const code = line.uint('http2.goaway.error', 4);
  if (line.left > 0) line.text('http2.goaway.addata', line.left);
  return errorText(code);
}

function readData(line: MessageCursor, frame: FrameHeader, note: Http2Note | null): string {
  const { layer } = line;
  if ((frame.flags & FLAG.padded) !== 0) line.uint('http2.pad_length', 1);
  const content = dataContent(layer.bytes, layer.offset, layer.end, frame);
  const length = Math.max(0, content.to - content.from);
  const padding = layer.offset + FRAME_HEADER + frame.length - Math.max(content.to, line.at);
  if (length > 0 || line.left > padding) line.bytes('http2.data.data', content.to < layer.end ? length : Math.max(0, line.left));
  if (line.left > 0) line.bytes('http2.data.padding', line.left);
  const grpc = layer.registry.byId('grpc');
  if (note?.grpcCarried === undefined || note.grpcCarried === null || length === 0 || !grpc) return '';
  layer.nextMessage(grpc, content.from, content.to, { note: note.grpcCarried, lack: null, length });
  return ' (GRPC)';
}

function readHeaders(line: MessageCursor, frame: FrameHeader, note: Http2Note | null): string {
  const { layer } = line;
  if (frame.type !== FRAME.continuation && (frame.flags & FLAG.padded) !== 0) line.uint('http2.pad_length', 1);
  if (frame.type === FRAME.headers && (frame.flags & FLAG.priority) !== 0) readPriority(line);
  if (frame.type === FRAME.pushPromise) line.bits(4, ['http2.push_promise.r', 'http2.push_promise.promised_stream_id']);
  const block = headerBlock(layer.bytes, layer.offset, layer.end, frame);
  const name =
    frame.type === FRAME.continuation
      ? 'http2.continuation.header'
      : frame.type === FRAME.pushPromise
        ? 'http2.push_promise.header'
        : 'http2.headers';
  const isCut = layer.end < layer.wireEnd;
  if (block && line.left > 0) line.bytes(name, isCut ? line.left : block.to - block.from);
  if (line.left > 0) line.bytes('http2.headers.padding', line.left);
  if (note === null) return '';
  for (const { offset, length, name: field, value } of note.headers) {
    const place = note.inPlace && block ? { at: block.from + offset, length } : { at: layer.offset, length: 0 };
    addHeader(layer, line, place, field, value);
  }
  return headersText(note);
}

function addHeader(layer: LayerBuilder, line: MessageCursor, place: { at: number; length: number }, name: string, value: string): void {
  if (!layer.detailed) return;
  const parent = layer.field('http2.header', place.at, place.length, null, { parent: line.parent, text: `${name}: ${value}` });
  layer.field('http2.header.name', place.at, place.length, name, { parent });
  layer.field('http2.header.value', place.at, place.length, value, { parent });
  const own = HEADER_FIELDS[name];
  if (own !== undefined) {
    const isNumber = layer.registry.field(own)?.type === 'uint64';
    layer.field(own, place.at, place.length, isNumber ? writtenNumber(value) : value, { parent, text: value });
  }
  if (name === 'grpc-status')
    layer.generated('grpc.status_code', writtenNumber(value), { parent, text: `${GRPC_STATUS[Number(value)] ?? 'Unknown'} (${value})` });
}

/** `: GET /`, `: 200 OK`, `: grpc-status 0 (OK)`. */
function headersText({ headers }: Http2Note): string {
  const of = (name: string) => headers.find((field) => field.name === name)?.value;
  const method = of(':method');
  const status = of(':status');
  const grpcStatus = of('grpc-status');
  const told: string[] = [];
  if (method !== undefined) told.push(`${method} ${of(':path') ?? ''}`.trimEnd());
  if (status !== undefined) told.push(`${status} ${STATUS_PHRASES[Number(status)] ?? ''}`.trimEnd());
  if (grpcStatus !== undefined) told.push(`grpc-status ${grpcStatus} (${GRPC_STATUS[Number(grpcStatus)] ?? 'Unknown'})`);
  return told.length === 0 ? '' : `: ${told.join(', ')}`;
}

/** Reason phrases of the usual status codes (RFC 9110 section 15). */
const STATUS_PHRASES: Readonly<Record<number, string>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  103: 'Early Hints',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export const http2 = defineProtocol({
  id: 'http2',
  title: 'HyperText Transfer Protocol 2',
  short: 'HTTP2',
  spec: 'RFC 9113, RFC 7541',
  fields: HTTP2_FIELDS,
  attach: [{ parent: 'tcp', test: isHttp2 }],
  pdu: frameLength,
  follow: followFrame,
  decode: decodeHttp2,
});
