/** `tcpulse capture` of what another program writes: to its standard input, to a named pipe. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createWriteStream, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMAND, endOf, startCapture } from './capture-command';
import { commandOf, descendantsOf, isAlive } from './processes';
import { contentOf, isBuilt } from './record';

if (!isBuilt) console.log('captures out of pipes: skipped, without the build');

const PCAP = fileURLToPath(new URL('../captures/lab/keepalive-peer-vanished.pcap', import.meta.url));

describe.skipIf(!isBuilt || process.platform !== 'linux')('a capture', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-pipe-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const bytesOf = (path: string): string[] => contentOf(path).packets.map(({ bytes }) => Buffer.from(bytes).toString('hex'));

  it('out of standard input holds the packets that were piped in, and ends with them', async () => {
    const file = join(folder, 'kept.pcapng');
    const child = spawn(process.execPath, [COMMAND, 'capture', '--json', '-i', '-', '-w', file], { stdio: ['pipe', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.on('data', (piece) => {
      output += piece;
    });
    child.stdin.end(readFileSync(PCAP));
    const [status] = await once(child, 'close');
    const expected = bytesOf(PCAP);
    const summary = JSON.parse(output.trim().split('\n').at(-1) ?? '') as unknown;
    expect(summary).toMatchObject({ type: 'summary', source: 'pipe', end: { code: 'source-ended' }, counters: { received: expected.length } });
    expect(status).toBe(0);
    expect(bytesOf(file)).toEqual(expected);
  });

  it('out of standard input that is a file holds its packets too', () => {
    const file = join(folder, 'kept.pcapng');
    const input = openSync(PCAP, 'r');
    const { status, stderr } = spawnSync(process.execPath, [COMMAND, 'capture', '-i', '-', '-w', file], {
      stdio: [input, 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    closeSync(input);
    expect(stderr).toMatch(/The source has ended\./);
    expect(status).toBe(0);
    expect(bytesOf(file)).toEqual(bytesOf(PCAP));
  });

  it('out of a named pipe begins when somebody writes to it', async () => {
    const pipe = join(folder, 'pipe');
    const file = join(folder, 'kept.pcapng');
    execFileSync('mkfifo', [pipe]);
    createWriteStream(pipe).end(readFileSync(PCAP));
    const running = await startCapture({ args: ['-i', pipe, '--source', 'pipe', '-w', file], environment: { ...process.env, LC_ALL: 'C' } });
    expect(await endOf(running)).toBe(0);
    expect(running.lines.at(-1)).toMatchObject({ type: 'summary', source: 'pipe', interface: pipe, end: { code: 'source-ended' } });
    expect(bytesOf(file)).toEqual(bytesOf(PCAP));
  });

  it('of a named pipe that nobody writes to is ended by an interrupt, and leaves no process behind', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const child = spawn(process.execPath, [COMMAND, 'capture', '-i', pipe, '--source', 'pipe'], { stdio: 'ignore' });
    await expect.poll(() => descendantsOf(child.pid ?? 0).some((pid) => commandOf(pid).startsWith('cat')), { timeout: 20_000 }).toBe(true);
    const processes = descendantsOf(child.pid ?? 0);
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    await expect.poll(() => processes.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  });
});
