import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writePcap } from '../../../src/engine/formats/write-pcap';
import { dissect } from '../../../src/engine/protocols/dissect';
import { registry } from '../../../src/engine/protocols/index';
import { MAX_LAYERS, PacketPath } from '../../../src/engine/protocols/packet-path';
import { walk } from '../../../src/engine/protocols/walk';
import { formatIpv4 } from '../../../src/shared/base/address';
import { plainFacts } from './capture-frames';
import { type Bytes, ethernet, fromHex, ipv4, ipv6, join, tcp } from './packets';
import { hasTshark } from './pdml';
import { udp } from './specimens';
import { inGre, inUdp, segment, TUNNELS } from './tunnel-specimens';

function walked(bytes: Uint8Array, linkType = 1, original = bytes.length): PacketPath {
  const path = new PacketPath();
  path.start(bytes, 0, bytes.length, original);
  walk(path, registry.lookup('link-type', linkType), registry);
  return path;
}

const foundTcp = (path: PacketPath): boolean => path.transport === 6 && path.transportOffset >= 0 && !path.laterFragment;

describe('tunnels and wrappers', () => {
  it.each(TUNNELS)('$name', ({ bytes, linkType, found }) => {
    const path = walked(bytes, linkType);
    expect(foundTcp(path)).toBe(found);
    const { tree, issues } = dissect(bytes, plainFacts(1, linkType, bytes.length), registry);
    const shown = tree.findLast((node) => node.name === 'tcp');
    expect(shown !== undefined).toBe(found);
    if (!found) return;
    expect(issues).toEqual([]);
    expect(shown?.offset).toBe(path.transportOffset);
    expect(path.wireEnd - path.transportOffset).toBe(23);
  });

  it.skipIf(!hasTshark())('hold the same segments for tshark', () => {
    const folder = mkdtempSync(joinPath(tmpdir(), 'tcpulse-tunnels-'));
    for (const linkType of new Set(TUNNELS.map((tunnel) => tunnel.linkType))) {
      const tunnels = TUNNELS.filter((tunnel) => tunnel.linkType === linkType);
      const file = joinPath(folder, `${linkType}.pcap`);
      writeFileSync(
        file,
        writePcap(
          tunnels.map(({ bytes }, seconds) => ({ seconds, nanoseconds: 0, bytes })),
          { linkType },
        ),
      );
      const run = spawnSync('tshark', ['-n', '-r', file, '-T', 'fields', '-e', 'frame.number', '-e', 'tcp.stream'], {
        env: { ...process.env, HOME: folder },
      });
      const lines = run.stdout.toString().split('\n').slice(0, tunnels.length);
      const theirs = new Map(lines.map((line) => line.split('\t') as [string, string]));
      const found = tunnels.map(({ name }, i) => [name, (theirs.get(String(i + 1)) ?? '') !== '']);
      expect(found).toEqual(tunnels.map(({ name, found, tsharkFinds }) => [name, tsharkFinds ?? found]));
    }
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('the innermost packet of a tunnel', () => {
  it('is what the path tells', () => {
    const inner = ipv4(tcp(), {});
    inner.set([10, 0, 0, 9], 12);
    inner[8] = 33;
    const path = walked(ethernet(0x86dd, ipv6(udp(join(fromHex('00000800 00000500'), inner), 40001, 6081), { nextHeader: 17 })));
    expect([path.ipVersion, path.hopLimit, path.identification, path.transport]).toEqual([4, 33, 1, 6]);
    expect(formatIpv4(path.bytes, path.sourceOffset)).toBe('10.0.0.9');
    expect(path.transportOffset - path.ipOffset).toBe(20);
  });

  it('has no transport when it is cut, and the tunnel has its own when there is no packet inside', () => {
    const cut = walked(inUdp(4789, '08000000 00000500', ethernet(0x0800, ipv4(tcp().subarray(0, 10)))));
    expect([cut.transport, cut.transportOffset]).toEqual([6, -1]);
    const empty = walked(inUdp(4789, '08000000 00000500', ethernet(0x1234, segment)));
    expect([empty.transport, empty.transportOffset]).toEqual([17, 34]);
  });

  it('is not looked for in a piece of the outer packet, unless the capture cut that', () => {
    const piece = ethernet(0x0800, ipv4(join(fromHex('00000800'), segment), { protocol: 47, fragment: 0x2000 }));
    const path = walked(piece);
    expect([path.fragment, path.laterFragment, path.transport, path.ipOffset]).toEqual([true, false, 47, 14]);
    const cut = walked(piece.subarray(0, piece.length - 1), 1, piece.length);
    expect([cut.fragment, cut.transport, cut.transportOffset]).toEqual([false, 6, 58]);
    const innerPiece = walked(inGre('00000800', ipv4(tcp(), { fragment: 0x2000 })));
    expect([innerPiece.fragment, innerPiece.transport, innerPiece.ipOffset]).toEqual([true, 6, 38]);
  });
});

describe('nesting', () => {
  const wrap = (depth: number, around: (payload: Bytes) => Bytes): Bytes => {
    let packet = segment;
    for (let i = 0; i < depth; i++) packet = around(packet);
    return packet;
  };
  const gre = (payload: Bytes): Bytes => ipv4(join(fromHex('00000800'), payload), { protocol: 47 });

  it('is followed 15 tunnels of two headers deep, and 30 of one', () => {
    expect(foundTcp(walked(ethernet(0x0800, wrap(15, gre))))).toBe(true);
    expect(
      foundTcp(
        walked(
          ethernet(
            0x0800,
            wrap(30, (payload) => ipv4(payload, { protocol: 4 })),
          ),
        ),
      ),
    ).toBe(true);
  });

  it.each([
    ['GRE', gre],
    ['VXLAN', (payload: Bytes) => ipv4(udp(join(fromHex('08000000 00000500'), ethernet(0x0800, payload)), 1, 4789), { protocol: 17 })],
    ['GENEVE', (payload: Bytes) => ipv4(udp(join(fromHex('00000800 00000500'), payload), 1, 6081), { protocol: 17 })],
    [
      'GTP',
      (payload: Bytes) =>
        ipv4(udp(join(fromHex('30ff'), [payload.length >> 8, payload.length & 255], fromHex('00000001'), payload), 1, 2152), { protocol: 17 }),
    ],
  ] as const)('ends at a bound: %s', (_name, around) => {
    for (const depth of [20, 60, 300]) {
      const bytes = ethernet(0x0800, wrap(depth, around));
      const path = walked(bytes);
      expect(path.depth).toBeLessThanOrEqual(MAX_LAYERS);
      const { tree, issues } = dissect(bytes, plainFacts(1, 1, bytes.length), registry);
      expect(tree.length).toBeLessThanOrEqual(MAX_LAYERS + 2);
      if (depth > 20) expect(issues.some((issue) => issue.kind === 'unsupported')).toBe(true);
    }
  });

  it('reads what a header of many parts says at most once', () => {
    const routing = inGre('40000800 00000000', join(...new Array<number[]>(10_000).fill([0, 0, 0, 1, 9])));
    expect(foundTcp(walked(routing))).toBe(false);
    const extensions = inUdp(2152, '34ffffff 00000001 00000085', join(...new Array<number[]>(10_000).fill([1, 0, 0, 0x85])));
    expect(foundTcp(walked(extensions))).toBe(false);
    for (const bytes of [routing, extensions]) expect(dissect(bytes, plainFacts(1, 1, bytes.length), registry).issues.length).toBeGreaterThan(0);
  });
});
