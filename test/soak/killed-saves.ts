/** Projects whose saving was killed: they open, as before the save or as after it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProject } from '../../src/platform/project/project-files';

/** A save takes some milliseconds: kills fall anywhere in one, or in what is between two. */
const MOST_MS = 60;

export interface KilledSaves {
  readonly kills: number;
  /** How often the version that was being written is the one that opens. */
  readonly after: number;
  readonly before: number;
}

/** `script`: the built `saving-process.ts`. Throws an Error when a project does not open, or holds parts of two versions. */
export async function killSaves(script: string, kills: number, random: () => number): Promise<KilledSaves> {
  const folder = mkdtempSync(join(tmpdir(), 'tcpulse-kill-'));
  const path = join(folder, 'case.tcpulse');
  let after = 0;
  let before = 0;
  let version = 0;
  try {
    for (let kill = 0; kill < kills; kill++) {
      const told = await saveUntilKilled(script, path, version + 1, random() * MOST_MS);
      const { project } = await openProject(path, false, { root: null, allowedFiles: [] });
      const versions = new Set(project.notes.map(({ changedMs }) => changedMs));
      if (versions.size !== 1 || !versions.has(project.savedMs)) throw new Error(`kill ${kill}: parts of versions ${[...versions].join(', ')}`);
      if (project.savedMs !== told && project.savedMs !== told + 1)
        throw new Error(`kill ${kill}: version ${project.savedMs} after ${told} was saved`);
      if (project.savedMs === told) before++;
      else after++;
      version = project.savedMs;
    }
    // The next save that is left alone takes away what the killed ones left.
    const left = readdirSync(folder).filter((name) => name.endsWith('.part'));
    if (left.length > kills) throw new Error(`${left.length} files were left`);
    return { kills, before, after };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The last version that the process told to be saved, at least one. */
async function saveUntilKilled(script: string, path: string, begin: number, delayMs: number): Promise<number> {
  const child = spawn(process.execPath, [script, path, String(begin)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    told = Number(chunk.toString().trim().split('\n').at(-1));
    timer ??= setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  await new Promise((done) => child.once('close', done));
  clearTimeout(timer);
  if (told === 0) throw new Error('the process ended before its first save');
  return told;
}
