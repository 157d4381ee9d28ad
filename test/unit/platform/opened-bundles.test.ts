/** A bundle lies in a temporary folder while it is open: what of it can be read there, and what a project that is saved from it keeps. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TAR_END, tarHeader, tarPadding } from '../../../src/engine/project/tar';
import type { Confinement } from '../../../src/platform/confinement';
import { fingerprintOf } from '../../../src/platform/project/fingerprints';
import { projectHandlers } from '../../../src/platform/project/project-handlers';
import { createSessionHost } from '../../../src/platform/session-host';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { emptyProject, type Project } from '../../../src/shared/contract/project';
import type { OpenedProject } from '../../../src/shared/contract/project-methods';

let folder: string;
let root: string;
let temporaryFolder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-bundle-'));
  root = join(folder, 'root');
  temporaryFolder = join(folder, 'temporary');
  mkdirSync(root);
  mkdirSync(temporaryFolder);
  writeFileSync(join(folder, 'secret'), 'not for pages');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CAPTURE = 'packets of a';
const context = { signal: new CancelSource() };
const session = 'page-of-a-test';
const FREE: Confinement = { root: null, allowedFiles: [] };
/** As in browser mode. */
const confinement = (): Confinement => ({ root, allowedFiles: [] });
const handlers = (confined = confinement()) => projectHandlers({ confinement: confined, temporaryFolder, saveDialog: async () => null });

function projectOn(path: string): Project {
  const fingerprint = { bytes: 0, sha256: '' };
  return { ...emptyProject(), captures: [{ id: 'c1', name: 'a.pcap', offsetMs: 0, source: { kind: 'file', path, fingerprint } }] };
}

/** A bundle in the root, of one capture, whose project names it as `path`. */
async function openBundle(path = 'captures/1-a.pcap', confined = confinement()): Promise<OpenedProject> {
  const entry = (name: string, text: string) => [tarHeader(name, text.length, 0), Buffer.from(text), tarPadding(text.length)];
  const parts = [...entry('project.tcpulse', JSON.stringify(projectOn(path))), ...entry('captures/1-a.pcap', CAPTURE), TAR_END];
  writeFileSync(join(root, 'case.tcpulse-bundle'), gzipSync(Buffer.concat(parts)));
  return await handlers(confined)['project.open']({ path: join(root, 'case.tcpulse-bundle'), upload: null, backup: false }, context);
}

describe('a bundle that is open', () => {
  it('lets its captures be read where a root confines what can be', async () => {
    const { captures } = await openBundle();
    expect(captures).toEqual([{ id: 'c1', state: 'found', path: expect.stringMatching(/1-a\.pcap$/) }]);
    const host = createSessionHost({ ...confinement(), standardInput: false, temporaryFolder });
    const path = captures[0]?.path ?? '';
    const bytes = await host.open({ kind: 'file', path });
    expect(bytes.available).toBe(CAPTURE.length);
    await bytes.close();
    symlinkSync(join(folder, 'secret'), join(dirname(path), 'link.pcap'));
    for (const outside of [join(folder, 'secret'), join(temporaryFolder, 'upload'), join(dirname(path), 'link.pcap')])
      await expect(host.open({ kind: 'file', path: outside }), outside).rejects.toMatchObject({ code: 'outside-root' });
  });

  it.each(['', 'captures/../../../../'])('finds nothing outside itself that it names (behind "%s")', async (way) => {
    const { captures } = await openBundle(way === '' ? join(folder, 'secret') : `${way}secret`, FREE);
    expect(captures).toEqual([{ id: 'c1', state: 'missing', path: null }]);
  });

  it.each([
    { name: 'in a root', confined: () => confinement() },
    { name: 'anywhere', confined: () => FREE },
  ])('gives its captures to the project that is saved from it, once ($name)', async ({ confined }) => {
    const { project } = await openBundle();
    const path = join(root, 'case.tcpulse');
    const save = () => handlers(confined())['project.save']({ path, project, revision: null, session }, context);
    await save();
    await save();
    rmSync(temporaryFolder, { recursive: true });
    expect(readdirSync(join(root, 'case-captures'))).toEqual(['1-a.pcap']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      captures: [{ source: { path: 'case-captures/1-a.pcap', fingerprint: await fingerprintOf(join(root, 'case-captures', '1-a.pcap')) } }],
    });
    const again = await handlers(confined())['project.open']({ path, upload: null, backup: false }, context);
    expect(again.captures).toEqual([{ id: 'c1', state: 'found', path: join(root, 'case-captures', '1-a.pcap') }]);
  });

  it('leaves a file alone that has the name of its capture', async () => {
    const { project } = await openBundle();
    mkdirSync(join(root, 'case-captures'));
    writeFileSync(join(root, 'case-captures', '1-a.pcap'), 'of somebody else');
    await handlers()['project.save']({ path: join(root, 'case.tcpulse'), project, revision: null, session }, context);
    expect(readFileSync(join(root, 'case-captures', '1-a.pcap'), 'utf8')).toBe('of somebody else');
    expect(readFileSync(join(root, 'case-captures', '2-1-a.pcap'), 'utf8')).toBe(CAPTURE);
  });
});
