/** What the columns tell of a packet is what its dissection tells. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERDICT } from '../../../src/engine/filter/column-test';
import { compileFilter } from '../../../src/engine/filter/compile-filter';
import type { OpenedCapture } from '../../../src/engine/session/opened-capture';
import { dissectFrame } from '../../../src/engine/session/packet-rows';
import { analyse, fileBytes } from '../../captures/analyse-file';
import { hasPublicCaptures, PUBLIC } from './tshark-filter';

if (!hasPublicCaptures) console.log('skipped: columns against dissection: no public captures beside the project');

/** Some for each column. */
const FILTERS = [
  'frame',
  'frame.number in {1, 3..7, 40}',
  'frame.len > 100 and frame.cap_len <= 1000',
  'frame.time_relative > 0.01',
  'frame.time_delta >= 0.0005',
  'frame.time_epoch > 1400000000.5',
  'tcp',
  'not tcp',
  'ip',
  'ipv6',
  'udp xor tcp',
  'ip.src == 10.0.0.0/8 or ip.dst == 192.168.0.0/16',
  'ip.addr != 10.0.0.1',
  'ip.addr === 127.0.0.1',
  'ip.ttl < 64 or ipv6.hlim == 64',
  'ip.proto == 6 or ip.version == 4',
  'ipv6.addr == ::1 or ipv6.src == fe80::/10',
  'ipv6.dst > 8000::',
  'tcp.port == 80',
  'tcp.srcport > tcp.dstport',
  'all tcp.port > 1023',
  'tcp.dstport in {22, 80, 443, 6379, 8000..9000}',
  'tcp.stream == 0 or tcp.stream == 2',
  'tcp.len > 0',
  'tcp.hdr_len == 20',
  'tcp.seq == 1',
  'tcp.ack == 1',
  'tcp.nxtseq > 1000',
  'tcp.seq_raw > 2147483647',
  'tcp.ack_raw == 0',
  'tcp.flags == 0x018',
  'tcp.flags.syn == 1 and tcp.flags.ack == 0',
  'tcp.flags.fin == 1 or tcp.flags.reset == 1',
  'tcp.flags.push == 1 and tcp.flags.urg == 0',
  'tcp.flags.ece == 1 or tcp.flags.cwr == 1 or tcp.flags.ae == 1',
  'tcp.window_size_value < 1000',
  'tcp.window_size > 65535',
  'tcp.time_delta > 0.05',
  'tcp.time_relative > 1',
  'tcp.analysis.flags or keepalive.probe or frame.duplicate',
];

/** What columns tell of every packet, beside its dissection: how many verdicts, and where they differ. */
async function compare(capture: OpenedCapture): Promise<{ known: number; wrong: string[] }> {
  const { packets, tracker } = capture.pass;
  const windowScale = (id: number, direction: 0 | 1) => tracker.windowScale(id, direction);
  const filters = await Promise.all(FILTERS.map((filter) => compileFilter(filter)));
  const tests = filters.map((filter) => filter.rowTest({ packets, connections: tracker.connections, windowScale }));
  const wrong: string[] = [];
  let known = 0;
  for (let row = 0; row < packets.length; row++) {
    const packet = dissectFrame(capture, row + 1);
    for (const [i, filter] of filters.entries()) {
      const verdict = tests[i]?.(row);
      if (verdict === VERDICT.unknown) continue;
      known++;
      if (filter.matches(packet, packets.marks.get(row)) !== (verdict === VERDICT.yes)) wrong.push(`frame ${row + 1}: ${filter.text}`);
    }
  }
  return { known, wrong };
}

describe.runIf(hasPublicCaptures)('columns against dissection', () => {
  it('agree on every packet of the public captures', { timeout: 300_000 }, async () => {
    const differences: string[] = [];
    let known = 0;
    for (const name of readdirSync(PUBLIC).filter((file) => /\.(pcap|pcapng)$/.test(file))) {
      const capture = await analyse(fileBytes(join(PUBLIC, name))).catch(() => null);
      if (!capture || capture.pass.packets.length > 1500 || capture.pass.packets.length === 0) continue;
      const found = await compare(capture);
      known += found.known;
      differences.push(...found.wrong.map((difference) => `${name} ${difference}`));
      await capture.close();
    }
    expect(differences).toEqual([]);
    expect(known).toBeGreaterThan(100_000);
  });
});
