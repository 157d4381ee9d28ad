import { toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeBytes, freeText, freeUint } from './field-spec';
import { defineProtocol, type FieldSpec } from './protocol';
import { lineEnd, lineText, startsWith } from './text-scan';

/** HTTP/1 messages that begin in this segment (RFC 9112); bodies that go on in later segments are shown as far as they are here. */

const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'TRACE', 'PROPFIND', 'NOTIFY', 'M-SEARCH'] as const;
const RESPONSE = 'HTTP/1.';
const MAX_MESSAGES = 100;

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

/** Method name or version, then a blank or a dot: certain enough for any port. */
export function isHttp(bytes: Uint8Array, offset: number, end: number): boolean {
  if (startsWith(bytes, offset, end, RESPONSE)) return true;
  const first = bytes[offset] as number;
  if (first < 0x41 || first > 0x5a) return false;
  const method = METHODS.find((name) => startsWith(bytes, offset, end, name) && bytes[offset + name.length] === 0x20);
  if (method === undefined) return false;
  const feed = lineEnd(bytes, offset, end);
  return feed < 0 || lineText(bytes, offset, feed).includes(' HTTP/');
}

function decodeHttp(layer: LayerBuilder): void {
  const { bytes, end } = layer;
  let at = layer.offset;
  for (let count = 0; count < MAX_MESSAGES && at < end && isHttp(bytes, at, end); count++) at = decodeMessage(layer, at);
  layer.describe(at - layer.offset, 'Hypertext Transfer Protocol');
  layer.data(at, end);
}

/** Shows one message and returns where it ends as far as this segment tells. */
function decodeMessage(layer: LayerBuilder, start: number): number {
  const { bytes, end } = layer;
  const feed = lineEnd(bytes, start, end);
  if (feed < 0) {
    layer.column('info', lineText(bytes, start, end));
    layer.field('http.line', start, end - start, lineText(bytes, start, end));
    if (end < layer.wireEnd) layer.issue('truncated', start, end - start + 1);
    return end;
  }
  addStartLine(layer, start, feed);
  let at = feed + 1;
  let contentLength = 0;
  while (at < end) {
    const lineFeed = lineEnd(bytes, at, end);
    if (lineFeed < 0) {
      layer.field('http.line', at, end - at, lineText(bytes, at, end));
      return end;
    }
    const line = lineText(bytes, at, lineFeed);
    if (line === '') {
      layer.field('http.header_end', at, lineFeed + 1 - at, null);
      return addBody(layer, lineFeed + 1, contentLength);
    }
    if (/^content-length:/i.test(line)) contentLength = Number.parseInt(line.slice('content-length:'.length), 10) || 0;
    addHeader(layer, at, lineFeed, line);
    at = lineFeed + 1;
  }
  return at;
}

function addStartLine(layer: LayerBuilder, start: number, feed: number): void {
  const line = lineText(layer.bytes, start, feed);
  layer.column('info', `${layer.shared.infoPrefix}${line}`);
  const isResponse = line.startsWith(RESPONSE);
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

function addBody(layer: LayerBuilder, from: number, contentLength: number): number {
  const { bytes, end } = layer;
  if (from >= end || (contentLength === 0 && isHttp(bytes, from, end))) return from;
  const to = contentLength > 0 ? Math.min(end, from + contentLength) : end;
  layer.field('http.file_data', from, to - from, toHex(bytes.subarray(from, to)), { text: `${to - from} bytes` });
  return to;
}

const fields: Readonly<Record<string, FieldSpec>> = {
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
};

export const http = defineProtocol({
  id: 'http',
  title: 'Hypertext Transfer Protocol',
  short: 'HTTP',
  spec: 'RFC 9112',
  fields,
  attach: [{ parent: 'tcp', test: isHttp }],
  decode: decodeHttp,
});
