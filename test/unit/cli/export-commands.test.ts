import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseListener } from '../../../src/cli/export-arguments';
import { tarHeader, tarPadding } from '../../../src/engine/project/tar';
import { unpackBundle } from '../../../src/platform/project/open-bundle';
import { openProjectOrBundle, saveProject } from '../../../src/platform/project/project-files';
import { bundlesFolder } from '../../../src/platform/temporary-folder';
import { AppError } from '../../../src/shared/contract/errors';
import { emptyProject } from '../../../src/shared/contract/project';

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
