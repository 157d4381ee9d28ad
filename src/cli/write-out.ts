import { stat } from 'node:fs/promises';
import { writeAtomically } from '../platform/atomic-write';
import { writeError } from '../platform/project/project-files';
import { copyOut } from './copy-out';
import type { Environment } from './environment';
import { UsageError } from './exit-status';

/**
 * Hands a result to the file of `-o`, or to standard output where there is none (or `-`). Throws AppError `file-not-writable`, `file-not-found` (its
 * folder), `is-a-folder` or `disk-full`, and what the chunks throw.
 */
export async function handOut(out: string | undefined, chunks: AsyncIterable<Uint8Array>, { output }: Environment): Promise<void> {
  if (out === undefined || out === '-') await copyOut(chunks, output);
  else await writeOut(out, chunks);
}

/** Writes a file as `writeAtomically` does: there as a whole or not at all. Throws AppError as `handOut`. */
export async function writeOut(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await writeAtomically(path, chunks);
  } catch (error) {
    throw writeError(error, path);
  }
}

/** What is read is not written over: a result never takes its capture's place. Throws UsageError. */
export async function checkOut(out: string | undefined, read: readonly string[], { texts }: Environment): Promise<void> {
  const target = out === undefined || out === '-' ? null : await fileAt(out);
  if (target === null) return;
  for (const path of read) {
    const file = await fileAt(path);
    if (file?.ino === target.ino && file.dev === target.dev) throw new UsageError(texts.t('export.usage.sameFile', { path: out }));
  }
}

/** Null: no plain file. */
async function fileAt(path: string): Promise<{ readonly dev: bigint; readonly ino: bigint } | null> {
  const status = await stat(path, { bigint: true }).catch(() => null);
  return status?.isFile() ? status : null;
}
