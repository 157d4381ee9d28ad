/** Live captures of one session as its views use them: several at a time, on several interfaces, started again, saved in parts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIVE_THRESHOLDS } from '../../src/shared/contract/choices';
import type { LiveOptions, LiveState } from '../../src/shared/contract/live';
import { COMMAND, endOf, startCapture } from './capture-command';
import { EngineThread } from './engine-thread';
import { KeepAlivePair } from './keep-alive-pair';
import { contentOf, isBuilt, OPTIONS } from './record';
import { hasProgram, mayCapture } from './requirements';

const missing = [
  ...(isBuilt ? [] : ['the build']),
  ...(mayCapture() ? [] : ['the right to capture']),
  ...['tcpdump', 'python3'].filter((name) => !hasProgram(name)),
];
if (missing.length > 0) console.log(`live captures of a session: skipped, without ${missing.join(', ')}`);

/** What libpcap gives for `any` (https://www.tcpdump.org/linktypes.html). */
const LINUX_COOKED = [113, 276];

describe.skipIf(missing.length > 0)('the kernel of the host', () => {
  it('is sampled beside a capture, and kept in a file that is read again beside the recording', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tcpulse-samples-'));
    const pair = await KeepAlivePair.open({ idleSeconds: 1 });
    try {
      const [file, samples] = [join(folder, 'kept.pcapng'), join(folder, 'kept.host.ndjson')];
      const environment = { ...process.env, LC_ALL: 'C' };
      const args = ['-i', 'lo', '-f', `tcp port ${pair.port}`, '-w', file, '--samples', samples, '--duration', '3.5'];
      const running = await startCapture({ args, environment });
      expect(await endOf(running)).toBe(0);
      const lines = readFileSync(samples, 'utf8').trim().split('\n');
      const times = lines.map((line) => (JSON.parse(line) as { sample: { timeMs: number } }).sample.timeMs);
      expect(times.length).toBeGreaterThan(1);
      const packets = contentOf(file).packets.map(({ seconds }) => seconds);
      expect(Math.min(...times) / 1000).toBeLessThan(Math.max(...packets));
      const again = spawnSync(process.execPath, [COMMAND, 'host', samples, '--capture', file, '--json'], { encoding: 'utf8', env: environment });
      expect(again.status).toBe(0);
      expect(again.stdout.split('\n').filter((line) => line.includes('"type":"sample"'))).toHaveLength(lines.length);
    } finally {
      pair.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe.skipIf(missing.length > 0)('samples of a capture', () => {
  const environment = { ...process.env, LC_ALL: 'C' };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-samples-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('that cannot be kept are told before anything is captured', async () => {
    const running = await startCapture({ args: ['-i', 'lo', '--samples', join(folder, 'none', 'a.ndjson')], environment });
    expect(await endOf(running)).toBe(3);
    expect(running.messages).toMatch(/^tcpulse: .*none.* does not exist/);
  });

  it('of a pipe are not asked for', async () => {
    const running = await startCapture({ args: ['-i', '-', '--samples', join(folder, 'a.ndjson')], environment });
    expect(await endOf(running)).toBe(2);
    expect(running.messages).toMatch(/--samples needs the host/);
  });

  it('that were not to be had are told with the reason, behind the summary', async () => {
    // No shell, no samples.
    const bare = { ...environment, PATH: folder };
    const running = await startCapture({ args: ['-i', 'lo', '--duration', '1', '--samples', join(folder, 'a.ndjson')], environment: bare });
    expect(await endOf(running)).toBe(4);
    expect(running.lines.at(-1)).toMatchObject({ type: 'summary', end: { code: 'limit' } });
    expect(running.messages).toMatch(/The kernel of the host was not sampled\. Sampling localhost ended \(sh: ENOENT\)/);
  });
});

describe.skipIf(missing.length > 0)('a session', () => {
  let folder: string;
  let engine: EngineThread;
  let pairs: KeepAlivePair[];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-session-'));
    engine = new EngineThread(folder);
    pairs = [await KeepAlivePair.open({ idleSeconds: 1 }), await KeepAlivePair.open({ idleSeconds: 1 })];
  });
  afterEach(async () => {
    for (const pair of pairs) pair.close();
    await engine.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const optionsOf = (name: string, pair: number): LiveOptions => ({
    ...OPTIONS,
    source: 'tcpdump',
    interface: name,
    filter: `tcp port ${pairs[pair]?.port}`,
  });
  const start = async (options: LiveOptions): Promise<number> =>
    (await engine.client['live.start']({ options, thresholds: LIVE_THRESHOLDS })).capture;
  /** The first state that holds so many packets more than `since`, or the last. */
  async function receiving(capture: number, packets: number): Promise<LiveState> {
    let last: LiveState | null = null;
    for await (const { state } of engine.client['live.updates']({ capture })) {
      last = state;
      if (state.counters.received >= packets) break;
    }
    if (last === null) throw new Error('no state at all');
    return last;
  }

  async function exported(
    capture: number,
    part: { connection?: number; filter?: string; fromMs?: number; toMs?: number; format?: 'pcap' | 'pcapng' },
  ) {
    const whole = { capture, format: 'pcapng', fromMs: null, toMs: null, connection: null, filter: null } as const;
    const chunks: Uint8Array[] = [];
    for await (const chunk of engine.client['captures.export']({ ...whole, ...part })) chunks.push(chunk);
    const path = join(folder, `saved-${readdirSync(folder).length}`);
    writeFileSync(path, Buffer.concat(chunks));
    return contentOf(path);
  }
  const stateOf = (capture: number): Promise<LiveState> => receiving(capture, 0);

  it('captures on several interfaces at a time; one that is stopped and started again leaves the others alone', async () => {
    const lo = await start(optionsOf('lo', 0));
    const any = await start(optionsOf('any', 1));
    const onLo = await receiving(lo, 2);
    const onAny = await receiving(any, 2);
    expect([onLo, onAny]).toMatchObject([
      { interface: 'lo', phase: 'recording', filter: optionsOf('lo', 0).filter },
      { interface: 'any', phase: 'recording', filter: optionsOf('any', 1).filter },
    ]);
    await engine.client['live.stop']({ capture: lo });
    expect(await stateOf(lo)).toMatchObject({ phase: 'ended', end: { code: 'stopped' } });
    const again = await start(optionsOf('lo', 0));
    expect(again).not.toBe(lo);
    expect((await receiving(again, 2)).counters.received).toBeGreaterThanOrEqual(2);
    expect((await receiving(any, onAny.counters.received + 2)).phase).toBe('recording');
    expect(LINUX_COOKED).toContain((await exported(any, {})).interfaces[0]?.linkType);
    const { client, server } = await engine.client['connections.read']({ capture: any, connection: 0 });
    expect([client.port, server.port]).toContain(pairs[1]?.port);
  });

  it('saves a recording in part and as a whole, and asks no more about one that was saved as a whole', async () => {
    const capture = await start({ ...optionsOf('lo', 0), filter: `tcp port ${pairs[0]?.port} or tcp port ${pairs[1]?.port}` });
    await receiving(capture, 12);
    await engine.client['live.stop']({ capture });
    const { received } = (await stateOf(capture)).counters;
    const ofOne = await exported(capture, { connection: 0 });
    const filtered = await exported(capture, { filter: `tcp.port == ${pairs[0]?.port}` });
    expect(ofOne.packets.length).toBeGreaterThan(2);
    expect(filtered.packets.length + (await exported(capture, { filter: `tcp.port == ${pairs[1]?.port}` })).packets.length).toBe(received);
    const early = await exported(capture, { toMs: 1500 });
    const late = await exported(capture, { fromMs: 1500.000001 });
    expect(early.packets.length).toBeGreaterThan(0);
    expect(late.packets.length).toBeGreaterThan(0);
    expect(early.packets.length + late.packets.length).toBe(received);
    expect(early.interfaces).toMatchObject([{ name: 'lo' }]);
    expect((await stateOf(capture)).unsaved).toBe(true);
    const whole = await exported(capture, {});
    expect(whole.packets).toHaveLength(received);
    expect(whole.statistics).toMatchObject([{ received, dropped: 0 }]);
    expect((await exported(capture, { format: 'pcap' })).packets).toHaveLength(received);
    expect((await stateOf(capture)).unsaved).toBe(false);
  });
});
