/** Files that are there as a whole or not at all, whenever the process or the machine dies. */
import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { copyFile, type FileHandle, link, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface AtomicWriteOptions {
  /** Where what the file held before is kept; null: nowhere. */
  readonly backup?: string | null;
  /** Of a file that is new; one that is there keeps its own. */
  readonly mode?: number;
}

/**
 * Writes beside the file, makes sure that the disk has it (fsync), and puts it in the file's place (rename). Where `path` is a link, the file that it leads
 * to is replaced; what is no plain file (a pipe, a device) cannot be, and is written to. Throws what the file system throws; the file is as it was then.
 */
export async function writeAtomically(path: string, chunks: Chunks, options: AtomicWriteOptions = {}): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const status = await statusOf(target);
  if (status !== null && !status.isFile()) await writeThrough(target, chunks);
  else await replace(target, status, chunks, options);
}

async function writeThrough(target: string, chunks: Chunks): Promise<void> {
  const file = await open(target, 'w');
  try {
    await writeAll(file, chunks);
  } finally {
    await file.close();
  }
}

async function replace(target: string, status: Stats | null, chunks: Chunks, options: AtomicWriteOptions): Promise<void> {
  const replacement = replacementName(target);
  try {
    const file = await open(replacement, 'wx', status === null ? (options.mode ?? 0o666) : permissionsOf(status));
    try {
      await writeAll(file, chunks);
      await file.sync();
    } finally {
      await file.close();
    }
    if (options.backup && status !== null) await keepBackup(target, options.backup);
    await rename(replacement, target);
  } catch (error) {
    await rm(replacement, { force: true });
    throw error;
  }
  await syncFolder(dirname(target));
  await removeLeftovers(target);
}

async function writeAll(file: FileHandle, chunks: Chunks): Promise<void> {
  for await (const chunk of chunks) for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

/** Null: there is nothing, or nothing that may be looked at. */
async function statusOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}

function permissionsOf({ mode }: Stats): number {
  return mode & 0o777;
}

/** The backup is never missing either: it gets another name of the old file, then takes the old backup's place. */
async function keepBackup(path: string, backup: string): Promise<void> {
  const second = replacementName(backup);
  try {
    await link(path, second).catch(() => copyFile(path, second));
    await rename(second, backup);
  } catch (error) {
    await rm(second, { force: true });
    throw error;
  }
}

/** `.NAME.HOST.PID-RANDOM.part`: who was writing it can be told. */
function replacementName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${hostname()}.${process.pid}-${randomBytes(4).toString('hex')}.part`);
}

/** What writers of this machine left that died while they wrote. */
async function removeLeftovers(path: string): Promise<void> {
  const prefix = `.${basename(path)}.${hostname()}.`;
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names) {
    const pid = name.startsWith(prefix) ? /^(\d+)-[0-9a-f]{8}\.part$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !isProcessAlive(Number(pid))) await rm(join(dirname(path), name), { force: true });
  }
}

export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A rename is on the disk once its folder is. Windows opens no folders, and writes them through. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch {
    // Some network file systems cannot; the file itself is on the disk.
  } finally {
    await handle.close();
  }
}
