import { describe, expect, it } from 'vitest';
import { HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';
import { client, find, server } from '../../captures/findings';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

/** Requests and responses one after the other, a second apart. */
function exchange(messages: readonly string[], fromMs = 100): { script: ScriptedSegment[]; clientNext: number; serverNext: number } {
  const script: ScriptedSegment[] = [];
  let clientNext = 1;
  let serverNext = 1;
  for (const [i, payload] of messages.entries()) {
    const ms = fromMs + i * 1000;
    if (payload.startsWith('HTTP')) {
      script.push(server(ms, 'P.', { seq: serverNext, ack: clientNext, payload }));
      serverNext += payload.length;
    } else {
      script.push(client(ms, 'P.', { seq: clientNext, ack: serverNext, payload }));
      clientNext += payload.length;
    }
  }
  return { script, clientNext, serverNext };
}
const httpOf = (script: readonly ScriptedSegment[]) => find([...HANDSHAKE, ...script]).connections[0]?.http;

describe('several messages in one segment', () => {
  const POST = 'POST / HTTP/1.1\r\nContent-Length: 27\r\n\r\nGET /not-a-request HTTP/1.1';
  const BODY = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
  const NOT_MODIFIED = 'HTTP/1.1 304 Not Modified\r\nContent-Length: 900\r\n\r\n';
  const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n';
  it.each([
    { name: 'pipelined requests and their responses', messages: [GET + GET + GET, BODY + BODY + OK], counts: { requests: 3, responses: 3 } },
    { name: 'a body that looks like a request', messages: [POST + GET, BODY + OK], counts: { requests: 2, responses: 2 } },
    { name: 'responses without their body', messages: [GET + GET, NOT_MODIFIED + OK], counts: { requests: 2, responses: 2 } },
    { name: 'chunks, whose end the head does not tell', messages: [GET, CHUNKED], counts: { requests: 1, responses: 1 } },
    { name: 'a message cut after its head', messages: [POST.slice(0, 50), OK], counts: { requests: 1, responses: 1 } },
  ])('$name', ({ messages, counts }) => {
    expect(httpOf(exchange(messages).script)).toMatchObject(counts);
  });
});

describe('persistence', () => {
  const close = (text: string) => text.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');
  const keep = (text: string) => text.replace('\r\n\r\n', '\r\nconnection: Keep-Alive\r\n\r\n');
  const old = (text: string) => text.replace('HTTP/1.1', 'HTTP/1.0');
  it.each([
    { name: '1.1', messages: [GET, OK, GET, OK], http: { version: '1.1', requests: 2, persistent: true, persistentBy: 'version', drain: null } },
    { name: '1.1 closed', messages: [GET, close(OK)], http: { persistent: false, persistentBy: 'connection-close', drain: null } },
    { name: '1.1 drained', messages: [GET, OK, GET, close(OK)], http: { persistent: false, drain: 'connection-close', longestReuseIdleMs: 1000 } },
    { name: '1.0', messages: [old(GET), old(OK)], http: { version: '1.0', persistent: false, persistentBy: 'version' } },
    {
      name: '1.0 kept',
      messages: [keep(old(GET)), keep(old(OK))],
      http: { version: '1.0', persistent: true, persistentBy: 'connection-keep-alive' },
    },
    {
      name: 'with hints',
      messages: [GET, OK.replace('\r\n\r\n', '\r\nKeep-Alive: timeout=5, max=100\r\n\r\n')],
      http: { keepAlive: { clientTimeoutMs: null, serverTimeoutMs: 5000, max: 100 } },
    },
    { name: 'the preface of HTTP/2', messages: ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], http: { version: '2', requests: 0, persistent: true } },
  ])('$name', ({ messages, http }) => {
    expect(httpOf(exchange(messages).script)).toMatchObject(http);
  });

  it('is null where no HTTP was seen', () => {
    expect(httpOf(exchange(['GARBAGE', 'HTTP, not quite']).script)).toBeNull();
  });
});

describe('the close', () => {
  const { script, clientNext, serverNext } = exchange([GET, OK]);
  const fin = (ms: number) => server(ms, 'F.', { seq: serverNext, ack: clientNext });
  const request = (ms: number, ack: number) => client(ms, 'P.', { seq: clientNext, ack, payload: GET });
  const reset = (ms: number) => server(ms, 'R', { seq: serverNext + 1, window: 0 });

  it('tells by whom and after which silence', () => {
    expect(httpOf([...script, fin(6100)])).toMatchObject({ closedBy: 'server', idleBeforeCloseMs: 5000, reuseRace: null });
  });

  it.each([
    { name: 'crossing: the FIN captured first', tail: [fin(6100), request(6120, serverNext), reset(6121)], kind: 'crossing' },
    { name: 'crossing: the request captured first', tail: [request(6090, serverNext), fin(6100), reset(6121)], kind: 'crossing' },
    {
      name: 'sloppy: the FIN was acknowledged',
      tail: [fin(6100), client(6101, '.', { seq: clientNext, ack: serverNext + 1 }), request(6120, serverNext + 1), reset(6121)],
      kind: 'sloppy',
    },
  ])('meets a request, $name', ({ tail, kind }) => {
    const found = find([...HANDSHAKE, ...script, ...tail]);
    expect(found.connections[0]?.http?.reuseRace?.kind).toBe(kind);
    const race = found.reports.find(({ code }) => code === 'http.reuse-race');
    expect(race).toMatchObject({ severity: 'error', applicationSees: expect.stringContaining('ECONNRESET') });
    expect(found.codes).toContain('http.idle-timeout-mismatch');
  });

  describe('that was not captured', () => {
    const reset = (flags: string, window: number) => server(6121, flags, { seq: serverNext, ...(flags === 'R' ? {} : { ack: clientNext }), window });
    const answeredBy = (...tail: ScriptedSegment[]) => find([...HANDSHAKE, ...script, request(6120, serverNext), ...tail]);

    it('is told by a reset of a host that knows no such connection', () => {
      const { connections, reports, codes } = answeredBy(reset('R', 0));
      expect(connections[0]?.http?.reuseRace).toEqual({ kind: 'forgotten', requestFrame: 6, closeFrame: 7, idleMs: 5020 });
      expect(reports).toMatchObject([{ severity: 'error', frames: [6, 7], applicationSees: expect.stringContaining('ECONNRESET') }]);
      // When the server closed is not known: nothing is said of its timeout.
      expect(codes).toEqual(['http.reuse-race']);
    });

    it.each([
      { name: 'an abort of the server', tail: [reset('R.', 500)] },
      {
        name: 'a reset after the request was acknowledged',
        tail: [server(6120.5, '.', { seq: serverNext, ack: clientNext + GET.length }), reset('R', 0)],
      },
    ])('is not told by $name', ({ tail }) => {
      expect(answeredBy(...tail).codes).toEqual([]);
    });
  });

  it('does not meet a request that was answered', () => {
    const { script: two, clientNext: next, serverNext: last } = exchange([GET, OK, GET, OK]);
    expect(find([...HANDSHAKE, ...two, server(9000, 'F.', { seq: last, ack: next })]).codes).toEqual([]);
  });

  it('does not meet a first request: a server that resets it at once has its reasons', () => {
    expect(find([...HANDSHAKE, client(10, 'P.', { seq: 1, ack: 1, payload: GET }), server(11, 'R.', { seq: 1, ack: 1 })]).codes).toEqual([]);
  });
});
