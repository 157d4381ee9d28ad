import type { CaptureProgress } from '../../shared/contract/capture-methods';
import type { Connection } from '../connection/connection';
import { useProject } from './project-store';

const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;

/** A capture that was open before this page was becomes part of its project, when it is not yet. */
export async function adoptCapture({ engine }: Connection, { capture, name }: CaptureProgress): Promise<void> {
  if (useProject.getState().opened[capture] !== undefined) return;
  const { path } = (await engine['captures.summary']({ capture })).capture;
  useProject.getState().captureOpened(capture, name, ABSOLUTE.test(path) ? { kind: 'file', path } : { kind: 'upload', upload: '', name }, null);
}
