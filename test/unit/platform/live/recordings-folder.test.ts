/** Recordings that were never saved: whose they are, who may see them, and that a refused one is gone. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLiveHost } from '../../../../src/platform/live/live-host';
import { recordingsFolder, writeRecordingNote } from '../../../../src/platform/live/recordings-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-left-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The id of a process that has ended. */
const gone = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const host = () => createLiveHost({ confinement: { root: null, allowedFiles: [] }, standardInput: false });

function leave(id: string, note: { owner?: number; recorder?: number; startedMs?: number } = {}): void {
  const { owner = gone(), recorder = gone(), startedMs = 1 } = note;
  const place = recordingsFolder();
  writeRecordingNote(place, {
    id,
    owner: { process: owner, session: 'another' },
    recorder,
    source: 'tcpdump',
    interface: 'eth0',
    filter: 'tcp',
    startedMs,
  });
  writeFileSync(join(place, `${id}.pcapng`), 'bytes');
}

const FIRST = 'a'.repeat(24);
const SECOND = 'b'.repeat(24);

describe('recordings that were left behind', () => {
  it('are offered, the oldest first, while those of the living are not', () => {
    leave(SECOND, { startedMs: 2 });
    leave(FIRST, { startedMs: 1 });
    leave('c'.repeat(24), { owner: process.ppid });
    leave('d'.repeat(24), { recorder: process.pid });
    expect(host().recoveries()).toEqual([
      { id: FIRST, interface: 'eth0', filter: 'tcp', startedMs: 1, bytes: 5 },
      { id: SECOND, interface: 'eth0', filter: 'tcp', startedMs: 2, bytes: 5 },
    ]);
  });

  it('are gone when they are refused, and nothing else is', () => {
    leave(FIRST);
    leave(SECOND);
    host().discard(FIRST);
    expect(readdirSync(recordingsFolder()).sort()).toEqual([`${SECOND}.json`, `${SECOND}.pcapng`]);
    expect(() => host().discard(FIRST)).toThrow('no-such-live-recording');
  });

  it('lie where nobody else may look', () => {
    expect(statSync(recordingsFolder()).mode & 0o777).toBe(0o700);
    leave(FIRST);
    expect(statSync(join(recordingsFolder(), `${FIRST}.json`)).mode & 0o777).toBe(0o600);
  });

  it.skipIf(process.platform === 'win32')('are not looked for in a folder that others may write to', () => {
    const place = join(folder, `tcpulse-recordings-${userInfo().uid}`);
    mkdirSync(place);
    chmodSync(place, 0o777);
    expect(() => host().recoveries()).toThrow('file-not-readable');
  });
});
