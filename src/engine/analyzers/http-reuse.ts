/** HTTP connection reuse: how often, until when, and requests that met the server's close. */
import { sequenceAdd } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { HttpReport } from '../../shared/contract/report-http';
import { CONNECTION_FLAG, END_FLAG } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import type { Segment } from '../flows/segment';
import { type AnalyzerInput, type AnalyzerRun, type ConnectionDescriber, defineAnalyzer, type Finding } from './analyzer';
import { httpClose } from './http-close';
import { type HttpConnection, HttpConnections } from './http-connections';
import { HttpFindings } from './http-findings';
import { beginsWithGoaway, HTTP_2, HTTP2_PREFACE_BYTES, type HttpMessageKind, httpHead, httpMessageKind } from './http-head';
import { isMadeOfFrames } from './http2-frames';
import { Http2Streams } from './http2-streams';

const HTTP_1_1 = 11;
const REPEATED = PACKET_MARK.retransmission | PACKET_MARK.outOfOrder;

/** What tells whether an HTTP connection is worth a line. */
export interface HttpOutline {
  readonly requests: number;
  /** A request met the server's close. */
  readonly raced: boolean;
}

export class HttpReuseRun implements AnalyzerRun {
  readonly describer: ConnectionDescriber = {
    field: 'http',
    describe: (connection, sink) => sink.put('http', this.report(connection)),
  };
  readonly #connections: HttpConnections;
  /** By connection, from its preface on. */
  readonly #http2 = new Map<number, Http2Streams>();

  constructor(readonly input: AnalyzerInput) {
    this.#connections = new HttpConnections(input.packets);
  }

  onPayload(segment: Segment, bytes: Uint8Array, at: number, end: number): void {
    const streams = this.#http2.size === 0 ? undefined : this.#http2.get(segment.connection);
    if (streams === undefined) this.#onMessage(segment, bytes, at, end);
    else streams.read(segment, bytes, at, end);
  }

  #onMessage(segment: Segment, bytes: Uint8Array, at: number, end: number): void {
    const kind = httpMessageKind(bytes, at, end);
    if (kind === null) {
      if (isMadeOfFrames(bytes, at, end)) this.#readHttp2(segment, clientDirection(this.input.connections, segment.connection), 0, bytes, at, end);
      else if (beginsWithGoaway(bytes, at, end)) this.#connections.goaway(segment.connection);
      return;
    }
    if ((segment.marks & REPEATED) !== 0) return;
    this.#messages(kind, segment, bytes, at, end);
  }

  /** The message that begins at `from`, and those behind it in the segment (pipelining, RFC 9112 section 9.3.2). */
  #messages(kind: HttpMessageKind, segment: Segment, bytes: Uint8Array, from: number, end: number): void {
    let at = from;
    do {
      const head = httpHead(kind, bytes, at, end);
      if (head === null) return;
      if (head.version === HTTP_2) {
        this.#readHttp2(segment, segment.direction, at - from + HTTP2_PREFACE_BYTES, bytes, from, end);
        return;
      }
      this.#connections.add(segment, head);
      if (head.lengthBytes === null) return;
      at += head.lengthBytes;
    } while (httpMessageKind(bytes, at, end) === kind);
  }

  /** The connection is one of HTTP/2 from this segment on, whose frames begin after `skipped` bytes. */
  #readHttp2(segment: Segment, client: 0 | 1, skipped: number, bytes: Uint8Array, at: number, end: number): void {
    this.#connections.addHttp2(segment.connection, client);
    const streams = new Http2Streams(client, segment, sequenceAdd(segment.sequence, skipped), this.#connections);
    this.#http2.set(segment.connection, streams);
    streams.read(segment, bytes, at, end);
  }

  outline(connection: number): HttpOutline | null {
    const http = this.#connections.get(connection);
    return http && { requests: http.requests, raced: httpClose(this.input, connection, http).reuseRace !== null };
  }

  report(connection: number): HttpReport | null {
    const http = this.#connections.get(connection);
    if (http === null) return null;
    const { requests, responses, clientTimeoutMs, serverTimeoutMs, max, longestReuseIdleMs, drain } = http;
    return {
      version: http.version === HTTP_2 ? '2' : `${Math.floor(http.version / 10)}.${http.version % 10}`,
      requests,
      responses,
      ...persistence(http),
      keepAlive: { clientTimeoutMs, serverTimeoutMs, max },
      longestReuseIdleMs,
      drain,
      ...httpClose(this.input, connection, http),
    };
  }

  finish(): Finding[] {
    const findings = new HttpFindings(this.input);
    for (const connection of this.#connections.ids()) {
      if (!this.input.connections.has(connection, CONNECTION_FLAG.rstSeen) && !this.#closes(connection)) continue;
      const http = this.#connections.get(connection) as HttpConnection;
      findings.add(connection, http, httpClose(this.input, connection, http));
    }
    return findings.finish();
  }

  /** Did an end send a FIN? */
  #closes(connection: number): boolean {
    const { connections } = this.input;
    return ((connections.endState(connection, 0) | connections.endState(connection, 1)) & END_FLAG.finSeen) !== 0;
  }
}

/** Persistent by default from 1.1 on, before only when both ask for it (RFC 9112 section 9.3). */
function persistence({ version, close, keepAlive }: HttpConnection): Pick<HttpReport, 'persistent' | 'persistentBy'> {
  if (version < HTTP_2 && close) return { persistent: false, persistentBy: 'connection-close' };
  if (version >= HTTP_1_1) return { persistent: true, persistentBy: 'version' };
  return keepAlive ? { persistent: true, persistentBy: 'connection-keep-alive' } : { persistent: false, persistentBy: 'version' };
}

export const httpReuse = defineAnalyzer({
  id: 'http-reuse',
  title: 'HTTP connection reuse',
  findings: ['http.reuse-race', 'http.idle-timeout-mismatch'],
  create: (input) => new HttpReuseRun(input),
});
