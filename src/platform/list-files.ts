import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SessionHost } from '../engine/session/host';
import { AppError } from '../shared/contract/errors';
import { type Confinement, confinedPath, isInside } from './confinement';
import { fileError } from './file-errors';

type Listing = Awaited<ReturnType<SessionHost['listFiles']>>;
type Entry = Listing['entries'][number];

/** Entries looked at side by side: a folder of a hundred thousand files must not open them all at once. */
const BATCH = 64;

/** Folders and plain files of a folder inside the root; null: the root itself. Throws AppError. */
export async function listFiles(path: string | null, confinement: Confinement): Promise<Listing> {
  const { root } = confinement;
  if (root === null) throw new AppError('outside-root', { path: path ?? '' });
  const realRoot = await realpath(root);
  const folder = await confinedPath(path ?? realRoot, { root, allowedFiles: [] });
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw fileError(error, path ?? root);
  }
  const entries: Entry[] = [];
  for (let from = 0; from < names.length; from += BATCH) {
    const batch = await Promise.all(names.slice(from, from + BATCH).map((name) => readEntry(folder, name, realRoot)));
    entries.push(...batch.filter((entry) => entry !== null));
  }
  return { path: folder, parent: folder === realRoot ? null : dirname(folder), entries: entries.sort(foldersFirst) };
}

/** Null for what is neither folder nor plain file, what is gone by now, and links that leave the root. */
async function readEntry(folder: string, name: string, realRoot: string): Promise<Entry | null> {
  const path = join(folder, name);
  try {
    if (!isInside(realRoot, await realpath(path))) return null;
    const status = await stat(path);
    if (!status.isDirectory() && !status.isFile()) return null;
    const isFile = status.isFile();
    return { name, path, kind: isFile ? 'file' : 'folder', bytes: isFile ? status.size : 0, modifiedMs: status.mtimeMs };
  } catch {
    return null;
  }
}

function foldersFirst(left: Entry, right: Entry): number {
  if (left.kind !== right.kind) return left.kind === 'folder' ? -1 : 1;
  return left.name.localeCompare(right.name, 'en', { numeric: true });
}
