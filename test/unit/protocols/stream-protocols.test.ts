/** Protocols over TCP as the session dissects them: whole, cut at every length, in pieces, and with lengths that cannot be. */
import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/engine/protocols/index';
import { dissectFrame, frameColumns } from '../../../src/engine/session/packet-rows';
import type { FieldNode } from '../../../src/shared/contract/dissection';
import { analyse, bufferBytes } from '../../captures/analyse-file';
import { ascii } from '../../captures/build-packet';
import { conversationFile, type Said } from '../../captures/streams';
import { allNodes } from './nodes';
import { join, uint32 } from './packets';
import {
  clientHello,
  frame2,
  handshake,
  headerEncoder,
  PREFACE,
  STREAMS,
  tlsRecord,
  UPGRADE_REQUEST,
  UPGRADE_RESPONSE,
  webSocketFrame,
} from './stream-specimens';

const FIRST = 4;
type Capture = Awaited<ReturnType<typeof open>>;
const open = (said: readonly Said[]) => analyse(bufferBytes('built', conversationFile(said)));
const column = (capture: Capture, frame: number) => {
  const { protocol, info } = frameColumns(capture, frame);
  return `${protocol} ${info}`;
};

/** Dissects a frame; every line lies within its source and has a name and a text. */
function checked(capture: Capture, frame: number): ReturnType<typeof dissectFrame> {
  const packet = dissectFrame(capture, frame);
  for (const node of allNodes(packet)) {
    if (!registry.field(node.name) && !registry.byId(node.name)) expect.fail(`${node.name} is in no field table`);
    const length = packet.sources[node.source]?.bytes.length ?? -1;
    if (node.offset < 0 || node.offset + node.length > length) expect.fail(`${node.name} at ${node.offset}+${node.length} of ${length}`);
    if (/undefined|NaN|Infinity/.test(node.text)) expect.fail(`${node.name}: ${node.text}`);
  }
  expect(frameColumns(capture, frame)).toEqual(packet.columns);
  return packet;
}

function values(nodes: readonly FieldNode[], name: string): FieldNode['value'][] {
  return nodes.flatMap((node) => [...(node.name === name ? [node.value] : []), ...values(node.children, name)]);
}

describe('protocols over TCP', () => {
  it.each(STREAMS)('$name', async ({ said, columns }) => {
    const capture = await open(said);
    expect(said.map((_, i) => column(capture, FIRST + i))).toEqual(columns);
    for (let i = 0; i < said.length; i++) expect(checked(capture, FIRST + i).issues).toEqual([]);
  });

  it.each(STREAMS)('$name, the last frame cut by the capture at every length', async ({ said }) => {
    const last = said.at(-1) as Said;
    for (let captured = 0; captured < last.payload.length; captured++) {
      const capture = await open([...said.slice(0, -1), { ...last, captured }]);
      const { issues } = checked(capture, FIRST + said.length - 1);
      expect(
        issues.filter(({ kind }) => kind === 'malformed'),
        `cut at ${captured}`,
      ).toEqual([]);
    }
  });

  it.each(STREAMS)('$name, every message in two segments', async ({ said, columns }) => {
    const halves = said.flatMap(({ from, payload }) => {
      const bytes = typeof payload === 'string' ? ascii(payload) : payload;
      const half = bytes.length >> 1;
      return [
        { from, payload: bytes.subarray(0, half) },
        { from, payload: bytes.subarray(half) },
      ];
    });
    const capture = await open(halves);
    // Encrypted bytes of SSH have no boundaries of their own.
    const named = (text: string) =>
      text
        .replace(/^\S+ /, '')
        .split(', ')
        .filter((one) => !/Encrypted packet|^$/.test(one))
        .map((one) => one.replace(/^(Client|Server): /, ''));
    const found = halves.flatMap((_, i) => {
      checked(capture, FIRST + i);
      const { info } = frameColumns(capture, FIRST + i);
      return info.includes(' Len=') ? [] : named(`x ${info}`);
    });
    expect(found).toEqual(columns.flatMap(named));
  });

  it('never throws on damage', async () => {
    let state = 7;
    const next = (most: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state % most;
    };
    for (const { said } of STREAMS) {
      for (let round = 0; round < 60; round++) {
        const damaged = said.map(({ from, payload }) => {
          const bytes = typeof payload === 'string' ? ascii(payload) : Uint8Array.from(payload);
          if (bytes.length > 0) for (let times = next(4); times > 0; times--) bytes[next(bytes.length)] = next(256);
          return { from, payload: bytes };
        });
        const capture = await open(damaged);
        for (let i = 0; i < said.length; i++) checked(capture, FIRST + i);
      }
    }
  });
});

describe('what handshakes say', () => {
  it('names server, application protocol, versions and cipher suites', async () => {
    const capture = await open([{ from: 'client', payload: tlsRecord(22, clientHello('a.example', 'http/1.1')) }]);
    const { tree } = checked(capture, FIRST);
    expect(values(tree, 'tls.handshake.extensions_server_name')).toEqual(['a.example']);
    expect(values(tree, 'tls.handshake.extensions_alpn_str')).toEqual(['http/1.1']);
    expect(values(tree, 'tls.handshake.extensions.supported_version')).toEqual([0x0304, 0x0303]);
    expect(values(tree, 'tls.handshake.ciphersuite')).toEqual([0x1301, 0xc02f]);
  });

  it('undoes the mask of WebSocket', async () => {
    const capture = await open([
      { from: 'client', payload: UPGRADE_REQUEST },
      { from: 'server', payload: UPGRADE_RESPONSE },
      { from: 'client', payload: webSocketFrame(1, ascii('grüße'), Uint8Array.of(1, 2, 3, 4)) },
    ]);
    expect(values(checked(capture, FIRST + 2).tree, 'websocket.payload.text')).toEqual(['grüße']);
  });

  it('reads header blocks over CONTINUATION frames, and those whose table was not captured as far as they go', async () => {
    const encode = headerEncoder();
    const first = encode([
      [':method', 'GET'],
      [':path', '/one'],
      ['x-custom', 'value'],
    ]);
    const again = encode([['x-custom', 'value']]);
    const split = join(PREFACE, frame2(1, 0, 1, first.subarray(0, 4)), frame2(9, 4, 1, first.subarray(4)), frame2(1, 4, 3, again));
    const capture = await open([{ from: 'client', payload: split }]);
    const { tree } = checked(capture, FIRST);
    expect(values(tree, 'http2.header.value')).toEqual(['GET', '/one', 'value', 'value']);
    const late = await open([{ from: 'client', payload: join(PREFACE, frame2(1, 4, 3, again)) }]);
    expect(values(checked(late, FIRST).tree, 'http2.header.name')).toEqual([expect.stringMatching(/^\(index \d+\)$/)]);
  });
});

describe('lengths that cannot be', () => {
  it.each([
    [
      'a TLS extension beyond its message',
      tlsRecord(22, handshake(1, [3, 3, ...new Array<number>(32).fill(0), 0, 0, 2, 0, 4, 1, 0, 0, 8, 0, 0, 0, 99, 1, 2, 3, 4])),
    ],
    ['TLS cipher suites beyond their message', tlsRecord(22, handshake(1, [3, 3, ...new Array<number>(32).fill(0), 0, 255, 255, 0, 4]))],
  ])('%s is malformed', async (_, payload) => {
    const capture = await open([{ from: 'client', payload }]);
    expect(checked(capture, FIRST).issues.map(({ kind, layer }) => [kind, layer])).toEqual([['malformed', 'tls']]);
  });

  it.each([
    ['WebSocket frame of 2^62 bytes', Uint8Array.of(0x82, 127, 0x40, 0, 0, 0, 0, 0, 0, 0)],
    ['WebSocket frame of 512 MB', join([0x82, 127, 0, 0, 0, 0], uint32(0x2000_0000), new Uint8Array(20))],
  ])('%s costs nothing', async (_, payload) => {
    const capture = await open([
      { from: 'client', payload: UPGRADE_REQUEST },
      { from: 'server', payload: UPGRADE_RESPONSE },
      { from: 'server', payload },
    ]);
    expect(checked(capture, FIRST + 2).columns.protocol).toMatch(/WebSocket|TCP/);
  });

  it('does not follow a header block into strings and integers that are not there', async () => {
    for (const block of [
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      [0x40, 0x7f, 0xff, 0xff, 0xff, 0x7f],
      [0x00, 0xff, 0xff, 0xff, 0x7f],
      [0x3f, 0xff, 0xff, 0xff, 0xff],
      [0xfe],
    ]) {
      const capture = await open([{ from: 'client', payload: join(PREFACE, frame2(1, 4, 1, block)) }]);
      expect(checked(capture, FIRST).columns.info).toMatch(/^Magic, HEADERS\[1\]/);
    }
  });
});
