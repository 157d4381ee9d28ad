import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/engine/protocols/index';
import { PacketPath } from '../../../src/engine/protocols/packet-path';
import { walk } from '../../../src/engine/protocols/walk';
import { framesOf } from './capture-frames';
import { hasTshark } from './pdml';

const PUBLIC = new URL('../../../../shared/captures/public/', import.meta.url).pathname;
const PACKETS_A_FILE = 2000;
/** Encapsulations that are not unwrapped: what tshark finds inside of them is not expected here. */
const OUTSIDE = /(^|:)(sita|teredo|cdphdr|isl|vsock|ipoib)/;

/** For each frame whether tshark counts it to a TCP conversation (null: inside an encapsulation left out); null when it cannot be read. */
function conversations(path: string): (boolean | null)[] | null {
  const home = mkdtempSync(join(tmpdir(), 'tcpulse-tshark-'));
  const fields = ['-T', 'fields', '-e', 'tcp.stream', '-e', 'frame.protocols'];
  const plain = ['-o', 'ip.defragment:FALSE', '-o', 'ipv6.defragment:FALSE'];
  const run = spawnSync('tshark', ['-n', '-r', path, '-c', String(PACKETS_A_FILE), ...plain, ...fields], { env: { ...process.env, HOME: home } });
  rmSync(home, { recursive: true, force: true });
  if (run.status !== 0) return null;
  const lines = run.stdout.toString().split('\n').slice(0, -1);
  return lines.map((line) => {
    const [stream = '', protocols = ''] = line.split('\t');
    return OUTSIDE.test(protocols) ? null : stream !== '' && !/:icmp(v6)?:/.test(protocols);
  });
}

describe.skipIf(!hasTshark() || !existsSync(PUBLIC))('TCP segments found beside those of tshark', () => {
  it('are the same in public captures', { timeout: 600_000 }, () => {
    const path = new PacketPath();
    const differences: string[] = [];
    let compared = 0;
    for (const file of readdirSync(PUBLIC).filter((name) => /cap(ng)?$|ntar$/.test(name))) {
      const frames = framesOf(readFileSync(join(PUBLIC, file))).slice(0, PACKETS_A_FILE);
      const expected = frames.length > 0 ? conversations(join(PUBLIC, file)) : null;
      if (expected?.length !== frames.length) continue; // unreadable, or with records that hold no packet
      for (const [i, { bytes, linkType, originalLength }] of frames.entries()) {
        path.start(bytes, 0, bytes.length, originalLength);
        walk(path, registry.lookup('link-type', linkType), registry);
        const found = path.transport === 6 && path.transportOffset >= 0 && !path.laterFragment;
        if (expected[i] === null) continue;
        compared++;
        if (found !== expected[i]) differences.push(`${file} #${i + 1}: ${found ? 'found here only' : 'found by tshark only'}`);
      }
    }
    console.log(`${compared} frames compared, ${differences.length} differ: ${differences.slice(0, 20).join('; ')}`);
    expect(compared).toBeGreaterThan(10_000);
    expect(differences.length / compared).toBeLessThan(0.001);
  });
});
