import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startError } from '../../../../src/platform/live/recording';
import { RecordingFiles } from '../../../../src/platform/live/recording-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the file of a recording', () => {
  const filesAt = (file: string) =>
    new RecordingFiles({ file, folder, name: 'x', ring: null, headers: () => new Uint8Array(0), onFile: () => {}, onRemoved: () => {} });

  it('keeps what it held until there is something to write', () => {
    const path = join(folder, 'a.pcapng');
    writeFileSync(path, 'an earlier recording');
    filesAt(path).close();
    expect(readFileSync(path, 'utf8')).toBe('an earlier recording');
    const files = filesAt(path);
    files.write(Buffer.from('new '));
    files.write(Buffer.from('one'));
    files.close();
    expect(readFileSync(path, 'utf8')).toBe('new one');
  });

  it('is named, or its folder, when it cannot be written', () => {
    const end = { code: 'not-writable', detail: 'EACCES' } as const;
    const missing = join(folder, 'no-such-folder');
    expect(startError(end, { source: 'tcpdump', file: join(missing, 'a.pcapng') })).toMatchObject({
      code: 'file-not-found',
      data: { path: missing },
    });
    const path = join(folder, 'a.pcapng');
    expect(startError(end, { source: 'tcpdump', file: path })).toMatchObject({ code: 'file-not-writable', data: { path, reason: 'EACCES' } });
  });
});
