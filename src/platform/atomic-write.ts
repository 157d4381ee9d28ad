/** Files that are there as a whole or not at all, whenever the process or the machine dies. */
import { randomBytes } from 'node:crypto';
import { copyFile, type FileHandle, link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

export interface AtomicWriteOptions {
  /** Where what the file held before is kept; null: nowhere. */
  readonly backup?: string | null;
  /** Of a file that is new; one that is there keeps its own. */
  readonly mode?: number;
}

/**
 * Writes beside the file, makes sure that the disk has it (fsync), and puts it in the file's place (rename). Throws what the file system throws; the file
 * is as it was then.
 */
export async function writeAtomically(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: AtomicWriteOptions = {},
): Promise<void> {
  const mode = (await modeOf(path)) ?? options.mode ?? 0o666;
  const replacement = replacementName(path);
  try {
    const file = await open(replacement, 'wx', mode);
    try {
      for await (const chunk of chunks) await writeAll(file, chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    if (options.backup) await keepBackup(path, options.backup);
    await rename(replacement, path);
  } catch (error) {
    await rm(replacement, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  await removeLeftovers(path);
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch {
    return null;
  }
}

/** The backup is never missing either: it gets another name of the old file, then takes the old backup's place. */
async function keepBackup(path: string, backup: string): Promise<void> {
  if ((await modeOf(path)) === null) return;
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
