/** Where HTTP/1 messages end (RFC 9112 section 6), and what a conversation must remember to tell. */
import { PDU, remembered, type StreamSide } from './message-stream';
import { lineEnd, lineText, startsWith } from './text-scan';

const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'TRACE', 'PROPFIND', 'NOTIFY', 'M-SEARCH'] as const;
export const RESPONSE = 'HTTP/1.';
/** Longest head that is waited for. */
const MOST_HEAD_BYTES = 1 << 18;
/** Requests that wait for their responses at one time. */
const MOST_WAITING = 1000;
const SWITCHING_PROTOCOLS = 101;
/** Protocols that a conversation may be upgraded to, by token (RFC 9110 section 7.8). */
const UPGRADES: Readonly<Record<string, string>> = { websocket: 'websocket', h2c: 'http2' };

export interface HttpRequest {
  readonly method: string;
  readonly uri: string;
  readonly frame: number;
}

/** What a message's head tells of its length. */
export interface HttpHead {
  /** Offset behind the blank line; 0 when it is not there. */
  readonly end: number;
  readonly startLine: string;
  /** Status code; 0 of a request. */
  readonly status: number;
  readonly length: number | null;
  readonly chunked: boolean;
  readonly upgrade: string;
  readonly contentType: string;
}

const waiting = remembered<HttpRequest[]>(() => []);

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

export function httpLength(bytes: Uint8Array, offset: number, end: number, side: StreamSide): number {
  if (!isHttp(bytes, offset, end)) return PDU.none;
  const head = readHead(bytes, offset, end);
  if (head.end === 0) return end - offset > MOST_HEAD_BYTES ? PDU.none : PDU.more;
  const headLength = head.end - offset;
  if (head.status > 0 && hasNoBody(head.status, waiting(side)[0])) return headLength;
  if (head.chunked) return chunkedLength(bytes, offset, head.end, end);
  if (head.length !== null) return headLength + head.length;
  return head.status > 0 ? PDU.untilClose : headLength;
}

/** RFC 9112 section 6.3. */
function hasNoBody(status: number, request: HttpRequest | undefined): boolean {
  if (status < 200 || status === 204 || status === 304) return true;
  return request?.method === 'HEAD' || (request?.method === 'CONNECT' && status < 300);
}

/** Requests wait for their responses; a response gets its request, and may change the protocol. */
export function followHttp(bytes: Uint8Array, offset: number, end: number, side: StreamSide): HttpRequest | null {
  if (!isHttp(bytes, offset, end)) return null;
  const { startLine, status, upgrade } = readHead(bytes, offset, end);
  const requests = waiting(side);
  if (status === 0) {
    const [method = '', uri = ''] = startLine.split(' ');
    if (requests.length < MOST_WAITING) requests.push({ method, uri, frame: side.frame });
    return null;
  }
  if (status < 200 && status !== SWITCHING_PROTOCOLS) return requests[0] ?? null;
  if (status === SWITCHING_PROTOCOLS) side.become(UPGRADES[upgrade] ?? 'data');
  return requests.shift() ?? null;
}

export function readHead(bytes: Uint8Array, offset: number, end: number): HttpHead {
  const feed = lineEnd(bytes, offset, end);
  const startLine = feed < 0 ? '' : lineText(bytes, offset, feed);
  const status = startLine.startsWith(RESPONSE) ? Number.parseInt(startLine.slice(startLine.indexOf(' ') + 1), 10) || 0 : 0;
  let head: HttpHead = { end: 0, startLine, status, length: null, chunked: false, upgrade: '', contentType: '' };
  let at = feed + 1;
  while (at > 0 && at < end) {
    const lineFeed = lineEnd(bytes, at, end);
    if (lineFeed < 0) break;
    const line = lineText(bytes, at, lineFeed);
    at = lineFeed + 1;
    if (line === '') return { ...head, end: at };
    head = { ...head, ...lengthHeader(line) };
  }
  return head;
}

function lengthHeader(line: string): Partial<HttpHead> | null {
  const colon = line.indexOf(':');
  if (colon < 0) return null;
  const value = line.slice(colon + 1).trim();
  switch (line.slice(0, colon).toLowerCase()) {
    case 'content-length':
      return /^\d{1,15}$/.test(value) ? { length: Number.parseInt(value, 10) } : null;
    case 'transfer-encoding':
      return { chunked: /chunked\s*$/i.test(value) };
    case 'upgrade':
      return { upgrade: value.toLowerCase() };
    case 'content-type':
      return { contentType: value.split(';')[0]?.trim() ?? '' };
    default:
      return null;
  }
}

/** Length of the message with its chunks and trailer (RFC 9112 section 7.1), `body` being where the chunks begin. */
function chunkedLength(bytes: Uint8Array, offset: number, body: number, end: number): number {
  let at = body;
  for (;;) {
    const feed = lineEnd(bytes, at, end);
    if (feed < 0) return PDU.more;
    const size = Number.parseInt(lineText(bytes, at, feed), 16);
    if (!(size >= 0)) return feed + 1 - offset;
    at = feed + 1;
    if (size === 0) break;
    at += size + 2;
    if (at >= end) return PDU.more;
  }
  for (;;) {
    const feed = lineEnd(bytes, at, end);
    if (feed < 0) return PDU.more;
    const line = lineText(bytes, at, feed);
    at = feed + 1;
    if (line === '') return at - offset;
  }
}
