import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { CaptureSource } from '../../shared/contract/capture-methods';
import { emptyProject, type Project, type ProjectCapture } from '../../shared/contract/project';
import type { CaptureStatus, OpenedProject, ProjectHolder } from '../../shared/contract/project-methods';
import { storedSource, withCapture } from './project-edits';

/** What a project capture was found to be; `unsaved`: only a bundle can keep it. */
export type CaptureState = CaptureStatus['state'] | 'unsaved';

export interface ProjectState {
  /** With absolute paths of captures. */
  readonly project: Project;
  /** Null: not saved yet. */
  readonly path: string | null;
  readonly revision: string | null;
  /** Changes that are in no file. */
  readonly dirty: boolean;
  readonly newer: boolean;
  /** The project's id by the engine's id of what is open. */
  readonly opened: Readonly<Record<number, string>>;
  readonly states: Readonly<Record<string, CaptureState>>;
  /** The id of the project's host sample by the engine's recording. */
  readonly recordings: Readonly<Record<number, string>>;
  readonly holder: ProjectHolder | null;
  /** How often the user took the project from another window; 0: never. */
  readonly takes: number;
  /** Changes it; `quiet`: nothing that would be missed. */
  edit(change: (project: Project) => Project, quiet?: boolean): void;
  /** A capture was opened: it belongs to the project from now on. `belongsTo`: the id of the one that it is, where it is one. */
  captureOpened(capture: number, name: string, source: CaptureSource, belongsTo: string | null): void;
  captureClosed(capture: number): void;
  loaded(opened: OpenedProject, dirty: boolean): void;
  saved(path: string, revision: string, savedMs: number, saved: Project): void;
  cleared(): void;
}

const EMPTY = {
  project: emptyProject(),
  path: null,
  revision: null,
  dirty: false,
  newer: false,
  opened: {},
  states: {},
  recordings: {},
  holder: null,
  takes: 0,
} as const;

/** The project of this window. There always is one; as long as it lies nowhere it is called untitled. */
export const useProject = create<ProjectState>()(
  persist(
    (set) => ({
      ...EMPTY,
      edit: (change, quiet = false) => set(({ project, dirty }) => ({ project: change(project), dirty: dirty || !quiet })),
      captureOpened: (capture, name, source, belongsTo) =>
        set((state) => {
          if (belongsTo !== null) return { opened: { ...state.opened, [capture]: belongsTo } };
          const id = crypto.randomUUID();
          const stored = storedSource(source);
          const added: ProjectCapture = { id, name, offsetMs: 0, source: stored ?? { kind: 'text', text: '' } };
          return {
            opened: { ...state.opened, [capture]: id },
            states: { ...state.states, [id]: stored === null ? 'unsaved' : 'found' },
            project: withCapture(state.project, added),
            // Looking at a capture is no work that could be lost.
            dirty: state.dirty || state.path !== null,
          };
        }),
      captureClosed: (capture) =>
        set(({ opened }) => {
          const { [capture]: _, ...others } = opened;
          return { opened: others };
        }),
      loaded: ({ project, path, revision, captures, newer }, dirty) =>
        set({
          ...EMPTY,
          project,
          path,
          revision,
          newer,
          dirty,
          states: Object.fromEntries(captures.map(({ id, state }) => [id, state])),
        }),
      saved: (path, revision, savedMs, saved) =>
        set(({ project }) => ({
          path,
          revision,
          // What was changed while it was being written is not saved yet.
          dirty: project !== saved,
          project: { ...project, savedMs },
        })),
      cleared: () => set(EMPTY),
    }),
    {
      name: 'tcpulse.project',
      storage: createJSONStorage(() => sessionStorage),
      partialize: ({ project, path, revision, dirty, newer, opened, states, recordings }) => ({
        project,
        path,
        revision,
        dirty,
        newer,
        opened,
        states,
        recordings,
      }),
    },
  ),
);

/** The project's id of the engine's capture; null while it is not part of it. */
export function projectCaptureId(state: Pick<ProjectState, 'opened'>, capture: number): string | null {
  return state.opened[capture] ?? null;
}

/** The engine's id of a project's capture; null while it is not open. */
export function openCaptureOf(state: Pick<ProjectState, 'opened'>, id: string): number | null {
  const entry = Object.entries(state.opened).find(([, known]) => known === id);
  return entry === undefined ? null : Number(entry[0]);
}

/** What the window calls the project. */
export function projectName(path: string | null): string | null {
  return path === null ? null : (path.split(/[\\/]/).at(-1) ?? path);
}
