/**
 * A listener that never accepts, in a network namespace of its own, and twenty clients: what TCPulse shows of its kernel live, over ssh and from
 * pasted text, held to the packets and to what the kernel counted. Root only.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostLook, hostLookSchema } from '../../src/shared/contract/host';
import type { Report } from '../../src/shared/contract/report';
import { analyseBytes } from '../analyse-bytes';
import { ensureBuilt, projectFolder } from '../e2e/servers';
import { type LoopbackSsh, startLoopbackSsh } from './loopback-ssh';
import { Network } from './network.js';

const BACKLOG = 4;
const CLIENTS = 20;
const PORT = 8080;
const INTERVAL_MS = 100;
/** From the moment that a SYN is captured at the client until the server's kernel has dropped it, on a busy machine. */
const ON_THE_WAY_MS = 50;
const NAMESPACE = 'tcpulse-host-s';
const COMMAND = join(projectFolder, 'bin/tcpulse.js');

function reasonToSkip(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it makes network namespaces: run it as root on Linux';
  const missing = ['ip', 'ss', 'tcpdump', 'python3', 'netstat', 'nstat'].filter((program) => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  return missing.length > 0 ? `missing: ${missing.join(', ')}` : null;
}

const skipped = reasonToSkip();
if (skipped !== null) console.log(`host: skipped. ${skipped}`);
const noSshd = existsSync('/usr/sbin/sshd') ? null : 'sshd is missing (openssh-server)';
if (noSshd !== null) console.log(`host: the part over ssh is skipped. ${noSshd}`);

/** `tcpulse host --watch --json` while it runs. */
class Watch {
  readonly #child: ChildProcess;
  /** All of its output has come. */
  readonly #closed: Promise<unknown>;
  #output = '';
  #errors = '';

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const all = [COMMAND, 'host', '--watch', '--json', '--interval', String(INTERVAL_MS), ...args];
    this.#child = spawn(process.execPath, all, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#closed = once(this.#child, 'close');
    this.#child.stdout?.on('data', (chunk) => {
      this.#output += String(chunk);
    });
    this.#child.stderr?.on('data', (chunk) => {
      this.#errors += String(chunk);
    });
  }

  async firstLook(): Promise<void> {
    while (!this.#output.includes('\n')) {
      if (this.#child.exitCode !== null) throw new Error(`ended: ${this.#errors}`);
      await sleep(20);
    }
  }

  /** As a user ends it; the samples taken. */
  async stop(): Promise<HostLook[]> {
    this.#child.kill('SIGINT');
    await this.#closed;
    expect(this.#errors).toBe('');
    expect(this.#child.exitCode).toBe(0);
    return this.text.split('\n').flatMap((line) => (line === '' ? [] : [lookOf(line)]));
  }

  get text(): string {
    return this.#output;
  }
}

function lookOf(line: string): HostLook {
  return hostLookSchema.parse({ recording: 0, ...JSON.parse(line) });
}

function inNamespace(command: string): string {
  return execFileSync('ip', ['netns', 'exec', NAMESPACE, 'sh', '-c', command], { encoding: 'utf8' });
}

async function tcpulse(args: readonly string[], input = ''): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, [COMMAND, ...args], { env: { ...process.env, LC_ALL: 'C' }, stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, output };
}

const overflowsOf = ({ sample }: HostLook): number => sample.counters?.ListenOverflows ?? Number.NaN;
const listenerOf = ({ sample }: HostLook) => sample.listeners?.find(({ port }) => port === PORT);

/** Times of the SYNs that were dropped, in ms since the epoch. */
async function droppedSyns(report: Report): Promise<number[]> {
  const frames = new Set(
    report.connections.filter(({ handshake }) => handshake.state === 'unanswered').flatMap(({ handshake }) => handshake.synFrames),
  );
  const times = execFileSync('tcpdump', ['-r', capturePath, '-tt', '-n'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .trim()
    .split('\n');
  return [...frames].map((frame) => Number(times[frame - 1]?.split(' ')[0]) * 1000);
}

/** How many of `times` lie before a time. */
function before(times: readonly number[], timeMs: number): number {
  return times.filter((time) => time < timeMs).length;
}

let folder = '';
let capturePath = '';

describe.skipIf(skipped !== null)('a host whose accept queue overflows', () => {
  let network: Network;
  let ssh: LoopbackSsh | null = null;
  let looks: HostLook[] = [];
  let lookedAtOverSsh: HostLook[] = [];
  let clientLooks = '';
  let shown = '';
  let whileItRuns: Report;
  let report: Report;
  const saved = { before: '', after: '' };

  beforeAll(async () => {
    ensureBuilt();
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-host-'));
    capturePath = join(folder, 'host.pcap');
    network = new Network('host', 4);
    await network.server.do('listen', { address: network.addresses.server, port: PORT, backlog: BACKLOG });
    await network.record(capturePath);
    const watch = new Watch(['--netns', NAMESPACE]);
    const clientWatch = new Watch(['--netns', 'tcpulse-host-c']);
    if (noSshd === null) ssh = await startLoopbackSsh();
    const remote = ssh === null ? null : new Watch(['--ssh', ssh.destination, '--netns', NAMESPACE], ssh.environment);
    await Promise.all([watch.firstLook(), clientWatch.firstLook(), remote?.firstLook()]);
    const texts = 'date; ss -lnt; netstat -s; nstat -az; cat /proc/net/netstat; sysctl -a 2>/dev/null';
    saved.before = inNamespace(texts);
    await network.client.do('crowd', { address: network.addresses.server, port: PORT, clients: CLIENTS, spacingS: 0.05 });
    await sleep(3200);
    saved.after = inNamespace(texts);
    shown = (await tcpulse(['host', '--netns', NAMESPACE])).output;
    whileItRuns = await analyseBytes(readFileSync(capturePath));
    looks = await watch.stop();
    await clientWatch.stop();
    clientLooks = clientWatch.text;
    lookedAtOverSsh = (await remote?.stop()) ?? [];
    await network.close();
    report = await analyseBytes(readFileSync(capturePath));
    writeFileSync(join(folder, 'server.ndjson'), watch.text);
    writeFileSync(join(folder, 'client.ndjson'), clientLooks);
  }, 120_000);

  afterAll(async () => {
    await ssh?.stop();
    network?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows a queue that is empty at first, then one longer than its limit', () => {
    expect(looks.length).toBeGreaterThan(20);
    expect(listenerOf(looks[0] as HostLook)).toMatchObject({ queue: 0, limit: BACKLOG });
    expect(listenerOf(looks.at(-1) as HostLook)).toMatchObject({ queue: BACKLOG + 1, limit: BACKLOG });
    expect(shown).toMatch(new RegExp(`${network.addresses.server} +${PORT} +${BACKLOG + 1} +${BACKLOG} .*FULL`));
  });

  it('counts overflows at the times at which SYNs were dropped', async () => {
    const dropped = await droppedSyns(report);
    expect(dropped.length).toBeGreaterThan(CLIENTS - BACKLOG);
    let rises = 0;
    for (const [place, look] of looks.entries()) {
      const next = looks[place + 1];
      if (next === undefined) break;
      // Counters are read after the time that a sample bears, and before that of the next.
      expect(overflowsOf(look)).toBeGreaterThanOrEqual(before(dropped, (look.sample.timeMs as number) - ON_THE_WAY_MS));
      expect(overflowsOf(look)).toBeLessThanOrEqual(before(dropped, next.sample.timeMs as number));
      if (overflowsOf(next) > overflowsOf(look)) rises++;
    }
    expect(rises).toBeGreaterThan(3);
  });

  it('has the verdict while it runs', () => {
    expect(whileItRuns.listeners).toMatchObject([{ port: PORT, verdict: 'accept-queue-overflow', acceptQueue: { overflow: 'yes' } }]);
  });

  it.skipIf(noSshd !== null)('sees the same over ssh', () => {
    expect(lookedAtOverSsh.length).toBeGreaterThan(10);
    expect(listenerOf(lookedAtOverSsh.at(-1) as HostLook)).toMatchObject({ address: network.addresses.server, queue: BACKLOG + 1, limit: BACKLOG });
    for (const [place, look] of lookedAtOverSsh.entries()) {
      const time = look.sample.timeMs as number;
      const nextTime = lookedAtOverSsh[place + 1]?.sample.timeMs;
      // What was read locally in whole before this look, and from the next look on, brackets it.
      const earlier = looks.findLast((_, at) => (looks[at + 1]?.sample.timeMs ?? Number.POSITIVE_INFINITY) < time);
      const later = looks.find(({ sample }) => nextTime != null && (sample.timeMs as number) > nextTime);
      if (earlier !== undefined) expect(overflowsOf(look)).toBeGreaterThanOrEqual(overflowsOf(earlier));
      if (later !== undefined) expect(overflowsOf(look)).toBeLessThanOrEqual(overflowsOf(later));
    }
    expect(lookedAtOverSsh.at(-1)?.sample.sysctls ?? lookedAtOverSsh[0]?.sample.sysctls).toEqual(looks[0]?.sample.sysctls);
  });

  it('reads the same from pasted text', async () => {
    const { status, output } = await tcpulse(['host', '-', '--json'], saved.before + saved.after);
    expect(status).toBe(0);
    const lines = output.trim().split('\n');
    const samples = lines.filter((line) => line.startsWith('{"type":"sample"')).map(lookOf);
    expect(samples).toHaveLength(2);
    expect(samples.map((look) => listenerOf(look)?.queue)).toEqual([0, BACKLOG + 1]);
    expect(samples[1]?.sample.sysctls).toEqual(looks[0]?.sample.sysctls);
    const { changes } = JSON.parse(lines.find((line) => line.startsWith('{"type":"changes"')) ?? '{}') as HostLook;
    const rise = changes.find(({ name }) => name === 'ListenOverflows')?.delta ?? 0;
    expect(rise).toBeGreaterThan(CLIENTS - BACKLOG);
    expect(rise).toBeLessThanOrEqual(overflowsOf(looks.at(-1) as HostLook));
  });

  it('says what happened between two outputs of netstat -s alone', async () => {
    const netstat = (text: string): string => text.slice(text.indexOf('Ip:'), text.indexOf('#kernel'));
    const { output } = await tcpulse(['host', '-'], netstat(saved.before) + netstat(saved.after));
    expect(output).toMatch(/! An accept queue was full \d+ times/);
    expect(output).toContain('5 connections were accepted from others.');
  });

  it('holds the samples of the server against the capture, and finds those of the client to contradict it', async () => {
    const server = await tcpulse(['host', join(folder, 'server.ndjson'), '--capture', capturePath]);
    expect(server.output).toContain('info: The kernel counted the accept-queue overflow');
    expect(server.output).not.toContain('outside the bounds');
    const client = await tcpulse(['host', join(folder, 'client.ndjson'), '--capture', capturePath]);
    expect(client.output).toContain('warning: The capture shows an accept-queue overflow that the kernel did not count');
  });

  it('names a namespace that does not exist', async () => {
    const { status } = await tcpulse(['host', '--netns', 'tcpulse-none']);
    expect(status).toBe(3);
  });
});
