/** Tells other windows, processes and machines that a project is open: a small file beside it, which goes when the window does. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { ProjectHolder } from '../../shared/contract/project-methods';
import { isProcessAlive } from '../atomic-write';

const lockSchema = z.object({ pid: z.int(), host: z.string(), session: z.string(), sinceMs: z.number() });
type Lock = z.infer<typeof lockSchema>;

export function lockPath(project: string): string {
  return join(dirname(project), `.${basename(project)}.lock`);
}

/** Takes the lock when nobody else has it, or by force; tells who has it now. */
export function takeLock(project: string, session: string, force: boolean, nowMs: number): ProjectHolder {
  const own: Lock = { pid: process.pid, host: hostname(), session, sinceMs: nowMs };
  const path = lockPath(project);
  try {
    writeFileSync(path, JSON.stringify(own), { flag: 'wx' });
    return { state: 'own', ...holder(own) };
  } catch (error) {
    // A folder that cannot be written to: nobody can save there, so nobody needs to be warned.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return { state: 'own', ...holder(own) };
  }
  const held = readLock(path);
  if (held !== null && held.session === session && held.pid === process.pid) return { state: 'own', ...holder(held) };
  if (!force && held !== null && !isStale(held)) return { state: 'other', ...holder(held) };
  writeFileSync(path, JSON.stringify(own));
  return { state: 'own', ...holder(own) };
}

/** Leaves the lock of somebody else alone. */
export function releaseLock(project: string, session: string): void {
  const path = lockPath(project);
  const held = readLock(path);
  if (held?.session === session && held.pid === process.pid) rmSync(path, { force: true });
}

/** A process that died on this machine; of another machine it is not known. */
function isStale({ pid, host }: Lock): boolean {
  return host === hostname() && !isProcessAlive(pid);
}

/** Null when it is gone, or no lock. */
function readLock(path: string): Lock | null {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function holder({ pid, host, sinceMs }: Lock): Omit<ProjectHolder, 'state'> {
  return { pid, host, sinceMs };
}
