/** What of the machine decides how it can capture; tests give one with less. */
import { accessSync, constants, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { applicationFolder } from '../application-folder';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly user: string;
  /** Folders in which programs are looked for, in order. */
  readonly programFolders: readonly string[];
  /** Whether the optional package `cap` is installed and built. */
  hasCap(): boolean;
}

/** Where capture programs are although the user's PATH does not name it. */
const EXTRA_FOLDERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin'],
  darwin: ['/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin', '/Applications/Wireshark.app/Contents/MacOS'],
  win32: ['C:\\Program Files\\Wireshark', 'C:\\Program Files (x86)\\Wireshark'],
};

export function thisMachine(): Machine {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return {
    platform: process.platform,
    user: userInfo().username,
    programFolders: [...path, ...(EXTRA_FOLDERS[process.platform] ?? [])],
    hasCap,
  };
}

/** Told without loading it: a native library that does not fit would end the process. */
function hasCap(): boolean {
  try {
    const folder = join(createRequire(join(applicationFolder, 'package.json')).resolve('cap'), '..', '..');
    return statSync(join(folder, 'build', 'Release', 'cap.node')).isFile();
  } catch {
    return false;
  }
}

/** False for what may not even be looked at. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Path of a program, and whether this user may run it; null when there is none. */
export function findProgram(name: string, machine: Machine): { readonly path: string; readonly mayRun: boolean } | null {
  const file = machine.platform === 'win32' ? `${name}.exe` : name;
  let refused: string | null = null;
  for (const folder of machine.programFolders) {
    const path = join(folder, file);
    if (!isFile(path)) continue;
    try {
      accessSync(path, constants.X_OK);
      return { path, mayRun: true };
    } catch {
      refused ??= path;
    }
  }
  return refused === null ? null : { path: refused, mayRun: false };
}
