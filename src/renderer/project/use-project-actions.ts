import { useMemo } from 'react';
import { captureSourceOf, PROJECT_EXTENSION, type Project, type ProjectCapture } from '../../shared/contract/project';
import type { OpenedProject } from '../../shared/contract/project-methods';
import { noticing } from '../app/noticing';
import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import { type Connection, useConnection } from '../connection/connection';
import { useLiveStore } from '../live/live-store';
import { followProgress } from '../open-capture/follow-progress';
import { closeHostSamples, openHostSamples, withWatchedHosts } from './host-samples';
import { pageSession } from './page-session';
import { writePaneSizes } from './pane-sizes';
import { askProject } from './project-dialog-state';
import { collected, handBack } from './project-parts';
import { useProject } from './project-store';

export interface ProjectActions {
  /** An empty project; what was open is closed. Asks first where changes would be lost. */
  create(): Promise<void>;
  /** `upload`: of a file given to the page, its id; null: a file of the machine that the shell runs on. */
  open(path: string, upload: string | null): Promise<void>;
  openBackup(path: string): Promise<void>;
  recover(id: string): Promise<void>;
  /** False: nothing was written (cancelled, refused). */
  save(): Promise<boolean>;
  saveAs(): Promise<boolean>;
  saveTo(path: string, overwrite: boolean): Promise<boolean>;
  /** Says where a capture of the project is now. */
  locate(id: string, path: string): Promise<'found' | 'changed' | 'missing'>;
}

export function useProjectActions(): ProjectActions {
  const connection = useConnection();
  return useMemo(() => actionsOn(connection), [connection]);
}

function actionsOn(connection: Connection): ProjectActions {
  const { shell } = connection;
  const load = async (opened: OpenedProject, dirty: boolean): Promise<void> => {
    await closeAll(connection);
    writePaneSizes(localStorage, opened.project.layout);
    useProject.getState().loaded(opened, dirty);
    for (const capture of opened.project.captures) await openCapture(connection, capture);
    await openHostSamples(connection);
    handBack(opened.project);
    if (opened.path !== null) await shell['shell.addRecentFile']({ path: opened.path });
  };
  const mayReplace = async (): Promise<boolean> => !useProject.getState().dirty || (await askProject({ kind: 'discard' }));
  const actions: ProjectActions = {
    create: () =>
      noticing(async () => {
        if (!(await mayReplace())) return;
        await closeAll(connection);
        useProject.getState().cleared();
        await shell['project.forget']({ session: pageSession });
      }),
    open: (path, upload) =>
      noticing(async () => {
        if (!(await mayReplace())) return;
        try {
          await load(await shell['project.open']({ path, upload, backup: false }), false);
        } catch (thrown) {
          const error = toAppError(thrown);
          if (error.code !== 'project-damaged' || error.data.backup !== true) throw thrown;
          if (await askProject({ kind: 'damaged', error })) await actions.openBackup(path);
        }
      }),
    openBackup: (path) => noticing(async () => load(await shell['project.open']({ path, upload: null, backup: true }), true)),
    recover: (id) =>
      noticing(async () => {
        await load(await shell['project.recover']({ id }), true);
        await shell['project.discard']({ id });
      }),
    save: async () => {
      const { path } = useProject.getState();
      return path === null ? await actions.saveAs() : await actions.saveTo(path, false);
    },
    saveAs: async () => {
      const { openDialog: hasDialog } = await shell['shell.describe']({});
      if (!hasDialog) {
        useWorkbench.getState().openDialog('saveProject');
        return false;
      }
      const { path } = await shell['project.saveDialog']({ name: suggestedName(), kind: 'project' });
      return path !== null && (await actions.saveTo(path, true));
    },
    saveTo: async (path, overwrite) => {
      const state = useProject.getState();
      const project = await withWatchedHosts(connection, await collected(connection, state.project));
      state.edit(() => project, true);
      const target = path.endsWith(PROJECT_EXTENSION) ? path : `${path}${PROJECT_EXTENSION}`;
      const revision = overwrite || target !== state.path ? null : state.revision;
      try {
        const saved = await shell['project.save']({ path: target, project: storable(project), revision, session: pageSession });
        useProject.getState().edit((now) => withFingerprints(now, saved.fingerprints), true);
        useProject.getState().saved(saved.path, saved.revision, saved.savedMs, useProject.getState().project);
        await shell['shell.addRecentFile']({ path: saved.path });
        return true;
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code === 'project-changed') return (await askProject({ kind: 'changed', error })) && (await actions.saveTo(path, true));
        useWorkbench.getState().notify(error);
        return false;
      }
    },
    locate: async (id, path) => {
      const capture = useProject.getState().project.captures.find((known) => known.id === id);
      if (capture === undefined || capture.source.kind !== 'file') return 'missing';
      const found = await shell['project.locate']({ path, fingerprint: capture.source.fingerprint });
      if (found.path === null) return 'missing';
      const moved: ProjectCapture = { ...capture, source: { ...capture.source, path: found.path } };
      useProject.getState().edit((project) => ({ ...project, captures: project.captures.map((known) => (known.id === id ? moved : known)) }));
      useProject.setState(({ states }) => ({ states: { ...states, [id]: found.state } }));
      await noticing(() => openCapture(connection, moved));
      return found.state;
    },
  };
  return actions;
}

async function closeAll(connection: Connection): Promise<void> {
  const { engine } = connection;
  await closeHostSamples(connection);
  const { captures, removeCapture } = useWorkbench.getState();
  for (const { capture } of captures) {
    // A recording that is nowhere else is no project's: closing it would delete it.
    if (useLiveStore.getState().views.get(capture)?.state.unsaved === true) continue;
    await engine['captures.close']({ capture });
    removeCapture(capture);
    useProject.getState().captureClosed(capture);
  }
}

/** What cannot be opened is shown in the list of the project's captures, and keeps nothing else from opening. */
async function openCapture(connection: Connection, capture: ProjectCapture): Promise<void> {
  if (useProject.getState().states[capture.id] === 'missing') return;
  const source = captureSourceOf(capture);
  try {
    const rules = useProject.getState().project.decodeAs.find((known) => known.capture === capture.id);
    const decodeAs = rules && { rules: rules.rules, heuristics: rules.heuristics };
    const progress = await connection.engine['captures.open']({ source, ...(decodeAs && { decodeAs }) });
    useProject.getState().captureOpened(progress.capture, progress.name, source, capture.id);
    useWorkbench.getState().setProgress(progress);
    useWorkbench.getState().showCapture(progress.capture);
    void followProgress(connection, progress.capture).catch((thrown) => useWorkbench.getState().notify(toAppError(thrown)));
  } catch (thrown) {
    useProject.setState(({ states }) => ({ states: { ...states, [capture.id]: 'missing' } }));
    useWorkbench.getState().notify(toAppError(thrown));
  }
}

/** Captures that only a bundle can keep are left out of a project file, with what was noted on them. */
function storable(project: Project): Project {
  const { states } = useProject.getState();
  const kept = new Set(project.captures.filter(({ id }) => states[id] !== 'unsaved').map(({ id }) => id));
  const stays = ({ target }: { readonly target: { readonly capture: string } }) => kept.has(target.capture);
  return {
    ...project,
    captures: project.captures.filter(({ id }) => kept.has(id)),
    notes: project.notes.filter(stays),
    dismissed: project.dismissed.filter(stays),
    bookmarks: project.bookmarks.filter(({ capture }) => kept.has(capture)),
    decodeAs: project.decodeAs.filter(({ capture }) => kept.has(capture)),
    marks: project.marks.filter(({ capture }) => kept.has(capture)),
  };
}

function withFingerprints(project: Project, fingerprints: Readonly<Record<string, { bytes: number; sha256: string }>>): Project {
  return {
    ...project,
    captures: project.captures.map((capture) => {
      const fingerprint = fingerprints[capture.id];
      return fingerprint === undefined || capture.source.kind !== 'file' ? capture : { ...capture, source: { ...capture.source, fingerprint } };
    }),
  };
}

export function suggestedName(): string {
  const { path, project } = useProject.getState();
  if (path !== null) return path;
  const first = project.captures[0]?.name.replace(/(\.(pcapng|pcap|cap|gz|zst|txt))+$/, '') ?? 'untitled';
  return `${first}${PROJECT_EXTENSION}`;
}
