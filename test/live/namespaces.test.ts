/** The command beside an independent tcpdump, between two network namespaces: the same packets through each source; and machines that lack something. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHost } from '../../src/platform/live/live-host';
import { workerPortTransport } from '../../src/platform/worker-port-transport';
import { LIVE_THRESHOLDS } from '../../src/shared/contract/choices';
import type { LiveFinding } from '../../src/shared/contract/live';
import { engineContract } from '../../src/shared/contract/methods';
import { createClient } from '../../src/shared/rpc/client';
import { CHANNEL } from '../../src/shared/rpc/transport';
import { Network } from '../lab/network.js';
import { COMMAND, finish, type Running, startCapture } from './capture-command';
import { KeepAlivePair } from './keep-alive-pair';
import { contentOf, isBuilt, OPTIONS } from './record';
import { hasNamespaces, hasProgram } from './requirements';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const FILTER = 'tcp or icmp or arp';
const SOURCES = ['dumpcap', 'tcpdump', 'cap'] as const;
const hasCap = existsSync(join(PROJECT, 'node_modules/cap/build/Release/cap.node'));
const missing = [
  ...(process.getuid?.() === 0 ? [] : ['root']),
  ...(isBuilt ? [] : ['the build']),
  ...(hasNamespaces() ? [] : ['network namespaces']),
  ...['tcpdump', 'dumpcap', 'python3'].filter((name) => !hasProgram(name)),
  ...(hasCap ? [] : ['the package cap']),
];
if (missing.length > 0) console.log(`live capture in namespaces: skipped, without ${missing.join(', ')}`);

let folder: string;
let environment: NodeJS.ProcessEnv;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-live-'));
  mkdirSync(join(folder, 'tmp'));
  // The one without permission is another user.
  for (const path of [folder, join(folder, 'tmp')]) chmodSync(path, 0o777);
  environment = { ...process.env, LC_ALL: 'C', TMPDIR: join(folder, 'tmp') };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the command behind other words (a namespace, a limited machine) and waits until it captures, or has ended. */
const start = (before: readonly string[], args: readonly string[]): Promise<Running> => startCapture({ before, args, environment });

const bytesOf = (path: string): string[] => contentOf(path).packets.map(({ bytes }) => Buffer.from(bytes).toString('hex'));

describe.skipIf(missing.length > 0)('between two namespaces', () => {
  let network: Network;
  beforeAll(() => {
    network = new Network('live', 4);
  });
  afterAll(() => network.remove());

  it('every source records what an independent tcpdump records beside it, and tells the peer that vanished', async () => {
    const beside = join(folder, 'beside.pcap');
    await network.record(beside);
    const inside = ['ip', 'netns', 'exec', 'tcpulse-live-c'];
    const file = (source: string) => join(folder, `${source}.pcapng`);
    const running = await Promise.all(SOURCES.map((source) => start(inside, ['-i', 'eth0', '-f', FILTER, '--source', source, '-w', file(source)])));
    const { client, server } = network as {
      client: { do(name: string, params?: object): Promise<unknown> };
      server: { do(name: string, params?: object): Promise<unknown> };
    };
    const addresses = network.addresses;
    await server.do('listen', { address: addresses.server, port: 9000 });
    await client.do('connect', { name: 'c', fromAddress: addresses.client, fromPort: 40_000, address: addresses.server, port: 9000 });
    await server.do('accept', { name: 's' });
    await client.do('keep_alive', { name: 'c', idleS: 1, intervalS: 1, count: 3 });
    await client.do('send', { name: 'c', text: 'hello\n' });
    await server.do('receive', { name: 's', bytes: 6 });
    await sleep(2500);
    network.silence('server', 'INPUT');
    await sleep(6500);
    const statuses = await Promise.all(running.map((one) => finish(one)));
    await network.close();
    expect(statuses).toEqual([0, 0, 0]);
    const expected = bytesOf(beside);
    expect(expected.length).toBeGreaterThan(12);
    for (const [index, source] of SOURCES.entries()) {
      expect(bytesOf(file(source)), source).toEqual(expected);
      const { lines } = running[index] as Running;
      const rules = (lines as unknown as (LiveFinding & { type: string })[]).filter(({ type }) => type === 'live-finding').map(({ rule }) => rule);
      expect(rules, source).toEqual(expect.arrayContaining(['probe-unanswered', 'death-predicted', 'given-up']));
      expect(lines.at(-1), source).toMatchObject({
        type: 'summary',
        end: { code: 'stopped' },
        counters: { received: expected.length, written: expected.length },
      });
    }
    // Both are stamped by the kernel: at most once for each of them, shortly after another.
    const times = (path: string) => contentOf(path).packets.map((packet) => packet.seconds * 1000 + packet.nanoseconds / 1e6);
    const apart = times(file('tcpdump')).map((ms, index) => Math.abs(ms - (times(file('dumpcap'))[index] ?? 0)));
    expect(Math.max(...apart)).toBeLessThan(1);
    const { comments } = contentOf(file('cap'));
    expect(comments.map(({ text }) => text).join(' ')).toMatch(/Times are those of arrival/);
  });
});

/** A machine on which nothing is at these paths; `unshare` undoes it when the command ends. */
function without(...paths: readonly string[]): string[] {
  const hidden = paths.map((path) => (statSync(path).isDirectory() ? `mount -t tmpfs tmpfs ${path}` : `mount --bind /dev/null ${path}`));
  return ['unshare', '-m', 'sh', '-c', `${hidden.join(' && ')} && exec "$@"`, 'sh'];
}

const pathOf = (program: string): string => execFileSync('sh', ['-c', `realpath "$(command -v ${program})"`], { encoding: 'utf8' }).trim();
const capFolder = (): string => execFileSync('realpath', [join(PROJECT, 'node_modules', 'cap')], { encoding: 'utf8' }).trim();

describe.skipIf(missing.length > 0)('a machine', () => {
  const dumpcap = () => pathOf('dumpcap');
  const tcpdump = () => pathOf('tcpdump');

  it.each([
    { name: 'without cap', hidden: () => [capFolder()], taken: 'dumpcap', says: /cap: not installed\. .*npm install cap/ },
    { name: 'without dumpcap', hidden: () => [dumpcap()], taken: 'tcpdump', says: /dumpcap: (not installed|installed, but)/ },
    { name: 'without tcpdump', hidden: () => [tcpdump()], taken: 'dumpcap', says: /tcpdump: (not installed|installed, but)/ },
    { name: 'with cap alone', hidden: () => [dumpcap(), tcpdump()], taken: 'cap', says: /cap: ready, taken/ },
  ])('$name captures with what is there, and says what is not', async ({ hidden, taken, says }) => {
    const limited = without(...hidden());
    const listed = spawnSync(limited[0] ?? '', [...limited.slice(1), process.execPath, COMMAND, 'interfaces'], {
      encoding: 'utf8',
      env: environment,
    });
    expect(listed.stdout).toMatch(says);
    expect(listed.stdout).toMatch(/^lo +up/m);
    const pair = await KeepAlivePair.open({ idleSeconds: 1 });
    try {
      const file = join(folder, `${taken}-alone.pcapng`);
      const running = await start(limited, ['-i', 'lo', '-f', `tcp port ${pair.port}`, '-w', file]);
      await sleep(2500);
      expect(await finish(running)).toBe(0);
      expect(running.lines.at(-1)).toMatchObject({ type: 'summary', source: taken });
      expect(contentOf(file).packets.length).toBeGreaterThanOrEqual(2);
    } finally {
      pair.close();
    }
  });

  it('lists for scripts what can be captured on', () => {
    const { stdout, status } = spawnSync(process.execPath, [COMMAND, 'interfaces', '--json'], { encoding: 'utf8', env: environment });
    expect(status).toBe(0);
    const { source, interfaces, sources } = JSON.parse(stdout) as { source: string; interfaces: { name: string }[]; sources: { kind: string }[] };
    expect(source).toBe('dumpcap');
    expect(sources.map(({ kind }) => kind)).toEqual(['dumpcap', 'tcpdump', 'cap', 'ssh']);
    expect(interfaces.find(({ name }) => name === 'lo')).toMatchObject({
      state: 'up',
      loopback: true,
      linkType: 'ETHERNET',
      addresses: expect.arrayContaining(['127.0.0.1']),
    });
    expect(interfaces.find(({ name }) => name === 'any')).toMatchObject({ all: true });
  });

  it('without permission says for each program what to do, and becomes nobody else', async () => {
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all', '--bounding-set=-all'];
    const running = await start(nobody, ['-i', 'lo']);
    expect(running.child.exitCode).not.toBe(0);
    expect(running.lines).toEqual([]);
    expect(running.messages).toMatch(/dumpcap: installed, but you may not capture with it\. .*sudo (dpkg-reconfigure|setcap)/);
    expect(running.messages).toMatch(/tcpdump: installed, but you may not capture with it\. .*setcap/);
    expect(running.messages).toMatch(/cap: installed, but/);
    expect(running.messages).toMatch(/No capture program can be used here/);
  });
});

describe.skipIf(missing.length > 0)("a capture whose engine's thread dies", () => {
  it('is ended and kept by its recorder', async () => {
    const pair = await KeepAlivePair.open({ idleSeconds: 1 });
    const before = process.env.TMPDIR;
    process.env.TMPDIR = environment.TMPDIR;
    const worker = new Worker(join(PROJECT, 'out/main/engine-worker.js'), {
      workerData: { root: null, allowedFiles: [], standardInput: false, temporaryFolder: join(folder, 'engine') },
    });
    try {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ kind: 'serve', port: port2 }, [port2]);
      const client = createClient(engineContract, workerPortTransport(port1), CHANNEL.engine);
      const options = { ...OPTIONS, filter: `tcp port ${pair.port}` };
      const { capture } = await client['live.start']({ options, thresholds: LIVE_THRESHOLDS });
      for await (const { state } of client['live.updates']({ capture })) if (state.counters.received >= 2) break;
      await worker.terminate();
      const host = createLiveHost({ confinement: { root: null, allowedFiles: [] }, standardInput: false });
      const ours = () => host.recoveries().filter(({ filter }) => filter === options.filter);
      await expect.poll(() => ours().length, { timeout: 5000 }).toBe(1);
      const recovered = host.recover(ours()[0]?.id ?? '');
      expect(contentOf(recovered.progress.files[0] ?? '').packets.length).toBeGreaterThanOrEqual(2);
      await recovered.bytes.close();
      recovered.remove();
      port1.close();
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      pair.close();
    }
  });
});

describe.skipIf(missing.length > 0)('a capture whose command is killed', () => {
  it('keeps what was received, and is offered when live capture is asked for next', async () => {
    const pair = await KeepAlivePair.open({ idleSeconds: 1 });
    const before = process.env.TMPDIR;
    try {
      const running = await start([], ['-i', 'lo', '-f', `tcp port ${pair.port}`]);
      await sleep(2500);
      await finish(running, 'SIGKILL');
      process.env.TMPDIR = environment.TMPDIR;
      const host = createLiveHost({ confinement: { root: null, allowedFiles: [] }, standardInput: false });
      await expect.poll(() => host.recoveries().length, { timeout: 5000 }).toBe(1);
      const [left] = host.recoveries();
      expect(left).toMatchObject({ interface: 'lo', filter: `tcp port ${pair.port}` });
      const recovered = host.recover(left?.id ?? '');
      const [path = ''] = recovered.progress.files;
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(contentOf(path).packets.length).toBeGreaterThanOrEqual(2);
      expect(host.recoveries()).toEqual([]);
      await recovered.bytes.close();
      recovered.remove();
      const recordings = readdirSync(environment.TMPDIR ?? '').filter((name) => name.startsWith('tcpulse-recordings'));
      expect(recordings.flatMap((name) => readdirSync(join(environment.TMPDIR ?? '', name)))).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      pair.close();
    }
  });

  it('has a valid file at once when it writes to one', async () => {
    const pair = await KeepAlivePair.open({ idleSeconds: 1 });
    try {
      const file = join(folder, 'killed.pcapng');
      const running = await start([], ['-i', 'lo', '-f', `tcp port ${pair.port}`, '-w', file]);
      await sleep(2500);
      await finish(running, 'SIGKILL');
      await sleep(1000);
      expect(contentOf(file).packets.length).toBeGreaterThanOrEqual(2);
    } finally {
      pair.close();
    }
  });
});
