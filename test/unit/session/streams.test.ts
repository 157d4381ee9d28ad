import { describe, expect, it } from 'vitest';
import { dissectFrame, frameColumns } from '../../../src/engine/session/packet-rows';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import type { FieldNode } from '../../../src/shared/contract/dissection';
import { analyse, bufferBytes, HOST } from '../../captures/analyse-file';
import { type ConversationChoices, conversationFile, type Said } from '../../captures/streams';
import { ourFrames } from '../filter/tshark-filter';

const open = (said: readonly Said[], choices?: ConversationChoices) => analyse(bufferBytes('built', conversationFile(said, choices)));
type Capture = Awaited<ReturnType<typeof open>>;

/** The first frame behind the handshake. */
const FIRST = 4;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function infos(capture: Capture): string[] {
  const frames = Array.from({ length: capture.pass.packets.length - FIRST + 1 }, (_, i) => FIRST + i);
  return frames.map((frame) => {
    const { protocol, info } = frameColumns(capture, frame);
    // Without the marks of the analysis, and without the numbers of a plain segment.
    return `${protocol} ${info.replace(/^.* Len=\d+ ?/, '').replace(/^(\[TCP (?!segment)[^\]]*\] )+/, '')}`.trim();
  });
}

function named(nodes: readonly FieldNode[], name: string): FieldNode[] {
  return nodes.flatMap((node) => [...(node.name === name ? [node] : []), ...named(node.children, name)]);
}

const redis = (...words: string[]) => `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
const split = (message: string, ...cuts: number[]): Said[] =>
  [0, ...cuts].map((cut, i) => ({ from: 'client', payload: message.slice(cut, cuts[i] ?? message.length) }));
const REDIS = { serverPort: 6379 };

describe('messages over segments', () => {
  it('is one message in the frame that completes it, and leads to the others', async () => {
    const message = redis('SET', 'key', 'x'.repeat(60));
    const capture = await open(split(message, 10, 40), REDIS);
    expect(infos(capture)).toEqual([
      'TCP [TCP segment of a reassembled PDU]',
      'TCP [TCP segment of a reassembled PDU]',
      `RESP SET key ${'x'.repeat(60)}`,
    ]);
    const { tree, sources } = dissectFrame(capture, FIRST + 2);
    expect(named(tree, 'tcp.segment').map(({ frame, text }) => [frame, text])).toEqual([
      [4, '4, payload: 0-9 (10 bytes)'],
      [5, '5, payload: 10-39 (30 bytes)'],
      [6, `6, payload: 40-${message.length - 1} (${message.length - 40} bytes)`],
    ]);
    expect(text(sources[1]?.bytes ?? new Uint8Array(0))).toBe(message);
    expect(named(dissectFrame(capture, FIRST).tree, 'tcp.reassembled_in')[0]?.frame).toBe(6);
  });

  it('holds for a message cut at every length', async () => {
    const message = redis('MGET', 'a', 'bc');
    for (let cut = 1; cut < message.length; cut++) {
      expect(infos(await open(split(message, cut), REDIS)), `cut at ${cut}`).toEqual(['TCP [TCP segment of a reassembled PDU]', 'RESP MGET a bc']);
    }
  });

  it('shows the end of one and the beginning of the next where a segment holds both', async () => {
    const both = redis('PING') + redis('GET', 'a');
    expect(infos(await open(split(both, 6, 20), REDIS))).toEqual(['TCP [TCP segment of a reassembled PDU]', 'RESP PING', 'RESP GET a']);
    expect(infos(await open(split(both + redis('PING'), 16), REDIS))).toEqual(['RESP PING', 'RESP GET a, PING']);
  });

  it('leaves out what is repeated: the first copy counts', async () => {
    const message = redis('GET', 'abcdef');
    const capture = await open(
      [
        { from: 'client', payload: message.slice(0, 20) },
        { from: 'client', payload: message.slice(0, 20).replaceAll('G', 'X'), at: 0 },
        { from: 'client', payload: message.slice(10), at: 10 },
      ],
      REDIS,
    );
    const [, repeated, last] = infos(capture);
    expect(repeated).toBe('TCP');
    expect(last).toBe('RESP GET abcdef');
  });

  it('puts segments in order that were captured out of it', async () => {
    const message = redis('GET', 'abcdef');
    const capture = await open(
      [
        { from: 'client', payload: message.slice(0, 8) },
        { from: 'client', payload: message.slice(16), at: 16 },
        { from: 'client', payload: message.slice(8, 16), at: 8 },
      ],
      REDIS,
    );
    expect(infos(capture).filter((info) => info.startsWith('RESP'))).toEqual(['RESP GET abcdef']);
  });

  it('goes on behind a gap, and says that the message around it is incomplete', async () => {
    const capture = await open(
      [
        { from: 'client', payload: redis('SET', 'k', 'v'.repeat(50)).slice(0, 40) },
        { from: 'client', payload: 'y'.repeat(200), lost: true },
        { from: 'client', payload: redis('PING') },
        { from: 'client', payload: redis('PING') },
        { from: 'server', payload: '+PONG\r\n+PONG\r\n' },
      ],
      REDIS,
    );
    expect(infos(capture).slice(1)).toEqual(['RESP PING', 'RESP PING', 'RESP PONG, PONG']);
    expect(dissectFrame(capture, FIRST).issues.map(({ kind, layer }) => [kind, layer])).toEqual([['incomplete', 'resp']]);
  });

  it('calls a message truncated that the capture cut, and finds the next one', async () => {
    const value = redis('SET', 'k', 'v'.repeat(100));
    const capture = await open(
      [
        { from: 'client', payload: value, captured: 40 },
        { from: 'client', payload: redis('PING') },
      ],
      REDIS,
    );
    expect(infos(capture)[1]).toBe('RESP PING');
    expect(dissectFrame(capture, FIRST).issues[0]?.kind).toBe('truncated');
  });

  it('does not take a keep-alive probe for data', async () => {
    const message = redis('PING');
    const capture = await open([...split(message), { from: 'client', payload: 'x', at: message.length - 1 }, ...split(redis('GET', 'a'))], REDIS);
    expect(infos(capture).filter((info) => info.startsWith('RESP'))).toEqual(['RESP PING', 'RESP GET a']);
  });

  it('ends a body that goes on until its sender closes', async () => {
    const capture = await open([
      { from: 'client', payload: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' },
      { from: 'server', payload: 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nfirst ' },
      { from: 'server', payload: 'second', fin: true },
    ]);
    expect(infos(capture)).toEqual(['HTTP GET / HTTP/1.1', 'TCP [TCP segment of a reassembled PDU]', 'HTTP HTTP/1.1 200 OK  (text/plain)']);
    const { tree } = dissectFrame(capture, FIRST + 2);
    expect(named(tree, 'http.file_data')[0]?.length).toBe('first second'.length);
    expect(named(tree, 'http.request_in')[0]?.frame).toBe(FIRST);
  });

  it('ends a chunked body with its last chunk, and gives a response to HEAD none', async () => {
    const capture = await open([
      { from: 'client', payload: 'HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n' },
      { from: 'server', payload: 'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe' },
      { from: 'server', payload: 'llo\r\n0\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n' },
    ]);
    expect(infos(capture)).toEqual(['HTTP HEAD / HTTP/1.1, GET / HTTP/1.1', 'HTTP HTTP/1.1 200 OK', 'HTTP HTTP/1.1 200 OK, HTTP/1.1 204 No Content']);
  });

  it('reads on where the beginning was not captured', async () => {
    const capture = await open([{ from: 'client', payload: redis('PING') }], { ...REDIS, handshake: false });
    expect(frameColumns(capture, 1).info).toBe('PING');
  });
});

describe('decode as', () => {
  const script: Said[] = [
    { from: 'client', payload: 'PING\r\n' },
    { from: 'server', payload: '+PONG\r\n' },
  ];

  it('gives a port, or one connection, to a protocol, and takes it back', async () => {
    const capture = await open(script, { serverPort: 7001 });
    expect(infos(capture)).toEqual(['TCP', 'TCP']);
    capture.rules.set([{ selector: 'tcp.port', value: 7001, protocol: 'Redis' }], true);
    expect(infos(capture)).toEqual(['RESP PING', 'RESP PONG']);
    expect(capture.rules.rules).toEqual([{ selector: 'tcp.port', value: 7001, protocol: 'resp' }]);
    capture.rules.set([{ selector: 'tcp.stream', value: 0, protocol: 'resp' }], true);
    expect(infos(capture)).toEqual(['RESP PING', 'RESP PONG']);
    capture.rules.set([{ selector: 'tcp.stream', value: 1, protocol: 'resp' }], true);
    expect(infos(capture)).toEqual(['TCP', 'TCP']);
  });

  it('keeps a port from being dissected at all', async () => {
    const capture = await open(script, REDIS);
    capture.rules.set([{ selector: 'tcp.port', value: 6379, protocol: 'none' }], true);
    expect(infos(capture)).toEqual(['TCP', 'TCP']);
  });

  it('tells protocols by port alone when content shall not', async () => {
    const capture = await open([{ from: 'client', payload: redis('PING') }], { serverPort: 7001 });
    expect(infos(capture)).toEqual(['RESP PING']);
    capture.rules.set([], false);
    expect(infos(capture)).toEqual(['TCP']);
  });

  it('names what reports call the protocol of a connection', async () => {
    const { rules } = await open(script, { serverPort: 7001 });
    expect(rules.nameFor(0, 40_000, 7001)).toBeNull();
    rules.set(
      [
        { selector: 'tcp.port', value: 7001, protocol: 'redis' },
        { selector: 'tcp.stream', value: 5, protocol: 'tls' },
      ],
      true,
    );
    expect([rules.nameFor(0, 40_000, 7001), rules.nameFor(5, 40_000, 7001), rules.nameFor(1, 40_000, 80)]).toEqual(['redis', 'tls', null]);
  });

  it('refuses a protocol that does not exist', async () => {
    const capture = await open(script);
    expect(() => capture.rules.set([{ selector: 'tcp.port', value: 1, protocol: 'nope' }], true)).toThrow('no-such-protocol');
  });
});

describe('following a stream', () => {
  async function followed(said: readonly Said[], limitBytes: number | null = null, choices?: ConversationChoices) {
    const session = new Session({ ...HOST, open: () => Promise.resolve(bufferBytes('built', conversationFile(said, choices))) });
    const context = { signal: new CancelSource() };
    const { capture } = await session.handlers['captures.open']({ source: { kind: 'text', name: '', text: '' } }, context);
    for await (const { state } of session.handlers['captures.progress']({ capture }, context)) if (state !== 'reading') break;
    const lines: string[] = [];
    for await (const { segments } of session.handlers['streams.follow']({ capture, connection: 0, limitBytes }, context)) {
      for (const { from, frame, missing, bytes } of segments) lines.push(`${from} #${frame} ${missing} ${text(bytes)}`);
    }
    return lines;
  }

  it('gives both directions in order, repeated bytes once, and says where bytes are missing', async () => {
    const lines = await followed([
      { from: 'client', payload: 'hello' },
      { from: 'server', payload: 'abcdef' },
      { from: 'client', payload: 'hello', at: 0 },
      { from: 'server', payload: 'def123', at: 3 },
      { from: 'client', payload: 'lost', lost: true },
      { from: 'client', payload: 'later' },
      { from: 'server', payload: 'x'.repeat(20), captured: 4 },
      { from: 'server', payload: 'end' },
    ]);
    expect(lines).toEqual([
      'client #4 0 hello',
      'server #5 0 abcdef',
      'server #7 0 123',
      'server #9 0 xxxx',
      'server #10 16 end',
      'client #8 4 later',
    ]);
  });

  it('counts from the last SYN-ACK of a server that began its numbers anew', async () => {
    const said = [
      { from: 'client', payload: 'hello' },
      { from: 'server', payload: 'world' },
    ] as const;
    const choices = { synAcksBefore: [1_000_000, -2_000_000_000] };
    expect(await followed(said, null, choices)).toEqual(['client #6 0 hello', 'server #7 0 world']);
    const capture = await open(said, choices);
    expect([2, 3, 4, 7].map((frame) => named(dissectFrame(capture, frame).tree, 'tcp.seq')[0]?.value)).toEqual([0, 0, 0, 1]);
    expect(await ourFrames(capture, 'tcp.seq == 0')).toEqual([1, 2, 3, 4]);
  });

  it('stops at its limit', async () => {
    expect(
      await followed(
        [
          { from: 'client', payload: 'hello' },
          { from: 'server', payload: 'world' },
        ],
        7,
      ),
    ).toEqual(['client #4 0 hello', 'server #5 0 wo']);
  });

  it('is empty for a connection without data', async () => {
    expect(await followed([])).toEqual([]);
  });
});
