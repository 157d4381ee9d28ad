import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAtomically } from '../../../src/platform/atomic-write';
import type { Confinement } from '../../../src/platform/confinement';
import { fingerprintOf } from '../../../src/platform/project/fingerprints';
import { backupPath, openProject, saveProject } from '../../../src/platform/project/project-files';
import { lockPath, releaseLock, takeLock } from '../../../src/platform/project/project-lock';
import { RecoveryStore } from '../../../src/platform/project/recovery-store';
import { AppError } from '../../../src/shared/contract/errors';
import { emptyProject, type Project } from '../../../src/shared/contract/project';

const FREE: Confinement = { root: null, allowedFiles: [] };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-project-'));
  mkdirSync(join(folder, 'captures'));
  writeFileSync(join(folder, 'captures', 'a.pcap'), 'packets of a');
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (...parts: string[]) => join(folder, ...parts);
const PROJECT = 'case.tcpulse';

function projectWith(path: string): Project {
  const fingerprint = { bytes: 0, sha256: '' };
  return { ...emptyProject(), captures: [{ id: 'c1', name: 'a.pcap', offsetMs: 0, source: { kind: 'file', path, fingerprint } }] };
}

const save = (project: Project, revision: string | null = null, confinement = FREE) =>
  saveProject(inFolder(PROJECT), project, revision, confinement, 1000);

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

describe('a saved project', () => {
  it('names captures relative to itself, with size and hash, and finds them again', async () => {
    await save(projectWith(inFolder('captures', 'a.pcap')));
    const stored = JSON.parse(readFileSync(inFolder(PROJECT), 'utf8')) as Project;
    const fingerprint = await fingerprintOf(inFolder('captures', 'a.pcap'));
    expect(stored.captures[0]?.source).toEqual({ kind: 'file', path: 'captures/a.pcap', fingerprint });
    expect(fingerprint).toEqual({ bytes: 12, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const opened = await openProject(inFolder(PROJECT), false, FREE);
    expect(opened.captures).toEqual([{ id: 'c1', state: 'found', path: inFolder('captures', 'a.pcap') }]);
    expect(opened.project.captures[0]?.source).toMatchObject({ path: inFolder('captures', 'a.pcap') });
  });

  it('may be moved together with its captures', async () => {
    await save(projectWith(inFolder('captures', 'a.pcap')));
    mkdirSync(inFolder('elsewhere'));
    renameSync(inFolder('captures'), inFolder('elsewhere', 'captures'));
    renameSync(inFolder(PROJECT), inFolder('elsewhere', PROJECT));
    const { captures } = await openProject(inFolder('elsewhere', PROJECT), false, FREE);
    expect(captures).toEqual([{ id: 'c1', state: 'found', path: inFolder('elsewhere', 'captures', 'a.pcap') }]);
  });

  it('notices captures that moved beside it, changed, or went', async () => {
    await save(projectWith(inFolder('captures', 'a.pcap')));
    const stateNow = async () => (await openProject(inFolder(PROJECT), false, FREE)).captures[0];
    renameSync(inFolder('captures', 'a.pcap'), inFolder('a.pcap'));
    expect(await stateNow()).toEqual({ id: 'c1', state: 'moved', path: inFolder('a.pcap') });
    rmSync(inFolder('a.pcap'));
    expect(await stateNow()).toEqual({ id: 'c1', state: 'missing', path: null });
    writeFileSync(inFolder('captures', 'a.pcap'), 'packets of b');
    expect(await stateNow()).toEqual({ id: 'c1', state: 'changed', path: inFolder('captures', 'a.pcap') });
  });

  it('is not written over what somebody else wrote meanwhile', async () => {
    const { revision } = await save(emptyProject());
    const second = await save({ ...emptyProject(), timeZone: 'UTC' }, revision);
    expect((await failure(save(emptyProject(), revision))).code).toBe('project-changed');
    expect((await openProject(inFolder(PROJECT), false, FREE)).revision).toBe(second.revision);
  });

  it('that is damaged is refused with the place, and the version before it opens', async () => {
    await save({ ...emptyProject(), timeZone: 'UTC' });
    await save({ ...emptyProject(), timeZone: 'Europe/Berlin' });
    const text = readFileSync(inFolder(PROJECT), 'utf8');
    writeFileSync(inFolder(PROJECT), text.slice(0, 100));
    const { code, data } = await failure(openProject(inFolder(PROJECT), false, FREE));
    expect({ code, data }).toMatchObject({ code: 'project-damaged', data: { place: expect.stringMatching(/^\d+:\d+$/), backup: true } });
    const opened = await openProject(inFolder(PROJECT), true, FREE);
    expect(opened.project.timeZone).toBe('UTC');
    expect(existsSync(backupPath(inFolder(PROJECT)))).toBe(true);
  });

  it('stays inside the root', async () => {
    mkdirSync(inFolder('root'));
    const confined: Confinement = { root: inFolder('root'), allowedFiles: [] };
    expect((await failure(saveProject(inFolder('out.tcpulse'), emptyProject(), null, confined, 0))).code).toBe('outside-root');
    symlinkSync(folder, inFolder('root', 'link'));
    expect((await failure(saveProject(inFolder('root', 'link', 'out.tcpulse'), emptyProject(), null, confined, 0))).code).toBe('outside-root');
    await saveProject(inFolder('root', PROJECT), projectWith(inFolder('root', PROJECT)), null, FREE, 0).catch(() => {});
    await saveProject(inFolder('root', PROJECT), emptyProject(), null, confined, 0);
    expect((await openProject('case.tcpulse', false, confined)).path).toBe(inFolder('root', PROJECT));
  });
});

describe('an atomic write', () => {
  it('that fails midway leaves the file as it was, and nothing beside it', async () => {
    const path = inFolder('f');
    await writeAtomically(path, [Buffer.from('old')]);
    async function* broken() {
      yield Buffer.from('new');
      throw new Error('disk on fire');
    }
    await expect(writeAtomically(path, broken())).rejects.toThrow('disk on fire');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['captures', 'f']);
  });

  it('leaves a link where it is, and replaces the file that it leads to', async () => {
    writeFileSync(inFolder('target'), 'old', { mode: 0o600 });
    symlinkSync('target', inFolder('link'));
    await writeAtomically(inFolder('link'), [Buffer.from('new')]);
    expect(lstatSync(inFolder('link')).isSymbolicLink()).toBe(true);
    expect([readFileSync(inFolder('target'), 'utf8'), statSync(inFolder('target')).mode & 0o777]).toEqual(['new', 0o600]);
  });

  it.skipIf(process.platform === 'win32')('writes to a pipe or a device, which stays what it is', async () => {
    execFileSync('mkfifo', [inFolder('pipe')]);
    const [read] = await Promise.all([readFile(inFolder('pipe')), writeAtomically(inFolder('pipe'), [Buffer.from('one '), Buffer.from('two')])]);
    expect(read.toString()).toBe('one two');
    expect(lstatSync(inFolder('pipe')).isFIFO()).toBe(true);
  });
});

describe('the lock of a project', () => {
  it('is one window’s until it lets go, or another takes it by force', () => {
    const path = inFolder(PROJECT);
    expect(takeLock(path, 'window-one', false, 1)).toMatchObject({ state: 'own', pid: process.pid });
    expect(takeLock(path, 'window-one', false, 2)).toMatchObject({ state: 'own', sinceMs: 1 });
    expect(takeLock(path, 'window-two', false, 3)).toMatchObject({ state: 'other', sinceMs: 1 });
    expect(takeLock(path, 'window-two', true, 4)).toMatchObject({ state: 'own', sinceMs: 4 });
    releaseLock(path, 'window-one');
    expect(existsSync(lockPath(path))).toBe(true);
    releaseLock(path, 'window-two');
    expect(existsSync(lockPath(path))).toBe(false);
  });

  it('of a process that died counts no more; that of another machine does', () => {
    const path = inFolder(PROJECT);
    takeLock(path, 'window-one', false, 1);
    const lock = JSON.parse(readFileSync(lockPath(path), 'utf8')) as Record<string, unknown>;
    writeFileSync(lockPath(path), JSON.stringify({ ...lock, pid: 2 ** 30 }));
    expect(takeLock(path, 'window-two', false, 2)).toMatchObject({ state: 'own' });
    writeFileSync(lockPath(path), JSON.stringify({ ...lock, pid: 2 ** 30, host: 'far-away' }));
    expect(takeLock(path, 'window-two', false, 3)).toMatchObject({ state: 'other', host: 'far-away' });
  });
});

describe('the recovery store', () => {
  it('offers what a page left that is gone, until it is forgotten', async () => {
    const store = new RecoveryStore(inFolder('recovery'), () => 77);
    const detach = store.attach('session-1');
    await store.keep('session-1', '/x/case.tcpulse', projectWith('/x/a.pcap'));
    expect(store.list()).toEqual([]);
    detach();
    expect(store.list()).toEqual([{ id: 'session-1', path: '/x/case.tcpulse', savedMs: 77, captures: ['a.pcap'], notes: 0 }]);
    expect(store.take('session-1').project.captures).toHaveLength(1);
    store.forget('session-1');
    expect(store.list()).toEqual([]);
    expect(() => store.take('../secret')).toThrow(AppError);
  });
});
