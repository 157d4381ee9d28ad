import { randomBytes } from 'node:crypto';
import { constants, mkdirSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

/** A file that only this user can read. The owner closes the descriptor and removes the file. */
export interface PrivateFile {
  readonly path: string;
  readonly descriptor: number;
}

/** Path of a folder that this process may make for itself; `reserveTemporaryFolder` makes nothing, so that a run that needs no file leaves no trace. */
export function reserveTemporaryFolder(): string {
  const path = join(tmpdir(), `tcpulse-${process.pid}-${randomBytes(12).toString('hex')}`);
  process.once('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Where bundles are unpacked, each into a folder of its own: what a session may read besides its root. */
export function bundlesFolder(temporaryFolder: string): string {
  return join(temporaryFolder, 'bundles');
}

/** Makes the folder when it is missing, and in it an empty file for reading and writing. Fails when either is already somebody else's. */
export function createPrivateFile(folder: string, name: string = randomBytes(12).toString('hex')): PrivateFile {
  try {
    mkdirSync(folder, { mode: OWNER_ONLY_FOLDER });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const path = join(folder, name);
  return { path, descriptor: openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, OWNER_ONLY_FILE) };
}

export function removeTemporaryFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
