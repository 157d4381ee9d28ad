import { realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { AppError } from '../shared/contract/errors';
import { fileError } from './file-errors';

/** What of the file system may be read. */
export interface Confinement {
  /** Null: everything that the user may read. */
  readonly root: string | null;
  /** Files that the user named when starting, wherever they are. */
  readonly allowedFiles: readonly string[];
  /** Folder of what was unpacked for the user, wherever it is; absent: nothing was. */
  readonly unpackedFolder?: string;
}

/**
 * The path to open, with every symbolic link followed, so that what was checked is what is opened.
 * Throws AppError `outside-root` (also when the path does not exist outside the root: nothing is told about it), `file-not-found`, `file-not-readable`.
 */
export async function confinedPath(path: string, { root, allowedFiles, unpackedFolder }: Confinement): Promise<string> {
  if (root === null) return path;
  const absolute = resolve(root, path);
  if (allowedFiles.some((allowed) => resolve(allowed) === absolute)) return absolute;
  const folder = unpackedFolder !== undefined && isInside(unpackedFolder, absolute) ? unpackedFolder : root;
  const realFolder = await realPath(folder, path);
  if (!isInside(resolve(folder), absolute) && !isInside(realFolder, absolute)) throw new AppError('outside-root', { path });
  const real = await realPath(absolute, path);
  if (!isInside(realFolder, real)) throw new AppError('outside-root', { path });
  return real;
}

async function realPath(path: string, shownPath: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw fileError(error, shownPath);
  }
}

export function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}
