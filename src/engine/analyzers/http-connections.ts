/** What is kept of HTTP connections: one row each, written while the packets pass. */
import type { Segment } from '../flows/segment';
import type { PacketTable } from '../store/packet-table';
import { RecordTable } from '../store/record-table';
import { HTTP_2, type HttpHead } from './http-head';

/** Words of a row. `pending`: frame of the first request without a response. Timeouts and `max` are one higher than sent; 0 for none. */
const W = {
  flags: 0,
  requests: 1,
  responses: 2,
  pending: 3,
  lastRequest: 4,
  lastResponse: 5,
  clientTimeout: 6,
  serverTimeout: 7,
  max: 8,
  longestIdleMs: 9,
} as const;
const WORDS = 10;

/** `version` lies in the low byte of the flags. */
const VERSION_BITS = 0xff;
const FLAG = { clientIsB: 1 << 8, close: 1 << 9, keepAlive: 1 << 10, drain: 1 << 11, goaway: 1 << 12, reused: 1 << 13 } as const;

export interface HttpConnection {
  readonly version: number;
  readonly client: 0 | 1;
  readonly requests: number;
  readonly responses: number;
  readonly pendingFrame: number;
  readonly close: boolean;
  readonly keepAlive: boolean;
  readonly drain: 'connection-close' | 'goaway' | null;
  readonly clientTimeoutMs: number | null;
  readonly serverTimeoutMs: number | null;
  readonly max: number | null;
  readonly longestReuseIdleMs: number | null;
  /** Time from the last response before the pending request to it; null when there was none. */
  readonly pendingIdleMs: number | null;
}

export class HttpConnections {
  readonly #rows = new RecordTable(WORDS);
  readonly #rowOf = new Map<number, number>();

  constructor(readonly packets: PacketTable) {}

  /** Numbers of the connections, in the order in which HTTP was seen on them. */
  ids(): Iterable<number> {
    return this.#rowOf.keys();
  }

  has(connection: number): boolean {
    return this.#rowOf.has(connection);
  }

  add(segment: Segment, head: HttpHead): void {
    const row = this.#row(segment, head);
    const words = this.#rows.words(row);
    const at = this.#rows.at(row);
    if (head.kind === 'request') this.#countRequest(words, at, segment.frame, words[at + W.pending] === 0);
    else this.#response(segment, words, at, head);
    if (head.close) words[at + W.flags] = (words[at + W.flags] as number) | FLAG.close;
    if (head.keepAlive) words[at + W.flags] = (words[at + W.flags] as number) | FLAG.keepAlive;
    if (head.timeoutS !== null) words[at + (head.kind === 'request' ? W.clientTimeout : W.serverTimeout)] = head.timeoutS + 1;
    if (head.max !== null && words[at + W.max] === 0) words[at + W.max] = head.max + 1;
  }

  /** What follows is HTTP/2: from the begin, after an upgrade, or from where the capture begins. */
  addHttp2(connection: number, client: 0 | 1): void {
    const row = this.#rowOf.get(connection) ?? this.#newRow(connection, client);
    const at = this.#rows.at(row) + W.flags;
    const words = this.#rows.words(row);
    words[at] = ((words[at] as number) & ~VERSION_BITS) | HTTP_2;
  }

  /** A request of HTTP/2; `isReuse`: no other was under way. */
  streamOpened(connection: number, frame: number, isReuse: boolean): void {
    const row = this.#rowOf.get(connection) as number;
    this.#countRequest(this.#rows.words(row), this.#rows.at(row), frame, isReuse);
  }

  /** A response of HTTP/2 began; `pendingFrame`: of the first request that still waits, 0 without one. */
  streamAnswered(connection: number, pendingFrame: number): void {
    const row = this.#rowOf.get(connection) as number;
    const at = this.#rows.at(row);
    const words = this.#rows.words(row);
    words[at + W.responses] = (words[at + W.responses] as number) + 1;
    words[at + W.pending] = pendingFrame;
  }

  /** The last frame of a response, or what gave its stream up. */
  streamEnded(connection: number, frame: number, pendingFrame: number): void {
    const row = this.#rowOf.get(connection) as number;
    const at = this.#rows.at(row);
    const words = this.#rows.words(row);
    words[at + W.lastResponse] = frame;
    words[at + W.pending] = pendingFrame;
  }

  goaway(connection: number): void {
    const row = this.#rowOf.get(connection);
    if (row === undefined) return;
    const words = this.#rows.words(row);
    const at = this.#rows.at(row) + W.flags;
    words[at] = (words[at] as number) | FLAG.goaway;
  }

  get(connection: number): HttpConnection | null {
    const row = this.#rowOf.get(connection);
    if (row === undefined) return null;
    const words = this.#rows.words(row);
    const at = this.#rows.at(row);
    const word = (index: number) => words[at + index] as number;
    const flags = word(W.flags);
    const seconds = (index: number) => (word(index) === 0 ? null : (word(index) - 1) * 1000);
    const pendingFrame = word(W.pending);
    const lastResponse = word(W.lastResponse);
    return {
      version: flags & VERSION_BITS,
      client: (flags & FLAG.clientIsB) !== 0 ? 1 : 0,
      requests: word(W.requests),
      responses: word(W.responses),
      pendingFrame,
      close: (flags & FLAG.close) !== 0,
      keepAlive: (flags & FLAG.keepAlive) !== 0,
      drain: (flags & FLAG.goaway) !== 0 ? 'goaway' : (flags & FLAG.drain) !== 0 ? 'connection-close' : null,
      clientTimeoutMs: seconds(W.clientTimeout),
      serverTimeoutMs: seconds(W.serverTimeout),
      max: word(W.max) === 0 ? null : word(W.max) - 1,
      longestReuseIdleMs: (flags & FLAG.reused) !== 0 ? word(W.longestIdleMs) : null,
      pendingIdleMs: pendingFrame > lastResponse && lastResponse > 0 ? this.#sinceMs(pendingFrame, lastResponse) : null,
    };
  }

  #row(segment: Segment, head: HttpHead): number {
    const known = this.#rowOf.get(segment.connection);
    if (known !== undefined) return known;
    const row = this.#newRow(segment.connection, head.kind === 'request' ? segment.direction : segment.direction === 0 ? 1 : 0);
    const at = this.#rows.at(row) + W.flags;
    const words = this.#rows.words(row);
    words[at] = (words[at] as number) | head.version;
    return row;
  }

  #newRow(connection: number, client: 0 | 1): number {
    const row = this.#rows.add();
    this.#rowOf.set(connection, row);
    this.#rows.words(row)[this.#rows.at(row) + W.flags] = client === 1 ? FLAG.clientIsB : 0;
    return row;
  }

  #countRequest(words: Uint32Array, at: number, frame: number, isReuse: boolean): void {
    const lastResponse = words[at + W.lastResponse] as number;
    if (lastResponse !== 0 && isReuse) {
      words[at + W.longestIdleMs] = Math.max(words[at + W.longestIdleMs] as number, Math.round(this.#sinceMs(frame, lastResponse)));
      words[at + W.flags] = (words[at + W.flags] as number) | FLAG.reused;
    }
    words[at + W.requests] = (words[at + W.requests] as number) + 1;
    words[at + W.lastRequest] = frame;
    if (words[at + W.pending] === 0) words[at + W.pending] = frame;
  }

  #response(segment: Segment, words: Uint32Array, at: number, head: HttpHead): void {
    const closeIsNew = ((words[at + W.flags] as number) & FLAG.close) === 0;
    if (head.close && closeIsNew && (words[at + W.responses] as number) > 0) words[at + W.flags] = (words[at + W.flags] as number) | FLAG.drain;
    words[at + W.responses] = (words[at + W.responses] as number) + 1;
    words[at + W.lastResponse] = segment.frame;
    words[at + W.pending] = 0;
  }

  #sinceMs(frame: number, earlierFrame: number): number {
    return Math.max(0, this.packets.differenceNs(frame - 1, earlierFrame - 1) / 1e6);
  }
}
