/** What a shell answers about projects: Electron's main process and the server of browser mode alike. */
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CancelSignal } from '../../shared/base/cancellation';
import type { ProjectContract, ProjectHolder } from '../../shared/contract/project-methods';
import type { Handlers } from '../../shared/rpc/handlers';
import { type Confinement, confinedPath } from '../confinement';
import { bundlesFolder } from '../temporary-folder';
import { locateCaptures, stateOf } from './capture-paths';
import { openProjectOrBundle, openUploadedProject, saveProject } from './project-files';
import { releaseLock, takeLock } from './project-lock';
import { RecoveryStore } from './recovery-store';

/** How often a page that waits for a project looks whether it is free. */
const LOOK_MS = 1000;

export interface ProjectHost {
  readonly confinement: Confinement;
  /** Where bundles are unpacked. */
  readonly temporaryFolder: string;
  readonly recovery?: RecoveryStore;
  /** The system's dialog; null: cancelled, or none. */
  saveDialog(name: string, kind: 'project' | 'bundle' | 'report' | 'capture'): Promise<string | null>;
}

export function projectHandlers(host: ProjectHost): Handlers<ProjectContract> {
  const confinement: Confinement = { ...host.confinement, unpackedFolder: bundlesFolder(host.temporaryFolder) };
  const recovery = host.recovery ?? new RecoveryStore();
  return {
    'project.open': ({ path, upload, backup }) =>
      upload === null
        ? openProjectOrBundle(path, backup, confinement, host.temporaryFolder)
        : openUploadedProject(path, upload, confinement, host.temporaryFolder),
    'project.save': async ({ path, project, revision, session }) => {
      const saved = await saveProject(path, project, revision, confinement, Date.now());
      recovery.forget(session);
      return saved;
    },
    'project.autosave': async ({ path, project, session }) => {
      await recovery.keep(session, path, project);
      return {};
    },
    'project.forget': ({ session }) => {
      recovery.forget(session);
      return {};
    },
    'project.recoveries': () => ({ recoveries: recovery.list() }),
    'project.recover': async ({ id }) => {
      const { path, project } = recovery.take(id);
      const located = await locateCaptures(project, path === null ? '/' : dirname(path), confinement);
      return { path, project: located.project, revision: null, captures: [...located.statuses], newer: false };
    },
    'project.discard': ({ id }) => {
      recovery.take(id);
      recovery.forget(id);
      return {};
    },
    'project.locate': async ({ path, fingerprint }) => {
      const state = await stateOf(path, fingerprint, confinement);
      return { state, path: state === 'missing' ? null : resolve(path) };
    },
    'project.hold': ({ path, session, force }, { signal }) => hold(path, session, force, signal, confinement, recovery),
    'project.saveDialog': async ({ name, kind }) => ({ path: await host.saveDialog(name, kind) }),
  };
}

async function* hold(
  path: string | null,
  session: string,
  force: boolean,
  signal: CancelSignal,
  confinement: Confinement,
  recovery: RecoveryStore,
): AsyncGenerator<ProjectHolder> {
  const detach = recovery.attach(session);
  const project = path === null ? null : await confinedPath(path, confinement);
  try {
    let last: ProjectHolder | null = null;
    let take = force;
    while (!signal.cancelled) {
      const now: ProjectHolder =
        project === null ? { state: 'own', pid: process.pid, host: '', sinceMs: 0 } : takeLock(project, session, take, Date.now());
      take = false;
      if (last === null || last.state !== now.state || last.pid !== now.pid || last.sinceMs !== now.sinceMs) yield now;
      last = now;
      await pauseOrCancel(signal);
    }
  } finally {
    if (project !== null) releaseLock(project, session);
    detach();
  }
}

async function pauseOrCancel(signal: CancelSignal): Promise<void> {
  const abort = new AbortController();
  const takeBack = signal.onCancel(() => abort.abort());
  await setTimeout(LOOK_MS, undefined, { signal: abort.signal, ref: false }).catch(() => {});
  takeBack();
}
