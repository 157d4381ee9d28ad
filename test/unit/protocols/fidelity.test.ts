import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writePcap } from '../../../src/engine/formats/write-pcap';
import { dissect } from '../../../src/engine/protocols/dissect';
import { readUint } from '../../../src/engine/protocols/field-value';
import { valueText } from '../../../src/engine/protocols/fields';
import { registry } from '../../../src/engine/protocols/index';
import { toHex } from '../../../src/shared/base/bytes';
import type { FieldNode } from '../../../src/shared/contract/dissection';
import { type CapturedFrame, framesOf, plainFacts } from './capture-frames';
import { hasTshark, type PdmlField, readPdml } from './pdml';
import { ETHERNET_SPECIMENS } from './specimens';
import { TUNNELS } from './tunnel-specimens';

const PUBLIC = new URL('../../../../shared/captures/public/', import.meta.url).pathname;
const PACKETS_A_FILE = 100;
const TUNNELS_COMPARED = 'gre|erspan|etherip|vxlan|geneve|mpls|pppoes|pppoed|ppp|lcp|chdlc|slarp|fr|gtp|l2tp|macsec|nflog|pktap|ppi';
const PROTOCOLS = new RegExp(`^(eth|vlan|ieee8021ad|llc|sll|null|raw|arp|ip|ipv6|tcp|udp|icmp|icmpv6|ah|mptcp|${TUNNELS_COMPARED})(\\.|$)`);
/** Protocols that may stand before one of these without changing what it is. */
const KNOWN = new RegExp(`${PROTOCOLS.source}|^(geninfo|frame|fake-field-wrapper|_ws\\..*)$`);
/** Made from other packets or settings, not from this packet's bytes: explained in docs/differences-from-tshark.md. */
const RELATIVE = new Set([
  'tcp.seq',
  'tcp.ack',
  'tcp.window_size',
  'tcp.window_size_scalefactor',
  'tcp.options.sack_le',
  'tcp.options.sack_re',
  'tcp.options.sack.dsack_le',
  'tcp.options.sack.dsack_re',
]);

/** tshark takes the byte of the direction off before it counts. */
const MOVED: readonly number[] = [204];

class Tally {
  readonly total = new Map<string, number>();
  readonly matched = new Map<string, number>();
  readonly differences = new Map<string, { count: number; example: string }>();

  add(field: PdmlField, reason: string | null, example: string): void {
    const protocol = field.protocol.split('.')[0] as string;
    this.total.set(protocol, (this.total.get(protocol) ?? 0) + 1);
    if (reason === null) this.matched.set(protocol, (this.matched.get(protocol) ?? 0) + 1);
    else {
      const key = `${field.name}: ${reason}`;
      const entry = this.differences.get(key) ?? { count: 0, example };
      entry.count++;
      this.differences.set(key, entry);
    }
  }

  /** Share of equal fields over all protocols, printed by protocol with every kind of difference. */
  print(title: string): number {
    let all = 0;
    let equal = 0;
    const lines: string[] = [];
    for (const [protocol, count] of [...this.total].sort()) {
      const matched = this.matched.get(protocol) ?? 0;
      all += count;
      equal += matched;
      lines.push(`  ${protocol}: ${matched} of ${count} (${((100 * matched) / count).toFixed(2)} %)`);
    }
    for (const [key, { count, example }] of [...this.differences].sort((a, b) => b[1].count - a[1].count))
      lines.push(`  ${count} x ${key}; e.g. ${example}`);
    console.log([`${title}: ${equal} of ${all} fields (${((100 * equal) / all).toFixed(3)} %)`, ...lines].join('\n'));
    return equal / all;
  }
}

function flatten(nodes: readonly FieldNode[], into: Map<string, FieldNode[]>): Map<string, FieldNode[]> {
  for (const node of nodes) {
    const key = `${node.name}@${node.offset}`;
    const same = into.get(key);
    if (same) same.push(node);
    else into.set(key, [node]);
    flatten(node.children, into);
  }
  return into;
}

/** Hex of the node's bytes as pdml gives it: of a bit field the number in its bits. */
function pdmlValue(node: FieldNode, bytes: Uint8Array, masked: boolean): string {
  if (!masked || !node.bits) return toHex(bytes.subarray(node.offset, node.offset + node.length));
  const whole = readUint(bytes, node.offset, node.length);
  const { offset, count } = node.bits;
  return (Math.floor(whole / 2 ** (node.length * 8 - offset - count)) % 2 ** count).toString(16);
}

function compare(frame: CapturedFrame, number: number, expected: readonly PdmlField[], bytesTally: Tally, shownTally: Tally, where: string): void {
  const packet = dissect(frame.bytes, plainFacts(number, frame.linkType, frame.originalLength), registry);
  const nodes = flatten(packet.tree, new Map());
  for (const field of expected) {
    if (field.behindUnknown || !PROTOCOLS.test(field.protocol) || field.name.startsWith('_ws.') || field.name.startsWith('data')) continue;
    const example = `${where} #${number} [${field.position},${field.size}] ${field.value.slice(0, 24)} ${field.show.slice(0, 30)}`;
    const candidates = nodes.get(`${field.name}@${field.position}`) ?? [];
    const node = candidates.find((candidate) => candidate.length === field.size) ?? candidates[0];
    const ours = node && pdmlValue(node, frame.bytes, field.masked);
    const sameBytes = ours?.toLowerCase() === field.value.toLowerCase() || field.value === '';
    bytesTally.add(
      field,
      !node ? 'missing' : node.length !== field.size ? 'other size' : sameBytes ? null : `other value ${ours?.slice(0, 16)}`,
      example,
    );
    if (!node || RELATIVE.has(field.name)) continue;
    const shown = valueText(node, registry.field(node.name));
    const wanted = registry.field(node.name)?.type === 'bytes' ? field.show.replaceAll(':', '') : field.show;
    shownTally.add(field, shown === wanted ? null : 'shown otherwise', `${example} ours ${shown.slice(0, 30)}`);
  }
}

describe.skipIf(!hasTshark())('fields beside those of tshark', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tcpulse-fidelity-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds for a packet of every kind', () => {
    const path = join(folder, 'specimens.pcap');
    writeFileSync(
      path,
      writePcap(
        ETHERNET_SPECIMENS.map(({ bytes }, seconds) => ({ seconds, nanoseconds: 0, bytes })),
        { linkType: 1 },
      ),
    );
    const expected = readPdml(path, ETHERNET_SPECIMENS.length, KNOWN) ?? [];
    expect(expected.length).toBe(ETHERNET_SPECIMENS.length);
    const bytesTally = new Tally();
    const shownTally = new Tally();
    for (const [i, { name, bytes }] of ETHERNET_SPECIMENS.entries()) {
      compare({ bytes, linkType: 1, originalLength: bytes.length }, i + 1, expected[i] ?? [], bytesTally, shownTally, name);
    }
    expect(bytesTally.print('built packets, name, place and bytes')).toBeGreaterThan(0.99);
    expect(shownTally.print('built packets, value as shown')).toBeGreaterThan(0.97);
  });

  it('holds for tunnels and wrappers built in code', { timeout: 120_000 }, () => {
    const bytesTally = new Tally();
    const shownTally = new Tally();
    for (const linkType of new Set(TUNNELS.map((tunnel) => tunnel.linkType))) {
      const tunnels = TUNNELS.filter(
        (tunnel) => tunnel.linkType === linkType && tunnel.tsharkFinds === undefined && !MOVED.includes(tunnel.linkType),
      );
      const path = join(folder, `tunnels-${linkType}.pcap`);
      writeFileSync(
        path,
        writePcap(
          tunnels.map(({ bytes }, seconds) => ({ seconds, nanoseconds: 0, bytes })),
          { linkType },
        ),
      );
      const expected = (tunnels.length > 0 && readPdml(path, tunnels.length, KNOWN)) || [];
      for (const [i, { name, bytes }] of tunnels.entries())
        compare({ bytes, linkType, originalLength: bytes.length }, i + 1, expected[i] ?? [], bytesTally, shownTally, name);
    }
    expect(bytesTally.print('built tunnels, name, place and bytes')).toBeGreaterThan(0.98);
    expect(shownTally.print('built tunnels, value as shown')).toBeGreaterThan(0.97);
  });

  it.skipIf(!existsSync(PUBLIC))('holds for public captures', { timeout: 600_000 }, () => {
    const bytesTally = new Tally();
    const shownTally = new Tally();
    for (const file of readdirSync(PUBLIC).filter((name) => /cap(ng)?$|ntar$/.test(name))) {
      const frames = framesOf(readFileSync(join(PUBLIC, file))).slice(0, PACKETS_A_FILE);
      if (frames.length === 0) continue;
      const expected = readPdml(join(PUBLIC, file), PACKETS_A_FILE, KNOWN) ?? [];
      if (expected.length !== frames.length) continue; // tshark counts records that hold no packet
      for (const [i, frame] of frames.entries()) if (expected[i]) compare(frame, i + 1, expected[i], bytesTally, shownTally, file);
    }
    expect(bytesTally.print('public captures, name, place and bytes')).toBeGreaterThan(0.995);
    expect(shownTally.print('public captures, value as shown')).toBeGreaterThan(0.99);
  });
});
