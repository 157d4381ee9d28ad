/** Reads the text of a project file: older versions are brought up to the present one, newer ones are read as far as they are understood. */
import { AppError } from '../../shared/contract/errors';
import { PROJECT_SCHEMA, PROJECT_VERSION, type Project, projectSchema } from '../../shared/contract/project';
import { jsonErrorPlace } from './json-place';
import { MIGRATIONS } from './migrations';

export interface ReadProject {
  readonly project: Project;
  /** The version that the file was written in. */
  readonly fileVersion: number;
  /** True when a newer TCPulse has written it: what this one does not know is kept. */
  readonly newer: boolean;
}

/**
 * Throws AppError `project-damaged` with `place` (line and column, or the field) and `problem`; `project-too-new` when a newer version's file
 * cannot be understood.
 */
export function readProject(text: string, path: string): ReadProject {
  const document = parseJson(withoutMark(text), path);
  if (!isObject(document) || document.schema !== PROJECT_SCHEMA)
    throw new AppError('project-damaged', { path, place: 'schema', problem: `"${PROJECT_SCHEMA}" expected` });
  const fileVersion = document.version;
  if (typeof fileVersion !== 'number' || !Number.isInteger(fileVersion) || fileVersion < 1)
    throw new AppError('project-damaged', { path, place: 'version', problem: 'a whole number expected' });
  const newer = fileVersion > PROJECT_VERSION;
  const parsed = projectSchema.safeParse(migrate(document, fileVersion, path));
  if (parsed.success) return { project: parsed.data, fileVersion, newer };
  const issue = parsed.error.issues[0];
  const place = fieldName(issue?.path ?? []);
  if (newer) throw new AppError('project-too-new', { path, version: fileVersion, known: PROJECT_VERSION, place });
  const problem = issue !== undefined && 'expected' in issue ? `${String(issue.expected)} expected` : (issue?.message ?? '');
  throw new AppError('project-damaged', { path, place, problem });
}

/** The text of a project file: JSON in a form that a version control system shows well. */
export function writeProject(project: Project): string {
  return `${JSON.stringify(project, null, 2)}\n`;
}

/** Some editors put a byte order mark in front; RFC 8259 section 8.1 lets a reader pass over it. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { line, column, problem } = jsonErrorPlace(text);
    throw new AppError('project-damaged', { path, place: `${line}:${column}`, problem }, error);
  }
}

/** A migration may meet a damaged file as well: what it throws then is damage. */
function migrate(document: Readonly<Record<string, unknown>>, fileVersion: number, path: string): unknown {
  let migrated: Readonly<Record<string, unknown>> = document;
  for (let version = fileVersion; version < PROJECT_VERSION; version++) {
    const step = MIGRATIONS[version];
    if (step === undefined) throw new AppError('project-damaged', { path, place: 'version', problem: `version ${version} is not known` });
    try {
      migrated = { ...step(migrated), version: version + 1 };
    } catch (error) {
      throw new AppError('project-damaged', { path, place: `version ${version}`, problem: String(error) }, error);
    }
  }
  return migrated;
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name === '' ? String(part) : `${name}.${String(part)}`),
    '',
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
