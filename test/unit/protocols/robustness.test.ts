import { describe, expect, it } from 'vitest';
import { dissect, summarize } from '../../../src/engine/protocols/dissect';
import type { FrameFacts } from '../../../src/engine/protocols/dissection';
import { registry } from '../../../src/engine/protocols/index';
import { PacketPath } from '../../../src/engine/protocols/packet-path';
import { walk } from '../../../src/engine/protocols/walk';
import { APPLICATIONS } from './application-specimens';
import { plainFacts } from './capture-frames';
import { allNodes } from './nodes';
import { ethernet, fromHex, ipv4, join, tcp, vlanTag } from './packets';
import { ETHERNET_SPECIMENS } from './specimens';
import { TUNNELS } from './tunnel-specimens';

const ETHERNET = 1;
const text = (value: string) => new TextEncoder().encode(value);
const redis = (value: string) => ethernet(0x0800, ipv4(tcp(text(value), { flags: 0x18, source: 40000, destination: 6379 })));
const web = (value: string) => ethernet(0x0800, ipv4(tcp(text(value), { flags: 0x18, source: 40000, destination: 8080 })));

const SPECIMENS: readonly { readonly name: string; readonly bytes: Uint8Array; readonly linkType?: number }[] = [
  ...ETHERNET_SPECIMENS,
  ...TUNNELS,
  ...APPLICATIONS.flatMap(({ specimens }) => specimens),
  { name: 'HTTP request', bytes: web('GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc') },
  { name: 'HTTP response', bytes: web('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nbody') },
  { name: 'RESP nested', bytes: redis('*2\r\n*1\r\n$-1\r\n%1\r\n+a\r\n:5\r\n') },
  { name: 'RESP inline', bytes: redis('PING\r\n') },
];

/** Small and fast, the same everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every line lies within its source, and says its bytes. */
function check(bytes: Uint8Array, facts: FrameFacts): ReturnType<typeof dissect> {
  const packet = dissect(bytes, facts, registry);
  const nodes = allNodes(packet);
  expect(nodes.length).toBeLessThan(4200);
  for (const node of nodes) {
    if (!registry.field(node.name) && !registry.byId(node.name)) expect.fail(`${node.name} is in no field table`);
    const source = packet.sources[node.source]?.bytes ?? new Uint8Array(0);
    if (node.offset < 0 || node.offset + node.length > source.length || !Number.isInteger(node.offset + node.length))
      expect.fail(`${node.name} at ${node.offset}+${node.length}`);
    if (typeof node.text !== 'string' || node.text.includes('undefined') || node.text.includes('NaN')) expect.fail(`${node.name}: ${node.text}`);
  }
  expect(summarize(bytes, facts, registry)).toEqual(packet.columns);
  const path = new PacketPath();
  path.start(bytes, 0, bytes.length, facts.originalLength);
  walk(path, registry.lookup('link-type', facts.linkType), registry);
  expect(path.end).toBeLessThanOrEqual(bytes.length);
  return packet;
}

describe('dissection of damaged packets', () => {
  it.each(SPECIMENS)('cut at every length: $name', ({ bytes, linkType = ETHERNET }) => {
    const whole = check(bytes, plainFacts(1, linkType, bytes.length));
    const malformed = whole.issues.some((issue) => issue.kind === 'malformed');
    for (let length = 0; length < bytes.length; length++) {
      const packet = check(bytes.slice(0, length), plainFacts(1, linkType, bytes.length));
      // What the snap length cut off is never called malformed, unless the whole packet is.
      if (!malformed) expect(packet.issues.filter((issue) => issue.kind === 'malformed')).toEqual([]);
    }
  });

  it.each(SPECIMENS)('short on the wire: $name', ({ bytes, linkType = ETHERNET }) => {
    for (let length = 0; length < bytes.length; length++) {
      const packet = check(bytes.slice(0, length), plainFacts(1, linkType, length));
      expect(packet.issues.filter((issue) => issue.kind === 'truncated')).toEqual([]);
    }
  });

  it('never throws on random damage', () => {
    const next = random(20240501);
    for (let round = 0; round < 4000; round++) {
      const specimen = SPECIMENS[Math.floor(next() * SPECIMENS.length)];
      if (!specimen) continue;
      const bytes = specimen.bytes.slice();
      const changes = 1 + Math.floor(next() * 6);
      for (let i = 0; i < changes; i++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      const linkType = next() < 0.8 ? (specimen.linkType ?? ETHERNET) : ([0, 101, 108, 113, 228, 229, 276][Math.floor(next() * 7)] as number);
      check(bytes, plainFacts(1, linkType, bytes.length + (next() < 0.3 ? 100 : 0)));
    }
  });

  it('bounds layers and lines', () => {
    let tagged = ipv4(tcp());
    for (let i = 0; i < 300; i++) tagged = vlanTag(1, i === 0 ? 0x0800 : 0x8100, tagged);
    const deep = check(ethernet(0x8100, tagged), plainFacts(1, ETHERNET, 2000));
    expect(deep.issues).toMatchObject([{ kind: 'unsupported' }]);
    const many = check(redis(`*9999\r\n${':1\r\n'.repeat(9999)}`), plainFacts(1, ETHERNET, 60_000));
    expect(allNodes(many).length).toBeLessThan(4200);
    check(redis('*1\r\n'.repeat(5000)), plainFacts(1, ETHERNET, 60_000));
    check(ethernet(0x0800, ipv4(join(fromHex('0800000012340001'), new Uint8Array(60_000)), { protocol: 1 })), plainFacts(1, ETHERNET, 60_042));
  });

  it('shows what it does not know as bytes, by number', () => {
    const ether = check(ethernet(0x1234, fromHex('01020304')), plainFacts(1, ETHERNET, 18));
    expect(ether.tree.map((node) => node.name)).toEqual(['frame', 'eth', 'data']);
    expect(ether.columns.protocol).toBe('0x1234');
    expect(ether.tree[2]?.text).toContain('EtherType 0x1234');
    const protocol = check(ethernet(0x0800, ipv4(fromHex('01020304'), { protocol: 200 })), plainFacts(1, ETHERNET, 38));
    expect(protocol.tree.at(-1)?.text).toContain('IP protocol 200');
    const link = check(fromHex('01020304'), plainFacts(1, 147, 4));
    expect(link.tree.at(-1)?.text).toContain('link type 147');
  });
});
