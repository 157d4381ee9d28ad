import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonErrorPlace } from '../../engine/project/json-place';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../shared/contract/settings';
import { writeAtomically } from '../atomic-write';
import { configurationFolder } from '../configuration-folder';
import { fileError } from '../file-errors';

export interface ReadSettings {
  readonly settings: Settings;
  readonly path: string;
  readonly stored: boolean;
  /** Where the file is not what it should be; null: it is. */
  readonly problem: string | null;
}

/** `settings.json` of this user. What is wrong in it counts as not set. */
export class SettingsFile {
  readonly path: string;

  constructor(private readonly folder: string = configurationFolder()) {
    this.path = join(folder, 'settings.json');
  }

  read(): ReadSettings {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch {
      return { settings: DEFAULT_SETTINGS, path: this.path, stored: false, problem: null };
    }
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch {
      const { line, column, problem } = jsonErrorPlace(text);
      return { settings: DEFAULT_SETTINGS, path: this.path, stored: true, problem: `${line}:${column}: ${problem}` };
    }
    return { ...validated(document), path: this.path, stored: true };
  }

  /** Throws AppError. */
  async write(settings: Settings): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeAtomically(this.path, [Buffer.from(`${JSON.stringify(settings, null, 2)}\n`)], { mode: 0o600 });
    } catch (error) {
      throw fileError(error, this.path);
    }
  }
}

/** What is sound is kept; a setting that is missing or wrong gets its default, and the first wrong one is named. */
function validated(document: unknown): { settings: Settings; problem: string | null } {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return { settings: DEFAULT_SETTINGS, problem: '1:1: { expected' };
  const merged: Record<string, unknown> = { ...DEFAULT_SETTINGS, ...document };
  let problem: string | null = null;
  for (;;) {
    const parsed = settingsSchema.safeParse(merged);
    if (parsed.success) return { settings: parsed.data, problem };
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0]);
    problem ??= `${issue?.path.join('.')}: ${issue?.message}`;
    merged[name] = DEFAULT_SETTINGS[name];
  }
}
