import { describe, expect, it } from 'vitest';
import { HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';
import { client, find, server } from '../../captures/findings';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const END_HEADERS = 0x4;
const END_STREAM = 0x1;

/** A frame of bytes below 0x80 only, as text. */
function frame(type: number, flags: number, stream: number, payload: string): string {
  return String.fromCharCode(0, payload.length >> 7 ? 1 : 0, payload.length & 0x7f, type, flags, 0, 0, 0, stream) + payload;
}
const settings = frame(4, 0, 0, '');
const headers = (stream: number, flags = 0) => frame(1, END_HEADERS | flags, stream, 'fields');
const data = (stream: number, flags = 0, payload = 'some data') => frame(0, flags, stream, payload);
const push = (stream: number) => frame(5, END_HEADERS, stream, '\0\0\0\x02fields');
const reset = (stream: number) => frame(3, 0, stream, '\0\0\0\x08');
const goaway = frame(7, 0, 0, '\0'.repeat(8));
/** What gRPC sends for a unary call and its answer. */
const call = (stream: number) => headers(stream) + data(stream, END_STREAM);
const answer = (stream: number) => headers(stream) + data(stream) + headers(stream, END_STREAM);

interface Sent {
  readonly from: 'client' | 'server';
  readonly payload: string;
  /** The capture does not have it. */
  readonly lost?: true;
}
const sent = (payload: string): Sent => ({ from: 'client', payload });
const came = (payload: string): Sent => ({ from: 'server', payload });

/** A segment each second. */
function script(segments: readonly Sent[]): ScriptedSegment[] {
  const next = { client: 1, server: 1 };
  const other = { client: 'server', server: 'client' } as const;
  const made: ScriptedSegment[] = [];
  for (const [i, { from, payload, lost }] of segments.entries()) {
    const segment = { seq: next[from], ack: next[other[from]], payload };
    if (lost !== true) made.push((from === 'client' ? client : server)(1000 * (i + 1), 'P.', segment));
    next[from] += payload.length;
  }
  return made;
}
const httpOf = (...segments: Sent[]) => find([...HANDSHAKE, ...script([sent(PREFACE + settings), came(settings), ...segments])]).connections[0]?.http;

describe('requests and responses of HTTP/2', () => {
  it('are the streams that the client opens, and the first HEADERS of the server on each', () => {
    expect(httpOf(sent(call(1)), came(answer(1)), sent(call(3)), came(answer(3)))).toMatchObject({
      version: '2',
      requests: 2,
      responses: 2,
      longestReuseIdleMs: 1000,
      drain: null,
    });
  });

  it.each([
    { name: 'several in one segment', segments: [sent(call(1) + call(3) + call(5)), came(answer(3) + answer(1))], counts: [3, 2] },
    { name: 'trailers of the client', segments: [sent(headers(1) + data(1) + headers(1, END_STREAM)), came(answer(1))], counts: [1, 1] },
    { name: 'what the server pushes', segments: [sent(headers(1)), came(push(1) + headers(1) + headers(2) + data(2, END_STREAM))], counts: [1, 1] },
    { name: 'a stream given up', segments: [sent(headers(1)), sent(reset(1)), came(headers(1))], counts: [1, 0] },
    { name: 'headers in two segments', segments: [sent(call(1).slice(0, 5)), sent(call(1).slice(5)), came(answer(1))], counts: [1, 1] },
    {
      name: 'a frame over segments whose middle looks like HTTP/1',
      segments: [
        sent(headers(1) + data(1, END_STREAM, `${'x'.repeat(20)}GET / HTTP/1.1\r\n\r\n`).slice(0, 29)),
        sent('GET / HTTP/1.1\r\n\r\n'),
        sent(call(3)),
      ],
      counts: [2, 0],
    },
    {
      name: 'frames after bytes that were not captured',
      segments: [sent(call(1)), { ...sent(call(3)), lost: true as const }, sent(call(5)), came(answer(1) + answer(5))],
      counts: [2, 2],
    },
    {
      name: 'nothing in the rest of a frame whose begin was not captured',
      segments: [{ ...sent(data(1).slice(0, 12)), lost: true as const }, sent(`${data(1).slice(12)}${headers(3)}`), sent(headers(5))],
      counts: [1, 0],
    },
  ])('count $name', ({ segments, counts: [requests, responses] }) => {
    expect(httpOf(...segments)).toMatchObject({ version: '2', requests, responses });
  });

  it('are idle from the end of the last response on, not while one is under way', () => {
    const stream = [sent(call(1)), came(headers(1)), came(data(1)), came(data(1)), came(data(1, END_STREAM))];
    expect(httpOf(...stream, sent(call(3)))).toMatchObject({ requests: 2, longestReuseIdleMs: 1000 });
    expect(httpOf(...stream.slice(0, -1), sent(call(3)))).toMatchObject({ requests: 2, longestReuseIdleMs: null });
  });

  it('know a GOAWAY behind other frames', () => {
    expect(httpOf(sent(call(1)), came(answer(1) + goaway))).toMatchObject({ drain: 'goaway' });
  });

  it('follow an upgrade from HTTP/1', () => {
    const upgrade = 'GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n';
    const http = find([
      ...HANDSHAKE,
      ...script([
        sent(upgrade),
        came('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
        sent(PREFACE + settings),
        came(settings),
        sent(call(3)),
        came(answer(3)),
      ]),
    ]).connections[0]?.http;
    expect(http).toMatchObject({ version: '2', requests: 2, responses: 2 });
  });

  it('are counted from where the capture begins', () => {
    const segments = [came(data(1)), sent(call(3)), came(answer(3)), sent(frame(6, 0, 0, 'eight by')), sent(call(5)), came(answer(5))];
    expect(find(script(segments.slice(1))).connections[0]?.http).toMatchObject({ version: '2', requests: 2, responses: 2 });
    expect(find(script(segments)).connections[0]?.http).toMatchObject({ version: '2' });
  });

  it.each([
    { name: 'DATA alone', payload: data(1) },
    { name: 'zeros', payload: '\0'.repeat(18) },
    { name: 'a frame and less than another', payload: headers(1) + headers(3).slice(0, 9) },
    { name: 'an unknown flag', payload: frame(6, 2, 0, 'eight by') },
    { name: 'an unknown type', payload: frame(0x10, 0, 0, 'abc') },
    { name: 'PING of a stream', payload: frame(6, 0, 1, 'eight by') },
    { name: 'HEADERS of no stream', payload: headers(0) },
    { name: 'SETTINGS of seven bytes', payload: frame(4, 0, 0, 'seven b') },
  ])('are not believed of $name', ({ payload }) => {
    expect(find([...HANDSHAKE, ...script([sent(payload), came(payload)])]).connections[0]?.http).toBeNull();
  });

  it('meet the close of the server', () => {
    const segments = [sent(PREFACE + settings), came(settings), sent(call(1)), came(answer(1))];
    const made = script([...segments, sent(call(3))]);
    const request = made.at(-1) as ScriptedSegment;
    const found = find([
      ...HANDSHAKE,
      ...made.slice(0, -1),
      server(4900, 'F.', { seq: request.ack ?? 0, ack: request.seq ?? 0 }),
      request,
      server(5001, 'R', { seq: (request.ack ?? 0) + 1, window: 0 }),
    ]);
    expect(found.connections[0]?.http?.reuseRace).toMatchObject({ kind: 'crossing', idleMs: 1000 });
    expect(found.codes).toContain('http.reuse-race');
  });
});
