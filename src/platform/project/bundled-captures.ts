/** Captures of a bundle lie in a folder that goes with this process: a project that is saved takes them along. */
import { createReadStream, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PROJECT_EXTENSION } from '../../shared/contract/project';
import { writeAtomically } from '../atomic-write';
import { fingerprintOf, isSameFile } from './fingerprints';

const OWNER_ONLY_FILE = 0o600;

/** The folder beside a project in which the captures lie that it took out of a bundle. */
export function takenCapturesFolder(project: string): string {
  return join(dirname(project), `${basename(project, PROJECT_EXTENSION)}-captures`);
}

/** Copies the capture at `path` into `folder`, unless it is there already; another file of that name stays. Path of the copy. Throws what the file system throws. */
export async function takeCapture(path: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const fingerprint = await fingerprintOf(path);
  for (let number = 1; ; number++) {
    const target = join(folder, number === 1 ? basename(path) : `${number}-${basename(path)}`);
    if (!existsSync(target)) {
      await writeAtomically(target, createReadStream(path), { mode: OWNER_ONLY_FILE });
      return target;
    }
    if (isSameFile(await fingerprintOf(target), fingerprint)) return target;
  }
}
