import { toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeBytes, freeText, freeUint, generated } from './field-spec';
import { followHttp, type HttpHead, type HttpRequest, httpLength, isHttp, RESPONSE, readHead } from './http-messages';
import { defineProtocol, type FieldSpec } from './protocol';
import { lineEnd, lineText } from './text-scan';

/** HTTP/1 messages (RFC 9112). */

/** Header fields with a filter name of their own, by lower-case name. */
const HEADERS: Readonly<Record<string, string>> = {
  host: 'http.host',
  'user-agent': 'http.user_agent',
  connection: 'http.connection',
  'keep-alive': 'http.keep_alive',
  'content-length': 'http.content_length_header',
  'content-type': 'http.content_type',
  'content-encoding': 'http.content_encoding',
  'transfer-encoding': 'http.transfer_encoding',
  upgrade: 'http.upgrade',
  server: 'http.server',
  date: 'http.date',
  accept: 'http.accept',
  'accept-language': 'http.accept_language',
  'accept-encoding': 'http.accept_encoding',
  referer: 'http.referer',
  cookie: 'http.cookie',
  'set-cookie': 'http.set_cookie',
  location: 'http.location',
  authorization: 'http.authorization',
  'cache-control': 'http.cache_control',
  'last-modified': 'http.last_modified',
  'x-forwarded-for': 'http.x_forwarded_for',
};

function decodeHttp(layer: LayerBuilder): void {
  const { bytes, offset, end } = layer;
  if (!isHttp(bytes, offset, end)) {
    layer.describe(end - offset, 'Hypertext Transfer Protocol');
    layer.column('info', 'Continuation');
    layer.data(offset, end);
    return;
  }
  decodeMessage(layer);
  layer.describe(end - offset, 'Hypertext Transfer Protocol');
}

function decodeMessage(layer: LayerBuilder): void {
  const { bytes, offset, end } = layer;
  const head = readHead(bytes, offset, end);
  const feed = lineEnd(bytes, offset, end);
  if (feed < 0) {
    layer.column('info', lineText(bytes, offset, end));
    layer.field('http.line', offset, end - offset, lineText(bytes, offset, end));
    layer.has(offset, end - offset + 1);
    return;
  }
  const hasBody = head.end > 0 && head.end < end;
  const type = hasBody && head.contentType !== '' ? `  (${head.contentType})` : '';
  addStartLine(layer, offset, feed, type);
  let at = feed + 1;
  while (at < end) {
    const lineFeed = lineEnd(bytes, at, end);
    if (lineFeed < 0) {
      layer.field('http.line', at, end - at, lineText(bytes, at, end));
      layer.has(at, end - at + 1);
      return;
    }
    const line = lineText(bytes, at, lineFeed);
    if (line === '') {
      layer.field('http.header_end', at, lineFeed + 1 - at, null);
      addRequest(layer);
      addBody(layer, lineFeed + 1, head);
      return;
    }
    addHeader(layer, at, lineFeed, line);
    at = lineFeed + 1;
  }
}

/** The request that a response answers. */
function addRequest(layer: LayerBuilder): void {
  const request = layer.note as HttpRequest | null;
  if (request === null) return;
  layer.generated('http.request_in', request.frame, { frame: request.frame });
  layer.generated('http.response_for.uri', request.uri);
}

function addStartLine(layer: LayerBuilder, start: number, feed: number, type: string): void {
  const line = lineText(layer.bytes, start, feed);
  layer.column('info', `${layer.shared.infoPrefix}${line}${type}`);
  const isResponse = line.startsWith(RESPONSE);
  layer.generated(isResponse ? 'http.response' : 'http.request', true);
  const names = isResponse
    ? ['http.response.version', 'http.response.code', 'http.response.phrase']
    : ['http.request.method', 'http.request.uri', 'http.request.version'];
  const parent = layer.field(isResponse ? 'http.response.line' : 'http.request.line', start, feed + 1 - start, line);
  const first = line.indexOf(' ');
  const second = isResponse ? line.indexOf(' ', first + 1) : line.lastIndexOf(' ');
  const cuts = first < 0 ? [line.length] : second <= first ? [first, line.length] : [first, second, line.length];
  let from = 0;
  for (const [index, to] of cuts.entries()) {
    const name = names[index] as string;
    const text = line.slice(from, to);
    const value = name === 'http.response.code' ? Number.parseInt(text, 10) || 0 : text;
    if (to > from)
      layer.field(name, start + from, to - from, value, {
        parent,
        text,
        explanation: name === 'http.response.code' ? { code: statusCode(text), data: { status: text } } : null,
      });
    from = to + 1;
  }
}

function statusCode(text: string): string {
  return /^[1-5]/.test(text) ? `http-status-${text[0]}` : 'http-status-unknown';
}

function addHeader(layer: LayerBuilder, at: number, feed: number, line: string): void {
  const colon = line.indexOf(':');
  const name = colon < 0 ? '' : line.slice(0, colon).trim().toLowerCase();
  const value = colon < 0 ? line : line.slice(colon + 1).trim();
  const known = HEADERS[name];
  layer.field(known ?? 'http.header', at, feed + 1 - at, known ? value : line, { text: line, explanation: explainHeader(name, value) });
}

function explainHeader(name: string, value: string): { code: string; data: Record<string, string> } | null {
  if (name === 'connection') return { code: /close/i.test(value) ? 'http-connection-close' : 'http-connection-keep', data: { value } };
  return name === 'keep-alive' ? { code: 'http-keep-alive', data: { value } } : null;
}

/** Chunks of a body that get lines of their own. */
const MOST_CHUNKS = 100;

function addBody(layer: LayerBuilder, from: number, { length, chunked }: HttpHead): void {
  const { bytes, end } = layer;
  if (chunked) addChunks(layer, from);
  else if (length !== null && from + length <= layer.wireEnd) layer.has(from, length);
  if (from < end && !chunked) layer.field('http.file_data', from, end - from, toHex(bytes.subarray(from, end)), { text: `${end - from} bytes` });
}

/** RFC 9112 section 7.1. */
function addChunks(layer: LayerBuilder, from: number): void {
  const { bytes, end } = layer;
  let at = from;
  for (let count = 0; count < MOST_CHUNKS && at < end; count++) {
    const feed = lineEnd(bytes, at, end);
    const size = feed < 0 ? Number.NaN : Number.parseInt(lineText(bytes, at, feed), 16);
    if (Number.isNaN(size)) {
      layer.has(at, end - at + 1);
      return;
    }
    layer.field('http.chunk_size', at, feed + 1 - at, size, { text: `${size} octets` });
    at = feed + 1;
    if (size === 0) return;
    const to = Math.min(end, at + size);
    if (to > at) layer.field('http.chunk_data', at, to - at, toHex(bytes.subarray(at, to)), { text: `${to - at} bytes` });
    if (!layer.has(at, size + 2)) return;
    at += size + 2;
  }
}

const fields: Readonly<Record<string, FieldSpec>> = {
  'http.request': generated('Request', 'boolean', { 1: 'True' }),
  'http.response': generated('Response', 'boolean', { 1: 'True' }),
  'http.request.line': freeText('Request'),
  'http.request.method': freeText('Request Method'),
  'http.request.uri': freeText('Request URI'),
  'http.request.version': freeText('Request Version'),
  'http.response.line': freeText('Response'),
  'http.response.version': freeText('Response Version'),
  'http.response.code': freeUint('Status Code'),
  'http.response.phrase': freeText('Response Phrase'),
  ...Object.fromEntries(
    Object.entries(HEADERS).map(([name, field]) => [field, freeText(name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()))]),
  ),
  'http.header': freeText('Header'),
  'http.header_end': { label: 'End of header', type: 'none' },
  'http.line': freeText('Line that goes on'),
  'http.file_data': freeBytes('Body'),
  'http.chunk_size': freeUint('Chunk size'),
  'http.chunk_data': freeBytes('Chunk data'),
  'http.request_in': generated('Request in frame'),
  'http.response_for.uri': generated('Request URI', 'text'),
};

export const http = defineProtocol({
  id: 'http',
  title: 'Hypertext Transfer Protocol',
  short: 'HTTP',
  spec: 'RFC 9112',
  fields,
  attach: [{ parent: 'tcp', test: isHttp }],
  pdu: httpLength,
  follow: followHttp,
  decode: decodeHttp,
});
