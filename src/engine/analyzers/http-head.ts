/** The head of an HTTP message (RFC 9112), read from the segment that begins it: as much as persistence needs. */

export type HttpMessageKind = 'request' | 'response';

export interface HttpHead {
  readonly kind: HttpMessageKind;
  /** 10 or 11; `HTTP_2` for the connection preface of HTTP/2. */
  readonly version: number;
  /** The Connection header holds `close`, `keep-alive`. */
  readonly close: boolean;
  readonly keepAlive: boolean;
  /** Keep-Alive: timeout in seconds, max; null when not there. */
  readonly timeoutS: number | null;
  readonly max: number | null;
  /** Bytes up to where the next message begins in the same segment; null where none does, or the head does not tell. */
  readonly lengthBytes: number | null;
}

/** Bytes of a head that are read; the rest of a longer one is left. */
const MOST_BYTES = 4096;
/** Version of HTTP/2, as 10 and 11 are those before. */
export const HTTP_2 = 20;
/** First line of the preface of HTTP/2. */
export const HTTP2_PREFACE = 'PRI * HTTP/2.0';
export const HTTP2_PREFACE_BYTES = `${HTTP2_PREFACE}\r\n\r\nSM\r\n\r\n`.length;
const METHODS = ['GET ', 'POST', 'HEAD', 'PUT ', 'DELE', 'OPTI', 'PATC', 'CONN', 'TRAC', 'PRI '] as const;
const RESPONSE = fourBytes('HTTP');
const REQUESTS: ReadonlySet<number> = new Set(METHODS.map(fourBytes));
/** Responses that never have a body. */
const BODILESS = /^HTTP\/\d\.\d (1\d\d|204|304)/;
const HEAD_END = '\r\n\r\n';
const VERSION = /HTTP\/(\d)\.(\d)$/;
const GOAWAY = 7;
const FRAME_HEADER = 9;
/** Last stream, error code, and little debug data (RFC 9113 section 6.8). */
const SHORTEST_GOAWAY = 8;

function fourBytes(text: string): number {
  return ((text.charCodeAt(0) << 24) | (text.charCodeAt(1) << 16) | (text.charCodeAt(2) << 8) | text.charCodeAt(3)) >>> 0;
}

/** Kind of the message that begins at `at`, by its first four bytes; null when none does. Allocates nothing. */
export function httpMessageKind(bytes: Uint8Array, at: number, end: number): HttpMessageKind | null {
  if (end - at < 4) return null;
  const first = bytes[at] as number;
  // Every method, and HTTP, begins with a capital letter up to T.
  if (first < 0x43 || first > 0x54) return null;
  const word = ((first << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)) >>> 0;
  if (word === RESPONSE) return 'response';
  return REQUESTS.has(word) ? 'request' : null;
}

/** True for a segment that begins with a GOAWAY frame of HTTP/2. */
export function beginsWithGoaway(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < FRAME_HEADER || bytes[at + 3] !== GOAWAY || bytes[at] !== 0 || bytes[at + 1] !== 0) return false;
  const stream = (bytes[at + 5] as number) | (bytes[at + 6] as number) | (bytes[at + 7] as number) | (bytes[at + 8] as number);
  return stream === 0 && (bytes[at + 2] as number) >= SHORTEST_GOAWAY;
}

/** Null when the first line is no HTTP after all. A line that was not captured to its end counts for what is there. */
export function httpHead(kind: HttpMessageKind, bytes: Uint8Array, at: number, end: number): HttpHead | null {
  let text = '';
  const stop = Math.min(end, at + MOST_BYTES);
  for (let i = at; i < stop; i++) text += String.fromCharCode(bytes[i] as number);
  const headEnd = text.indexOf(HEAD_END);
  const lines = (headEnd < 0 ? text : text.slice(0, headEnd)).split('\r\n');
  const start = lines[0] ?? '';
  const version = start.startsWith(HTTP2_PREFACE) ? HTTP_2 : versionOf(kind, start, lines.length > 1 || headEnd >= 0);
  if (version === null) return null;
  const connection = headerOf(lines, 'connection');
  const keepAlive = headerOf(lines, 'keep-alive');
  return {
    kind,
    version,
    close: /\bclose\b/.test(connection),
    keepAlive: /\bkeep-alive\b/.test(connection),
    timeoutS: numberOf(/timeout=(\d{1,9})/.exec(keepAlive)),
    max: numberOf(/max=(\d{1,9})/.exec(keepAlive)),
    lengthBytes: headEnd < 0 || at + headEnd + HEAD_END.length >= end ? null : messageLength(kind, lines, headEnd + HEAD_END.length),
  };
}

/** RFC 9112 section 6.3, as far as a head alone tells: null for chunks, and for a response without a length. */
function messageLength(kind: HttpMessageKind, lines: readonly string[], headBytes: number): number | null {
  if (headerOf(lines, 'transfer-encoding') !== '') return null;
  if (kind === 'response' && BODILESS.test(lines[0] as string)) return headBytes;
  const body = numberOf(/^\s*(\d{1,9})\s*$/.exec(headerOf(lines, 'content-length')));
  if (body !== null) return headBytes + body;
  return kind === 'request' ? headBytes : null;
}

/** A request line cut before its version is HTTP by its method; 1.1 is assumed. */
function versionOf(kind: HttpMessageKind, line: string, whole: boolean): number | null {
  const match = VERSION.exec(kind === 'response' ? line.slice(0, 'HTTP/1.1'.length) : line);
  if (match !== null) return Number(match[1]) * 10 + Number(match[2]);
  return whole || kind === 'response' ? null : 11;
}

function headerOf(lines: readonly string[], name: string): string {
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(':');
    if (colon > 0 && line.slice(0, colon).toLowerCase() === name) return line.slice(colon + 1).toLowerCase();
  }
  return '';
}

function numberOf(match: RegExpExecArray | null): number | null {
  return match === null ? null : Number(match[1]);
}
