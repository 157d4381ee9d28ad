/** Samples of hosts that belong to the project: text that was pasted or read from a file. What is watched live is no text, and stays in the session. */
import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import type { Connection } from '../connection/connection';
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
  const known = new Set((await engine['host.recordings']({})).map(({ recording }) => recording));
  for (const recording of Object.keys(useProject.getState().recordings).map(Number)) {
    if (known.has(recording)) await engine['host.forget']({ recording });
  }
  useProject.setState({ recordings: {} });
}
