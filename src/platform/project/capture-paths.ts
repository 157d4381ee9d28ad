/** Where a project's captures lie: stored relative to the project's folder, looked for again when they have moved. */
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Fingerprint, Project, ProjectCapture } from '../../shared/contract/project';
import type { CaptureStatus } from '../../shared/contract/project-methods';
import { type Confinement, confinedPath } from '../confinement';
import { fingerprintOf, isSameFile } from './fingerprints';

/** The path as it is stored: with `/`, relative unless it lies on another drive. */
export function storedPath(absolute: string, projectFolder: string): string {
  const path = relative(projectFolder, absolute);
  return isAbsolute(path) ? path : path.split(sep).join('/');
}

export function absolutePath(stored: string, projectFolder: string): string {
  return resolve(projectFolder, stored);
}

export interface LocatedCaptures {
  /** With absolute paths. */
  readonly project: Project;
  readonly statuses: readonly CaptureStatus[];
}

/** Finds every capture of a project that was read from `folder`: where it was, or under its name beside the project or beside another capture. */
export async function locateCaptures(project: Project, folder: string, confinement: Confinement): Promise<LocatedCaptures> {
  const folders = new Set([folder]);
  const statuses: CaptureStatus[] = [];
  const captures: ProjectCapture[] = [];
  for (const capture of project.captures) {
    const { source } = capture;
    if (source.kind !== 'file') {
      statuses.push({ id: capture.id, state: 'found', path: null });
      captures.push(capture);
      continue;
    }
    const expected = absolutePath(source.path, folder);
    const found = await find(expected, source.fingerprint, folders, confinement);
    if (found.path !== null) folders.add(dirname(found.path));
    statuses.push({ id: capture.id, ...found });
    captures.push({ ...capture, source: { ...source, path: found.path ?? expected } });
  }
  return { project: { ...project, captures }, statuses };
}

/** Whether the file at `path` is the one that the fingerprint tells of. */
export async function stateOf(path: string, expected: Fingerprint, confinement: Confinement): Promise<'found' | 'changed' | 'missing'> {
  try {
    return isSameFile(await fingerprintOf(await confinedPath(path, confinement)), expected) ? 'found' : 'changed';
  } catch {
    return 'missing';
  }
}

async function find(
  expected: string,
  fingerprint: Fingerprint,
  folders: ReadonlySet<string>,
  confinement: Confinement,
): Promise<Pick<CaptureStatus, 'state' | 'path'>> {
  const state = await stateOf(expected, fingerprint, confinement);
  if (state === 'found') return { state, path: expected };
  for (const folder of folders) {
    const path = join(folder, basename(expected));
    if (path !== expected && (await stateOf(path, fingerprint, confinement)) === 'found') return { state: 'moved', path };
  }
  return { state, path: state === 'changed' ? expected : null };
}
