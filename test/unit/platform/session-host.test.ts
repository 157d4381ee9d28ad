import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaptureBytes, SessionHost } from '../../../src/engine/session/host';
import { createSessionHost, type SessionHostOptions } from '../../../src/platform/session-host';
import { createUpload } from '../../../src/platform/uploads';
import { AppError } from '../../../src/shared/contract/errors';

let folder: string;
let root: string;
let outside: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
  root = join(folder, 'root');
  outside = join(folder, 'outside');
  mkdirSync(join(root, 'sub'), { recursive: true });
  mkdirSync(join(folder, 'root-of-another'));
  mkdirSync(outside);
  for (const path of ['root/a.pcap', 'root/b10.pcap', 'root/b9.pcap', 'root/sub/c.pcap', 'outside/secret.pcap', 'root-of-another/d.pcap']) {
    writeFileSync(join(folder, path), path);
  }
  symlinkSync(join(outside, 'secret.pcap'), join(root, 'link-out.pcap'));
  symlinkSync(outside, join(root, 'folder-out'));
  symlinkSync(join(root, 'a.pcap'), join(root, 'sub', 'link-in.pcap'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const hostOf = (options: Partial<SessionHostOptions> = {}): SessionHost =>
  createSessionHost({ root, allowedFiles: [], standardInput: false, temporaryFolder: join(folder, 'temporary'), ...options });

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return (error as AppError).code;
  }
  return 'done';
}

async function textOf(bytes: CaptureBytes): Promise<string> {
  const all = new Uint8Array(bytes.available);
  bytes.read(0, all, 0, all.length);
  await bytes.close();
  return new TextDecoder().decode(all);
}

describe('files within a root', () => {
  const ROWS = [
    { name: 'a file', path: 'a.pcap', expected: 'done' },
    { name: 'a file in a folder', path: 'sub/c.pcap', expected: 'done' },
    { name: 'a link that stays inside', path: 'sub/link-in.pcap', expected: 'done' },
    { name: 'a folder', path: 'sub', expected: 'is-a-folder' },
    { name: 'a missing file', path: 'missing.pcap', expected: 'file-not-found' },
    { name: 'a file as a folder', path: 'a.pcap/b', expected: 'file-not-found' },
    { name: 'a way out', path: '../outside/secret.pcap', expected: 'outside-root' },
    { name: 'a way out and back', path: '../root/a.pcap', expected: 'done' },
    { name: 'a folder whose name begins like the root', path: '../root-of-another/d.pcap', expected: 'outside-root' },
    { name: 'a missing file outside', path: '../outside/missing.pcap', expected: 'outside-root' },
    { name: 'a link out', path: 'link-out.pcap', expected: 'outside-root' },
    { name: 'a linked folder out', path: 'folder-out/secret.pcap', expected: 'outside-root' },
    { name: 'an absolute path outside', path: '/etc/passwd', expected: 'outside-root' },
    { name: 'standard input', path: '-', expected: 'file-not-found' },
  ];
  it.each(ROWS)('$name: $expected', async ({ path, expected }) => {
    const opened = hostOf().open({ kind: 'file', path: path.startsWith('/') || path === '-' ? path : join(root, path) });
    expect(await codeOf(opened)).toBe(expected);
    if (expected === 'done') await (await opened).close();
  });

  it('besides those named on the command line, and only those', async () => {
    const host = hostOf({ allowedFiles: [join(outside, 'secret.pcap')] });
    expect(await textOf(await host.open({ kind: 'file', path: join(outside, 'secret.pcap') }))).toBe('outside/secret.pcap');
    expect(await codeOf(host.open({ kind: 'file', path: join(folder, 'root-of-another', 'd.pcap') }))).toBe('outside-root');
  });

  it('no limit without a root', async () => {
    expect(await textOf(await hostOf({ root: null }).open({ kind: 'file', path: join(outside, 'secret.pcap') }))).toBe('outside/secret.pcap');
  });
});

describe('the file browser', () => {
  it('shows folders first, then files in the order of their numbers, and no link out', async () => {
    const { path, parent, entries } = await hostOf().listFiles(null);
    expect([path, parent]).toEqual([root, null]);
    expect(entries.map(({ kind, name, bytes }) => [kind, name, bytes])).toEqual([
      ['folder', 'sub', 0],
      ['file', 'a.pcap', 11],
      ['file', 'b9.pcap', 12],
      ['file', 'b10.pcap', 13],
    ]);
  });

  it('goes down and up again, never above the root', async () => {
    const { parent, entries } = await hostOf().listFiles(join(root, 'sub'));
    expect(parent).toBe(root);
    expect(entries.map(({ name }) => name)).toEqual(['c.pcap', 'link-in.pcap']);
    expect(await codeOf(hostOf().listFiles(folder))).toBe('outside-root');
    expect(await codeOf(hostOf().listFiles(join(root, 'folder-out')))).toBe('outside-root');
    expect(await codeOf(hostOf().listFiles(join(root, 'missing')))).toBe('file-not-found');
    expect(await codeOf(hostOf({ root: null }).listFiles(null))).toBe('outside-root');
  });
});

describe('what is no file of the user', () => {
  it('opens pasted text', async () => {
    const bytes = await hostOf().open({ kind: 'text', name: 'pasted', text: 'Flags [S], 保活' });
    expect([bytes.name, bytes.ended]).toEqual(['pasted', true]);
    expect(await textOf(bytes)).toBe('Flags [S], 保活');
  });

  it('opens an upload once, and removes it', async () => {
    const temporaryFolder = join(folder, 'temporary');
    const { id, file } = createUpload(temporaryFolder);
    writeFileSync(file.descriptor, 'uploaded');
    expect(await textOf(await hostOf().open({ kind: 'upload', upload: id, name: 'mine.pcap' }))).toBe('uploaded');
    expect(readdirSync(temporaryFolder)).toEqual([]);
    expect(await codeOf(hostOf().open({ kind: 'upload', upload: id, name: 'mine.pcap' }))).toBe('upload-failed');
  });

  it.each(['../root/a.pcap', '', 'upload-', `upload-${'0'.repeat(32)}/../../root/a.pcap`])('opens no upload named %j', async (upload) => {
    expect(await codeOf(hostOf().open({ kind: 'upload', upload, name: 'x' }))).toBe('upload-failed');
  });

  it.each(['../../package.json', 'missing', ''])('opens no sample named %j', async (id) => {
    expect(await codeOf(hostOf().open({ kind: 'sample', id }))).toBe('no-such-sample');
  });

  it('opens every sample that it lists', async () => {
    const host = hostOf();
    for (const { id, bytes } of host.samples) {
      const opened = await host.open({ kind: 'sample', id });
      expect(opened.storedBytes).toBe(bytes);
      await opened.close();
    }
  });
});
