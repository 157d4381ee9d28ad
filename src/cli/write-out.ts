import { open, realpath, stat } from 'node:fs/promises';
import { writeAtomically } from '../platform/atomic-write';
import { writeError } from '../platform/project/project-files';

/**
 * Writes a file that is there as a whole or not at all; behind a link, the file that it points to. A device, a pipe or another thing that is no file is
 * written to and stays what it is. Throws AppError `file-not-writable`, `file-not-found` (its folder), `is-a-folder` or `disk-full`, and what the chunks throw.
 */
export async function writeOut(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    if (await isNoPlainFile(path)) await writeInto(path, chunks);
    else await writeAtomically(await realpath(path).catch(() => path), chunks);
  } catch (error) {
    throw writeError(error, path);
  }
}

/** False for what is not there. */
async function isNoPlainFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (there) => !there.isFile(),
    () => false,
  );
}

async function writeInto(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w');
  try {
    for await (const chunk of chunks) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}
