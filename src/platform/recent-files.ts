import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import { configurationFolder } from './configuration-folder';

const MAX_RECENT_FILES = 20;

const recentFileSchema = z.object({ path: z.string(), openedMs: z.number() });
const storedSchema = z.object({ files: z.array(recentFileSchema) });

export interface RecentFile {
  readonly path: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly openedMs: number;
}

/** The captures opened last, newest first, in a file that only this user can read. What cannot be read or written is not remembered. */
export class RecentFiles {
  readonly #file: string;

  constructor(
    private readonly folder: string = configurationFolder(),
    private readonly nowMs: () => number = Date.now,
  ) {
    this.#file = join(folder, 'recent-files.json');
  }

  list(): RecentFile[] {
    try {
      const { files } = storedSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
      return files.map(({ path, openedMs }) => ({ path, name: basename(path), openedMs }));
    } catch {
      return [];
    }
  }

  add(path: string): void {
    const others = this.list().filter((file) => file.path !== path);
    const files = [{ path, openedMs: this.nowMs() }, ...others.map(({ path, openedMs }) => ({ path, openedMs }))].slice(0, MAX_RECENT_FILES);
    const replacement = `${this.#file}.${process.pid}`;
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      writeFileSync(replacement, JSON.stringify({ files }, null, 2), { mode: 0o600 });
      renameSync(replacement, this.#file);
    } catch {
      // A home folder that cannot be written to is no reason to fail: the list stays as it was.
    }
  }
}
