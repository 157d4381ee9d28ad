/** The built command as scripts meet it: standard input and output, exit status, signals. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { reportSchema } from '../../../src/shared/contract/report';

const path = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const COMMAND = path('bin/tcpulse.js');
const VANISHED = path('test/captures/lab/keepalive-peer-vanished.pcap');
const BUILT = existsSync(path('out/main/cli.js'));
if (!BUILT) console.log('skipped: the command is not built (npm run build)');

interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly messages: string;
}

interface RunOptions {
  /** What standard input holds; null keeps it open. */
  readonly input?: Uint8Array | string | null;
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets the running process. */
  readonly act?: (child: ChildProcessWithoutNullStreams) => Promise<void>;
}

async function run(args: readonly string[], { input = '', environment = {}, act }: RunOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, ...args], { env: { ...process.env, LC_ALL: 'C', ...environment } });
  const output: Buffer[] = [];
  const messages: Buffer[] = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => messages.push(chunk));
  if (input !== null) child.stdin.end(input);
  const ended = once(child, 'close');
  await act?.(child);
  const [status] = await ended;
  return { status, output: Buffer.concat(output).toString(), messages: Buffer.concat(messages).toString() };
}

describe.skipIf(!BUILT)('the command', () => {
  it('reads a file and standard input alike', async () => {
    const fromFile = await run(['analyze', VANISHED, '--json']);
    const fromInput = await run(['analyze', '-', '--json'], { input: readFileSync(VANISHED) });
    expect(fromFile).toMatchObject({ status: 0, messages: '' });
    expect(fromInput).toMatchObject({ status: 0, messages: '' });
    const report = reportSchema.parse(JSON.parse(fromFile.output));
    expect(report.connections[0]?.keepAlive[0]?.probes.map((probe) => probe.answer.kind)).toEqual(['ack', 'ack', 'none', 'none', 'none', 'none']);
    expect({ ...JSON.parse(fromInput.output).captures[0], path: VANISHED }).toEqual(report.captures[0]);
  });

  it.each([
    { name: 'its folder is missing', file: '/no/such/folder/a.pcapng', message: '/no/such/folder does not exist.' },
    { name: 'its disk is full', file: '/dev/full', message: 'The disk is full.', there: existsSync('/dev/full') },
    { name: 'what comes is no capture', input: 'neither pcap nor pcapng, and long enough to tell', message: 'The capture could not be started: ' },
  ])('says why what a pipe sends is not recorded: $name', async ({ file, message, input = readFileSync(VANISHED), there = true }) => {
    if (!there) return;
    const { status, messages } = await run(['capture', '-i', '-', ...(file === undefined ? [] : ['-w', file])], { input });
    expect(messages).toContain(`tcpulse: ${message}`);
    expect(status).toBe(3);
  });

  it('names the captures of a bundle by the bundle, wherever they were unpacked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tcpulse-bundle-'));
    try {
      const bundle = join(folder, 'case.tcpulse-bundle');
      const whole = readFileSync(VANISHED);
      await run(['bundle', '-', '-o', bundle], { input: whole.subarray(0, whole.length - 10) });
      const { status, output, messages } = await run(['report', bundle, '--format', 'json']);
      const [capture] = reportSchema.parse(JSON.parse(output)).captures;
      expect(capture?.path.startsWith(`${bundle}/captures/1-`)).toBe(true);
      expect(messages).toContain(`tcpulse: ${capture?.path}: The file ends`);
      expect(status).toBe(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reads what it can of a cut file and gives 4', async () => {
    const whole = readFileSync(VANISHED);
    const { status, output, messages } = await run(['analyze', '-', '--json'], { input: whole.subarray(0, whole.length - 10) });
    expect(messages).toBe('');
    expect(status).toBe(4);
    const [capture] = reportSchema.parse(JSON.parse(output)).captures;
    expect(capture).toMatchObject({ packets: 17, issues: [{ code: 'truncated-file' }] });
  });

  it.each([['packets'], ['dissect', '--frame', '1'], ['follow', '--connection', '0'], ['statistics', '--hierarchy'], ['report'], ['bundle']])(
    'says beside the output of %s that the file is cut',
    async (...command) => {
      const whole = readFileSync(VANISHED);
      const { status, output, messages } = await run([...command, '-'], { input: whole.subarray(0, whole.length - 10) });
      expect(status).toBe(4);
      expect(output).not.toBe('');
      expect(messages).toMatch(/^tcpulse: standard input: The file ends in the middle of a packet[^\n]+\n$/);
    },
  );

  it.each([
    { name: 'a missing file', args: ['analyze', '/no/such.pcap'], status: 3, message: /\/no\/such\.pcap/ },
    { name: 'a folder', args: ['analyze', path('test')], status: 3, message: /folder/ },
    { name: 'something else', args: ['analyze', path('LICENSE')], status: 3, message: /LICENSE/ },
    { name: 'empty input', args: ['analyze', '-'], status: 3, message: /^tcpulse: standard input is empty\./ },
    { name: 'a frame beyond the end', args: ['dissect', VANISHED, '--frame', '19'], status: 2, message: /19.*18/ },
    {
      name: 'a field that is none',
      args: ['packets', VANISHED, '--fields', 'ip.srcc'],
      status: 2,
      message: /no field, protocol or column “ip\.srcc”.*dissect/,
    },
    { name: 'a connection to report on', args: ['report', VANISHED, '--connection', '7'], status: 2, message: /no connection 7/ },
    { name: 'a listener to report on', args: ['report', VANISHED, '--listener', '1'], status: 2, message: /no listener \*:1/ },
    { name: 'a file to serve', args: ['serve', '/no/such.pcap', '--no-open'], status: 3, message: /\/no\/such\.pcap does not exist/ },
    { name: 'a folder to serve', args: ['serve', path('test'), '--no-open'], status: 3, message: /is a folder/ },
  ])('says in one line what is wrong with $name', async ({ args, status, message }) => {
    const ended = await run(args);
    expect(ended.status).toBe(status);
    expect(ended.output).toBe('');
    expect(ended.messages).toMatch(/^tcpulse: [^\n]+\n$/);
    expect(ended.messages).toMatch(message);
  });

  it('prints one line a packet, and fields of Wireshark', async () => {
    const lines = (await run(['packets', VANISHED])).output.trimEnd().split('\n');
    expect(lines).toHaveLength(18);
    expect(lines[17]).toMatch(/^ +18 +17\.\d{6} +192\.0\.2\.1 → 192\.0\.2\.2 +TCP +66 .*40000 → 9000.*RST/);
    const fields = (await run(['packets', VANISHED, '--fields', 'frame.number,ip.src,tcp.flags.reset,tcp.options.mss_val'])).output.split('\n');
    expect(fields[0]).toBe('1\t\t\t');
    expect(fields[2]).toBe('3\t192.0.2.1\t0\t1460');
    expect(fields[17]).toBe('18\t192.0.2.1\t1\t');
  });

  it('explains a packet with its bytes', async () => {
    const { status, output } = await run(['dissect', VANISHED, '--frame', '3']);
    expect(status).toBe(0);
    expect(output).toMatch(/^ +Time to Live: 64 {2}\[22:1\]$/m);
    expect(output).toMatch(/^0000 {2}02 00 00 00 00 02 02 00 00 00 00 01 08 00/m);
  });

  it('ends quietly when its reader goes away', async () => {
    const { status, messages } = await run(['packets', VANISHED], {
      act: async (child) => {
        child.stdout?.destroy();
      },
    });
    expect({ status, messages }).toEqual({ status: 0, messages: '' });
  });

  it('is interrupted while it waits for its input', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tcpulse-input-'));
    const { status, output, messages } = await run(['analyze', '-'], {
      input: null,
      environment: { TMPDIR: folder },
      act: async (child) => {
        child.stdin.write(readFileSync(VANISHED).subarray(0, 100));
        // What comes is kept in a file as long as it is read.
        await vi.waitUntil(() => readdirSync(folder).length > 0, { timeout: 20_000 });
        child.kill('SIGINT');
      },
    });
    rmSync(folder, { recursive: true });
    expect({ status, output }).toEqual({ status: 130, output: '' });
    expect(messages).toMatch(/^tcpulse: [^\n]+\n$/);
  });

  it('serves the workbench until it is told to end', async () => {
    const { status, output, messages } = await run(['serve', VANISHED, '--no-open'], {
      act: async (child) => {
        const [first] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
        const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(first.toString())?.[0] ?? '';
        expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
        const taken = await run(['serve', '--no-open', '--port', new URL(url).port]);
        expect(taken.status).toBe(2);
        expect(taken.messages).toContain(new URL(url).port);
        child.kill('SIGTERM');
      },
    });
    expect({ status, messages }).toEqual({ status: 0, messages: '' });
    expect(output).toContain('Ctrl+C');
  });
});
