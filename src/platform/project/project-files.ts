/** Project files: read, located, written whole. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { readProject, writeProject } from '../../engine/project/read-project';
import { AppError } from '../../shared/contract/errors';
import { BUNDLE_EXTENSION, type Fingerprint, PROJECT_VERSION, type Project, type ProjectCapture } from '../../shared/contract/project';
import type { OpenedProject } from '../../shared/contract/project-methods';
import { writeAtomically } from '../atomic-write';
import { type Confinement, confinedPath, isInside } from '../confinement';
import { fileError } from '../file-errors';
import { uploadPath } from '../uploads';
import { takeCapture, takenCapturesFolder } from './bundled-captures';
import { locateCaptures, storedPath } from './capture-paths';
import { fingerprintOf } from './fingerprints';
import { unpackBundle } from './open-bundle';

/** No project is larger: notes are text. */
const MAX_PROJECT_BYTES = 256 * 1024 * 1024;

/** What was saved before the last time, beside the project. */
export function backupPath(project: string): string {
  return join(dirname(project), `.${basename(project)}.backup`);
}

/** A project or a bundle by its name; a bundle is unpacked and lies nowhere until it is saved. Throws as `openProject`, and AppError `bundle-damaged`. */
export async function openProjectOrBundle(path: string, backup: boolean, confinement: Confinement, temporaryFolder: string): Promise<OpenedProject> {
  if (!path.endsWith(BUNDLE_EXTENSION)) return await openProject(path, backup, confinement);
  return await openBundle(await confinedPath(path, confinement), temporaryFolder);
}

/** A project or bundle that a page sent; it lies nowhere. Its captures are found only where it is a bundle. Throws as `openProject`, and AppError `upload-failed`. */
export async function openUploadedProject(name: string, upload: string, confinement: Confinement, temporaryFolder: string): Promise<OpenedProject> {
  const path = uploadPath(temporaryFolder, upload);
  if (path === null || !existsSync(path)) throw new AppError('upload-failed', { name });
  try {
    if (name.endsWith(BUNDLE_EXTENSION)) return await openBundle(path, temporaryFolder);
    const { project, newer } = readProject(await readText(path, name), name);
    const located = await locateCaptures(project, confinement.root ?? '/', confinement);
    return { path: null, project: located.project, revision: null, captures: [...located.statuses], newer };
  } finally {
    await rm(path, { force: true });
  }
}

async function openBundle(path: string, temporaryFolder: string): Promise<OpenedProject> {
  const unpacked = await unpackBundle(path, temporaryFolder);
  // It comes from somebody else: what it names outside itself is not looked at.
  const opened = await openProject(unpacked, false, { root: dirname(unpacked), allowedFiles: [] });
  return { ...opened, path: null, revision: null };
}

/** Throws AppError `project-damaged` (`backup`: whether there is one), `project-too-new`, and those of files. */
export async function openProject(path: string, backup: boolean, confinement: Confinement): Promise<OpenedProject> {
  const absolute = resolve(await confinedPath(path, confinement));
  const text = await readText(backup ? backupPath(absolute) : absolute, path);
  try {
    const { project, newer } = readProject(text, path);
    const located = await locateCaptures(project, dirname(absolute), confinement);
    // A backup that is saved takes the damaged file's place, whatever that holds.
    return { path: absolute, project: located.project, revision: backup ? null : revisionOf(text), captures: [...located.statuses], newer };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'project-damaged') throw error;
    throw new AppError('project-damaged', { ...error.data, backup: !backup && existsSync(backupPath(absolute)) }, error);
  }
}

export interface SavedProject {
  readonly path: string;
  readonly revision: string;
  readonly savedMs: number;
  readonly fingerprints: Record<string, Fingerprint>;
}

/** `revision`: what the file is expected to hold; null: anything. Throws AppError `project-changed`, and those of files. */
export async function saveProject(
  path: string,
  project: Project,
  revision: string | null,
  confinement: Confinement,
  nowMs: number,
): Promise<SavedProject> {
  const absolute = await writablePath(path, confinement);
  if (revision !== null && existsSync(absolute) && revisionOf(await readText(absolute, path)) !== revision)
    throw new AppError('project-changed', { path });
  const captures: ProjectCapture[] = [];
  for (const capture of project.captures) captures.push(await stored(capture, absolute, confinement));
  const document: Project = { ...project, captures, savedMs: nowMs, version: Math.max(project.version, PROJECT_VERSION) };
  const text = writeProject(document);
  try {
    await writeAtomically(absolute, [Buffer.from(text)], { backup: backupPath(absolute) });
  } catch (error) {
    throw writeError(error, path);
  }
  const fingerprints: Record<string, Fingerprint> = {};
  for (const { id, source } of captures) if (source.kind === 'file') fingerprints[id] = source.fingerprint;
  return { path: absolute, revision: revisionOf(text), savedMs: nowMs, fingerprints };
}

/** Where a new file may be written: the folder must be inside the root, the file need not be there yet. Throws AppError. */
export async function writablePath(path: string, confinement: Confinement): Promise<string> {
  const folder = await confinedPath(dirname(resolve(confinement.root ?? '.', path)), { root: confinement.root, allowedFiles: [] });
  try {
    if (!(await stat(folder)).isDirectory()) throw new AppError('file-not-found', { path: folder });
    const target = join(await realpath(folder), basename(path));
    // A link would be written through to wherever it points.
    return existsSync(target) ? await confinedPath(target, confinement) : target;
  } catch (error) {
    throw fileError(error, path);
  }
}

/** What the operating system said when `path` was written, as an AppError: disk-full, is-a-folder, file-not-found (its folder) or file-not-writable. */
export function writeError(error: unknown, path: string): AppError {
  const read = fileError(error, path);
  if (error instanceof AppError || read.code === 'disk-full' || read.code === 'is-a-folder') return read;
  const folder = dirname(path);
  if (!existsSync(folder)) return new AppError('file-not-found', { path: folder }, error);
  return new AppError('file-not-writable', { path, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' }, error);
}

async function stored(capture: ProjectCapture, project: string, confinement: Confinement): Promise<ProjectCapture> {
  const { source } = capture;
  if (source.kind !== 'file') return capture;
  const folder = dirname(project);
  const absolute = await lasting(resolve(folder, source.path), project, confinement);
  const fingerprint = source.fingerprint.sha256 === '' ? await fingerprintNow(absolute, confinement) : source.fingerprint;
  return { ...capture, source: { ...source, path: storedPath(absolute, folder), fingerprint } };
}

/** Where the capture is found again when this process has ended. */
async function lasting(capture: string, project: string, confinement: Confinement): Promise<string> {
  const { unpackedFolder } = confinement;
  if (unpackedFolder === undefined || !isInside(unpackedFolder, capture)) return capture;
  const folder = await writablePath(takenCapturesFolder(project), confinement);
  try {
    return await takeCapture(capture, folder);
  } catch (error) {
    throw writeError(error, folder);
  }
}

async function fingerprintNow(path: string, confinement: Confinement): Promise<Fingerprint> {
  try {
    return await fingerprintOf(await confinedPath(path, confinement));
  } catch (error) {
    throw fileError(error, path);
  }
}

async function readText(path: string, shownPath: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_PROJECT_BYTES) throw new AppError('project-damaged', { path: shownPath, place: '1:1', problem: `${size} bytes` });
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileError(error, shownPath);
  }
}

function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
