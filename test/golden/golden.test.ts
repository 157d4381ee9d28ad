/**
 * Every packet of the recordings, one line of JSON each, and their reports, as they were checked: the packets against tshark, the reports by what the kernel
 * that was recorded counted (`test/lab/truth.test.ts`). `TCPULSE_GOLDEN=1 npx vitest run test/golden` writes them anew; look at what changed before it is committed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { textOf, withRead } from '../analyse-bytes';

const RECORDINGS = join(import.meta.dirname, '../captures/lab');
const NAMES = readdirSync(RECORDINGS)
  .filter((name) => name.endsWith('.pcap'))
  .map((name) => name.replace(/\.pcap$/, ''));
const FIELDS = [
  ...[
    'frame.number',
    'frame.time_epoch',
    'frame.len',
    'ip.src',
    'ip.dst',
    'ipv6.src',
    'ipv6.dst',
    'ip.ttl',
    'tcp.stream',
    'tcp.srcport',
    'tcp.dstport',
  ],
  ...['tcp.flags', 'tcp.seq', 'tcp.ack', 'tcp.len', 'tcp.window_size', 'tcp.options.timestamp.tsval', 'tcp.options.timestamp.tsecr'],
  ...['_ws.col.Protocol', '_ws.col.Info'],
];

/** Frames that tshark shows otherwise; why: docs/differences-from-tshark.md. */
const OTHERWISE: Readonly<Record<string, readonly number[]>> = {
  // Probes on a connection that was idle when the recording began are duplicate ACKs to tshark.
  'keepalive-mid-stream': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  // The Info column names the command alone.
  'redis-ping': [6, 8, 12, 13, 17, 18, 22, 23, 27, 28],
  // Probes into a closed window are keep-alives to tshark.
  'zero-window': [16, 17, 18, 19, 20, 21, 22, 25, 26, 27, 28],
};

const isMadeAnew = process.env.TCPULSE_GOLDEN !== undefined;
const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark) console.log('skipped: golden packets against tshark: no tshark');

const recordingOf = (name: string): string => join(RECORDINGS, `${name}.pcap`);

/** Fields with a value, one object a line. */
function jsonLines(table: string): string[] {
  return table
    .trimEnd()
    .split('\n')
    .map((line) => {
      const values = line.split('\t');
      return JSON.stringify(Object.fromEntries(FIELDS.map((field, place) => [field, values[place] ?? '']).filter(([, value]) => value !== '')));
    });
}

async function packetLines(name: string): Promise<string[]> {
  return await withRead(readFileSync(recordingOf(name)), async ({ handlers, context, capture }) =>
    jsonLines(await textOf(handlers['packets.write']({ capture, fields: FIELDS, format: 'text', filter: null }, context))),
  );
}

async function reportLines(name: string): Promise<string[]> {
  return await withRead(readFileSync(recordingOf(name)), async ({ handlers, context, capture }) => {
    const params = { captures: [capture], format: 'ndjson' as const, allConnections: false, language: 'en' };
    return (await textOf(handlers['report.write'](params, context))).trimEnd().split('\n');
  });
}

/** `lines`: what is written when they are made anew. */
function golden(file: string, lines?: readonly string[]): readonly string[] {
  const path = join(import.meta.dirname, `${file}.jsonl`);
  if (isMadeAnew && lines) writeFileSync(path, `${lines.join('\n')}\n`);
  if (!existsSync(path)) throw new Error(`There is no golden ${path}: TCPULSE_GOLDEN=1 makes it.`);
  return readFileSync(path, 'utf8').trimEnd().split('\n');
}

describe.each(NAMES)('%s', (name) => {
  it('has the packets that were checked', async () => {
    const lines = await packetLines(name);
    expect(lines).toEqual(golden(`${name}.packets`, lines));
  });

  it('has the report that was checked', async () => {
    const lines = await reportLines(name);
    expect(lines.map((line) => JSON.parse(line))).toEqual(golden(`${name}.report`, lines).map((line) => JSON.parse(line)));
  });
});

describe.runIf(hasTshark)('the golden packets', () => {
  const home = mkdtempSync(join(tmpdir(), 'tcpulse-tshark-'));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it.each(NAMES)('are those of tshark: %s', (name) => {
    const fields = FIELDS.flatMap((field) => ['-e', field]);
    const run = spawnSync('tshark', ['-n', '-r', recordingOf(name), '-T', 'fields', ...fields], {
      env: { ...process.env, HOME: home },
      encoding: 'utf8',
    });
    const theirs = jsonLines(run.stdout);
    const ours = golden(`${name}.packets`);
    expect(ours).toHaveLength(theirs.length);
    expect(ours.flatMap((line, place) => (line === theirs[place] ? [] : [place + 1]))).toEqual(OTHERWISE[name] ?? []);
  });
});
