import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { AppError } from '../../shared/contract/errors';
import { type Project, projectSchema } from '../../shared/contract/project';
import type { Recovery } from '../../shared/contract/project-methods';
import { isProcessAlive, writeAtomically } from '../atomic-write';
import { configurationFolder } from '../configuration-folder';

const keptSchema = z.object({ pid: z.int(), host: z.string(), path: z.nullable(z.string()), savedMs: z.number(), project: projectSchema });
export type KeptProject = z.infer<typeof keptSchema>;

/** Projects with changes that were not saved, one file a page, in a folder that only this user can read. */
export class RecoveryStore {
  readonly #live = new Map<string, number>();

  constructor(
    private readonly folder: string = join(configurationFolder(), 'recovery'),
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** The page lives until the function returned is called: what it keeps is not offered to others. */
  attach(session: string): () => void {
    this.#live.set(session, (this.#live.get(session) ?? 0) + 1);
    return () => {
      const left = (this.#live.get(session) ?? 1) - 1;
      if (left > 0) this.#live.set(session, left);
      else this.#live.delete(session);
    };
  }

  /** Throws what the file system throws. */
  async keep(session: string, path: string | null, project: Project): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const kept: KeptProject = { pid: process.pid, host: hostname(), path, savedMs: this.nowMs(), project };
    await writeAtomically(this.#file(session), [Buffer.from(JSON.stringify(kept))], { mode: 0o600 });
  }

  forget(session: string): void {
    rmSync(this.#file(session), { force: true });
  }

  /** Of pages that are gone, the newest first. */
  list(): Recovery[] {
    const recoveries: Recovery[] = [];
    for (const name of namesIn(this.folder)) {
      const id = name.replace(/\.json$/, '');
      const kept = id === name ? null : this.#read(id);
      if (kept === null || this.#isInUse(id, kept)) continue;
      const { project, path, savedMs } = kept;
      recoveries.push({ id, path, savedMs, captures: project.captures.map((capture) => capture.name), notes: project.notes.length });
    }
    return recoveries.sort((a, b) => b.savedMs - a.savedMs);
  }

  /** Throws AppError `file-not-found` when there is nothing of that page. */
  take(id: string): KeptProject {
    const kept = /^[\w-]{8,64}$/.test(id) ? this.#read(id) : null;
    if (kept === null) throw new AppError('file-not-found', { path: id });
    return kept;
  }

  #isInUse(id: string, kept: KeptProject): boolean {
    if (kept.pid === process.pid) return this.#live.has(id);
    return kept.host === hostname() && isProcessAlive(kept.pid);
  }

  #read(id: string): KeptProject | null {
    try {
      return keptSchema.parse(JSON.parse(readFileSync(this.#file(id), 'utf8')));
    } catch {
      return null;
    }
  }

  #file(session: string): string {
    return join(this.folder, `${session}.json`);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
