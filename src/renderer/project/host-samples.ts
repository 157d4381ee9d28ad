/** Samples of hosts that belong to the project: text that was pasted or read from a file, and what was watched live up to the last save. */
import type { HostRecording } from '../../shared/contract/host';
import type { Project } from '../../shared/contract/project';
import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import type { Connection } from '../connection/connection';
import { withLiveSamples } from './live-samples';
import { withHostSample, withoutHostSample } from './project-edits';
import { useProject } from './project-store';

/** Longer text is not kept: the schema's limit. */
const MOST_CHARACTERS = 2_000_000;

/** Text was read into a recording of the engine: the project keeps it from now on. */
export function keepHostSample(recording: number, name: string, text: string): void {
  if (text.length > MOST_CHARACTERS) return;
  const id = crypto.randomUUID();
  useProject.getState().edit((project) => withHostSample(project, { id, name, source: { kind: 'text', text } }));
  useProject.setState(({ recordings }) => ({ recordings: { ...recordings, [recording]: id } }));
}

/** A recording was taken away: out of the project too, where it was part of it. */
export function dropHostSample(recording: number): void {
  const id = useProject.getState().recordings[recording];
  if (id === undefined) return;
  useProject.getState().edit((project) => withoutHostSample(project, id));
  useProject.setState(({ recordings: { [recording]: _, ...others } }) => ({ recordings: others }));
}

/** The project with what was watched of hosts so far, for its file. */
export function withWatchedHosts({ engine }: Connection, project: Project): Promise<Project> {
  const idOf = (recording: number): string => {
    const known = useProject.getState().recordings[recording];
    if (known !== undefined) return known;
    const id = crypto.randomUUID();
    useProject.setState(({ recordings }) => ({ recordings: { ...recordings, [recording]: id } }));
    return id;
  };
  return withLiveSamples(engine, project, idOf, watchedName);
}

/** Where it was watched, and since when. */
function watchedName({ origin, firstMs }: HostRecording): string {
  const { ssh, netns } = origin.kind === 'live' ? origin.target : { ssh: null, netns: null };
  const time = firstMs === null ? '' : new Date(firstMs).toISOString();
  return [ssh ?? location.hostname, netns, time].filter(Boolean).join(' ');
}

/** Reads the project's samples into recordings. What cannot be read is told, and keeps nothing else from opening. */
export async function openHostSamples({ engine }: Connection): Promise<void> {
  for (const { id, name, source } of useProject.getState().project.hostSamples) {
    try {
      const asked = source.kind === 'text' ? { kind: 'text' as const, name, text: source.text } : { kind: 'file' as const, path: source.path };
      const { recording } = await engine['host.read']({ source: asked });
      useProject.setState(({ recordings }) => ({ recordings: { ...recordings, [recording]: id } }));
    } catch (thrown) {
      useWorkbench.getState().notify(toAppError(thrown));
    }
  }
}

/** Forgets the recordings of a project that is closed. */
export async function closeHostSamples({ engine }: Connection): Promise<void> {
  if (Object.keys(useProject.getState().recordings).length === 0) return;
  // What is being watched is watched on.
  const ended = (await engine['host.recordings']({})).filter(({ live }) => !live);
  const known = new Set(ended.map(({ recording }) => recording));
  for (const recording of Object.keys(useProject.getState().recordings).map(Number)) {
    if (known.has(recording)) await engine['host.forget']({ recording });
  }
  useProject.setState({ recordings: {} });
}
