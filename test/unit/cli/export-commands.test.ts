import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundle } from '../../../src/cli/commands/bundle';
import { report } from '../../../src/cli/commands/report';
import { UsageError } from '../../../src/cli/exit-status';
import { parseListener } from '../../../src/cli/export-arguments';
import { tarHeader, tarPadding } from '../../../src/engine/project/tar';
import { unpackBundle } from '../../../src/platform/project/open-bundle';
import { openProjectOrBundle, saveProject } from '../../../src/platform/project/project-files';
import { bundlesFolder } from '../../../src/platform/temporary-folder';
import { AppError } from '../../../src/shared/contract/errors';
import { emptyProject, type Project } from '../../../src/shared/contract/project';
import { CliDouble, type FileDouble } from './cli-double';

const FREE = { root: null, allowedFiles: [] };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-export-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the listener that a report is asked for', () => {
  it.each([
    ['443', null, 443],
    ['10.0.0.1:80', '10.0.0.1', 80],
    ['[2001:DB8::1]:80', '2001:db8::1', 80],
    ['*:9000', null, 9000],
  ])('%s', (text, address, port) => expect(parseListener(text, String)).toEqual({ address, port }));

  it.each(['', 'http', '10.0.0.1', '70000', '2001:db8::1:80'])('%j is refused', (text) => expect(() => parseListener(text, String)).toThrow());
});

describe('a report of a project', () => {
  const decodeAs = { rules: [{ selector: 'tcp.port' as const, value: 7001, protocol: 'redis' }], heuristics: false };

  /** Calls and messages of the command on a project with this and a pasted, a sample and a stored capture. */
  async function reported(more: Partial<Project>, status = 0, sample: FileDouble = {}): Promise<CliDouble> {
    const path = join(folder, 'case.tcpulse');
    const stored = join(folder, 'a.pcap');
    writeFileSync(stored, 'packets');
    const captures: Project['captures'] = [
      { id: 'c1', name: 'a.pcap', offsetMs: 0, source: { kind: 'file', path: 'a.pcap', fingerprint: { bytes: 0, sha256: '' } } },
      { id: 'c2', name: 'pasted', offsetMs: 0, source: { kind: 'text', text: '12:00:00 IP …' } },
      { id: 'c3', name: 'sample', offsetMs: 0, source: { kind: 'sample', id: 'a-sample' } },
    ];
    writeFileSync(path, JSON.stringify({ ...emptyProject(), captures, ...more }));
    const cli = new CliDouble({ [stored]: sample, '': {} });
    expect(await report(cli.environment, [path], { format: 'md' })).toBe(status);
    return cli;
  }

  it('reads every capture as the workbench does: pasted text and samples too, each by its rules', async () => {
    const { calls, messages } = await reported({ decodeAs: [{ capture: 'c2', ...decodeAs }] });
    expect(calls.filter(({ method }) => method === 'captures.open').map(({ params }) => params)).toEqual([
      { source: { kind: 'file', path: join(folder, 'a.pcap') } },
      { source: { kind: 'text', name: 'pasted', text: '12:00:00 IP …' }, decodeAs },
      { source: { kind: 'sample', id: 'a-sample' } },
    ]);
    expect(calls.at(-1)).toMatchObject({ method: 'report.document', params: { captures: [0, 1, 2] } });
    expect(messages).toBe('');
  });

  it('is of what can be read of it: a message tells the rest', async () => {
    const { calls, messages, output } = await reported({}, 4, { error: new AppError('no-such-sample', { id: 'gone' }) });
    expect(calls.at(-1)).toMatchObject({
      method: 'report.document',
      params: { captures: [0, 1], annotations: { captures: [{ id: 'c2' }, { id: 'c3' }] } },
    });
    expect(messages).toBe('tcpulse: There is no sample capture gone.\n');
    expect(output).not.toBe('');
  });

  it('lists findings as the project does', async () => {
    const thresholds = { minConfidence: 0.8, severity: 'warning' as const };
    expect((await reported({ thresholds })).calls.at(-1)?.params).toMatchObject({ annotations: { thresholds } });
  });

  it('tells times in its zone, or says that this machine does not know it', async () => {
    const known = await reported({ timeZone: 'Asia/Shanghai' });
    expect([known.calls.at(-1)?.params, known.messages]).toEqual([expect.objectContaining({ timeZone: 'Asia/Shanghai' }), '']);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const unknown = await reported({ timeZone: 'Mars/Base' });
    expect(unknown.calls.at(-1)?.params).toMatchObject({ timeZone });
    expect(unknown.messages).toContain(`Mars/Base, which is not known here: they are told in ${timeZone}.`);
  });
});

describe('a report and a bundle of captures', () => {
  it.each([
    { command: 'report', run: report },
    { command: 'bundle', run: bundle },
  ])('are of those that can be read: $command', async ({ run }) => {
    const cli = new CliDouble({ 'b.pcap': {} });
    expect(await run(cli.environment, ['missing.pcap', 'b.pcap'], {})).toBe(4);
    expect(cli.calls.at(-1)?.params).toMatchObject({ captures: [run === report ? 0 : { capture: 0 }] });
    expect(cli.messages).toMatch(/^tcpulse: missing\.pcap .*\n$/);
    const none = new CliDouble({});
    expect(await run(none.environment, ['missing.pcap', 'gone.pcap'], {})).toBe(3);
    expect([none.output, none.messages.match(/^tcpulse: /gm)?.length]).toEqual(['', 2]);
  });

  it('are not written over what they are made of, by whatever name', async () => {
    const [stored, link, project] = ['a.pcap', 'link', 'case.tcpulse'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(stored, 'packets');
    symlinkSync(stored, link);
    const source = { kind: 'file' as const, path: 'a.pcap', fingerprint: { bytes: 0, sha256: '' } };
    const text = JSON.stringify({ ...emptyProject(), captures: [{ id: 'c', name: 'a', offsetMs: 0, source }] });
    writeFileSync(project, text);
    const cli = new CliDouble({ [stored]: {} });
    for (const [path, out] of [
      [stored, stored],
      [stored, link],
      [project, stored],
      [project, project],
    ] as const) {
      await expect(report(cli.environment, [path], { out })).rejects.toBeInstanceOf(UsageError);
      await expect(bundle(cli.environment, [path], { out })).rejects.toBeInstanceOf(UsageError);
    }
    expect([readFileSync(stored, 'utf8'), readFileSync(project, 'utf8')]).toEqual(['packets', text]);
  });

  it('take --capture only with what it is said of', async () => {
    const cli = new CliDouble({ 'a.pcap': {} });
    await expect(report(cli.environment, ['a.pcap'], { capture: 0 })).rejects.toBeInstanceOf(UsageError);
    expect(cli.calls).toEqual([]);
  });

  it('go to standard output as -', async () => {
    const cli = new CliDouble({ 'a.pcap': {} });
    expect(await report(cli.environment, ['a.pcap'], { out: '-' })).toBe(0);
    expect(cli.output).toContain('first second');
  });
});

const archive = (...files: readonly (readonly [string, string])[]) =>
  Buffer.concat([
    ...files.flatMap(([name, text]) => [tarHeader(name, Buffer.byteLength(text), 0), Buffer.from(text), tarPadding(Buffer.byteLength(text))]),
    new Uint8Array(1024),
  ]);

async function problemOf(bytes: Uint8Array): Promise<AppError> {
  const path = join(folder, 'b.tcpulse-bundle');
  writeFileSync(path, bytes);
  return (await unpackBundle(path, join(folder, 'temporary')).then(
    () => new Error('it was unpacked'),
    (error: unknown) => error,
  )) as AppError;
}

describe('a bundle', () => {
  it('is unpacked into a folder of its own', async () => {
    const path = join(folder, 'b.tcpulse-bundle');
    const project = JSON.stringify({
      ...emptyProject(),
      captures: [{ id: 'c', name: 'a', offsetMs: 0, source: { kind: 'file', path: 'captures/1-a.pcap', fingerprint: { bytes: 0, sha256: '' } } }],
    });
    writeFileSync(path, gzipSync(archive(['project.tcpulse', project], ['captures/1-a.pcap', 'packets'])));
    const opened = await openProjectOrBundle(path, false, { root: folder, allowedFiles: [] }, join(folder, 'temporary'));
    expect(opened).toMatchObject({ path: null, revision: null, captures: [{ id: 'c', state: 'found' }] });
    expect(readFileSync(opened.captures[0]?.path as string, 'utf8')).toBe('packets');
    const saved = await saveProject(join(folder, 'kept.tcpulse'), opened.project, null, FREE, 0);
    expect(saved.fingerprints.c).toMatchObject({ bytes: 7, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it.each([
    ['is no gzip', Buffer.from('hello')],
    ['is cut', gzipSync(archive(['project.tcpulse', '{}'])).subarray(0, 40)],
    ['ends too early', gzipSync(archive(['project.tcpulse', '{}']).subarray(0, 512))],
    ['leads out of its folder', gzipSync(archive(['project.tcpulse', '{}'], ['captures/../../evil', 'x']))],
    ['holds a hidden file', gzipSync(archive(['project.tcpulse', '{}'], ['captures/.bashrc', 'x']))],
    ['holds no project', gzipSync(archive(['captures/a', 'x']))],
    ['holds a name twice', gzipSync(archive(['project.tcpulse', '{}'], ['project.tcpulse', '{}']))],
  ])('that %s is refused, and leaves nothing', async (_, bytes) => {
    const error = await problemOf(bytes);
    expect(error).toBeInstanceOf(AppError);
    expect(['bundle-damaged', 'file-not-readable']).toContain(error.code);
    expect(readdirSync(bundlesFolder(join(folder, 'temporary')))).toEqual([]);
  });

  it('as its tests write it is what tar writes', () => {
    expect(gunzipSync(gzipSync(archive(['a', 'b']))).length % 512).toBe(0);
  });
});
