/** What the commands that hand something on are given: captures, or one project with its captures. */
import type { DecodeAs } from '../shared/contract/decode-as';
import type { ReportAnnotations } from '../shared/contract/export-methods';
import { NO_ANNOTATIONS } from '../shared/contract/export-methods';
import { BUNDLE_EXTENSION, captureSourceOf, emptyProject, PROJECT_EXTENSION, type Project } from '../shared/contract/project';
import type { Engine, Environment } from './environment';
import { UsageError } from './exit-status';
import { readCaptureTellingDamage } from './open-captures';

export interface OpenedInput {
  /** Of captures alone: a project made for them. */
  readonly project: Project;
  readonly captures: readonly { readonly capture: number; readonly id: string }[];
  readonly annotations: ReportAnnotations;
  /** Something of it could not be read. */
  readonly inPart: boolean;
}

export function isProjectPath(path: string): boolean {
  return path.endsWith(PROJECT_EXTENSION) || path.endsWith(BUNDLE_EXTENSION);
}

/** Opens all of it and waits until it is analysed. Throws UsageError, and AppError when nothing could be read. */
export async function openInput(engine: Engine, environment: Environment, paths: readonly string[]): Promise<OpenedInput> {
  const [first, ...more] = paths;
  if (first !== undefined && isProjectPath(first)) {
    if (more.length > 0) throw new UsageError(environment.texts.t('export.usage.oneProject'));
    return await openProjectInput(engine, environment, first);
  }
  if (paths.some(isProjectPath)) throw new UsageError(environment.texts.t('export.usage.oneProject'));
  const captures: { capture: number; id: string }[] = [];
  const listed: Project['captures'] = [];
  let inPart = false;
  for (const [index, path] of paths.entries()) {
    const read = await readCaptureTellingDamage(engine, environment, path);
    const id = `capture-${index + 1}`;
    captures.push({ capture: read.progress.capture, id });
    listed.push({ id, name: read.progress.name, offsetMs: 0, source: { kind: 'file', path, fingerprint: { bytes: 0, sha256: '' } } });
    inPart ||= read.damage !== null;
  }
  return { project: { ...emptyProject(), captures: listed }, captures, annotations: NO_ANNOTATIONS, inPart };
}

/** Undefined: without rules of its own. */
function decodeAsOf({ decodeAs }: Project, capture: string): DecodeAs | undefined {
  const own = decodeAs.find((item) => item.capture === capture);
  return own && { rules: own.rules, heuristics: own.heuristics };
}

async function openProjectInput(engine: Engine, environment: Environment, path: string): Promise<OpenedInput> {
  const { openProjectOrBundle } = await import('../platform/project/project-files');
  const { reserveTemporaryFolder } = await import('../platform/temporary-folder');
  const { project, captures: statuses } = await openProjectOrBundle(path, false, { root: null, allowedFiles: [] }, reserveTemporaryFolder());
  const { t } = environment.texts;
  const captures: { capture: number; id: string }[] = [];
  let inPart = false;
  for (const listed of project.captures) {
    const state = statuses.find(({ id }) => id === listed.id)?.state ?? 'missing';
    if (state !== 'found') environment.messages.write(`tcpulse: ${t(`export.capture.${state}`, { name: listed.name })}\n`);
    if (state === 'missing') {
      inPart = true;
      continue;
    }
    const source = captureSourceOf(listed);
    const name = source.kind === 'file' ? source.path : listed.name;
    const read = await readCaptureTellingDamage(engine, environment, name, decodeAsOf(project, listed.id), source);
    captures.push({ capture: read.progress.capture, id: listed.id });
    inPart ||= read.damage !== null || state === 'changed';
  }
  const { notes, dismissed, names } = project;
  return { project, captures, annotations: { captures, notes, dismissed, addresses: names.addresses }, inPart };
}
