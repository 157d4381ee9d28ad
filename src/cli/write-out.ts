import { writeAtomically } from '../platform/atomic-write';
import { writeError } from '../platform/project/project-files';

/**
 * Writes a file as `writeAtomically` does: there as a whole or not at all. Throws AppError `file-not-writable`, `file-not-found` (its folder), `is-a-folder`
 * or `disk-full`, and what the chunks throw.
 */
export async function writeOut(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await writeAtomically(path, chunks);
  } catch (error) {
    throw writeError(error, path);
  }
}
