/** What the commands that hand something on are given: captures, or one project with its captures. */
import { basename } from 'node:path';
import { BUNDLED_CAPTURES } from '../engine/project/bundle-layout';
import { printable } from '../shared/base/printable';
import type { DecodeAs } from '../shared/contract/decode-as';
import type { ReportAnnotations } from '../shared/contract/export-methods';
import { NO_ANNOTATIONS } from '../shared/contract/export-methods';
import { BUNDLE_EXTENSION, captureSourceOf, emptyProject, PROJECT_EXTENSION, type Project } from '../shared/contract/project';
import type { Engine, Environment } from './environment';
import { EXIT, type ExitStatus, UsageError } from './exit-status';
import { readCaptureTellingDamage, readOrTell } from './open-captures';
import { checkOut } from './write-out';

export interface OpenedInput {
  /** Of captures alone: a project made for them. */
  readonly project: Project;
  readonly captures: readonly { readonly capture: number; readonly id: string; readonly path?: string }[];
  readonly annotations: ReportAnnotations;
  /** Done, read in part, or unreadable: none of its captures could be read, as messages have told. */
  readonly status: ExitStatus;
}

export function isProjectPath(path: string): boolean {
  return path.endsWith(PROJECT_EXTENSION) || path.endsWith(BUNDLE_EXTENSION);
}

/** Opens what can be read of it and waits until it is analysed; messages tell what cannot. `out`: file of the result. Throws UsageError, and AppError where a project cannot be opened. */
export async function openInput(engine: Engine, environment: Environment, paths: readonly string[], out?: string): Promise<OpenedInput> {
  await checkOut(out, paths, environment);
  const [first, ...more] = paths;
  if (first !== undefined && isProjectPath(first)) {
    if (more.length > 0) throw new UsageError(environment.texts.t('export.usage.oneProject'));
    return await openProjectInput(engine, environment, first, out);
  }
  if (paths.some(isProjectPath)) throw new UsageError(environment.texts.t('export.usage.oneProject'));
  const captures: { capture: number; id: string }[] = [];
  const listed: Project['captures'] = [];
  let inPart = false;
  for (const [index, path] of paths.entries()) {
    const read = await readOrTell(readCaptureTellingDamage(engine, environment, path), environment);
    inPart ||= typeof read === 'number' || read.damage !== null;
    if (typeof read === 'number') continue;
    const id = `capture-${index + 1}`;
    captures.push({ capture: read.progress.capture, id });
    listed.push({ id, name: read.progress.name, offsetMs: 0, source: { kind: 'file', path, fingerprint: { bytes: 0, sha256: '' } } });
  }
  const status = statusOf(paths.length, captures.length, inPart);
  return { project: { ...emptyProject(), captures: listed }, captures, annotations: NO_ANNOTATIONS, status };
}

function statusOf(named: number, read: number, inPart: boolean): ExitStatus {
  if (named > 0 && read === 0) return EXIT.unreadable;
  return inPart ? EXIT.readInPart : EXIT.done;
}

/** Undefined: without rules of its own. */
function decodeAsOf({ decodeAs }: Project, capture: string): DecodeAs | undefined {
  const own = decodeAs.find((item) => item.capture === capture);
  return own && { rules: own.rules, heuristics: own.heuristics };
}

async function openProjectInput(engine: Engine, environment: Environment, path: string, out: string | undefined): Promise<OpenedInput> {
  const { openProjectOrBundle } = await import('../platform/project/project-files');
  const { reserveTemporaryFolder } = await import('../platform/temporary-folder');
  const { project, captures: statuses } = await openProjectOrBundle(path, false, { root: null, allowedFiles: [] }, reserveTemporaryFolder());
  await checkOut(
    out,
    statuses.flatMap((status) => status.path ?? []),
    environment,
  );
  const { t } = environment.texts;
  const captures: { capture: number; id: string; path?: string }[] = [];
  // What is inside was unpacked to a place that is gone when the command ends, and another each time.
  const isBundle = path.endsWith(BUNDLE_EXTENSION);
  let inPart = false;
  for (const listed of project.captures) {
    const state = statuses.find(({ id }) => id === listed.id)?.state ?? 'missing';
    if (state !== 'found') environment.messages.write(`tcpulse: ${printable(t(`export.capture.${state}`, { name: listed.name }))}\n`);
    inPart ||= state === 'missing' || state === 'changed';
    if (state === 'missing') continue;
    const source = captureSourceOf(listed);
    const name = source.kind !== 'file' ? listed.name : isBundle ? `${path}/${BUNDLED_CAPTURES}${basename(source.path)}` : source.path;
    const reading = readCaptureTellingDamage(engine, environment, name, decodeAsOf(project, listed.id), source);
    const read = await readOrTell(reading, environment);
    inPart ||= typeof read === 'number' || read.damage !== null;
    if (typeof read !== 'number') captures.push({ capture: read.progress.capture, id: listed.id, ...(isBundle && { path: name }) });
  }
  const { notes, dismissed, names, thresholds } = project;
  const annotations = { captures, notes, dismissed, addresses: names.addresses, thresholds };
  return { project, captures, annotations, status: statusOf(project.captures.length, captures.length, inPart) };
}
