import { printable } from '../shared/base/printable';
import type { CaptureContract, CaptureProgress, CaptureSource } from '../shared/contract/capture-methods';
import type { AnalyzerId } from '../shared/contract/choices';
import type { Contract } from '../shared/contract/contract';
import type { DecodeAs } from '../shared/contract/decode-as';
import { AppError, ERROR_CODES, type ErrorCode, type ErrorData } from '../shared/contract/errors';
import type { CaptureReport } from '../shared/contract/report-capture';
import type { Engine, Environment } from './environment';
import { EXIT, type ExitStatus, firstDamage, statusOfError, UsageError } from './exit-status';
import { errorMessage, sourceName } from './messages';
import { ProgressLine } from './progress';

/** A capture that was read to its end, or to where the damage let it. */
export interface ReadCapture {
  readonly path: string;
  readonly progress: CaptureProgress;
  /** What kept some of it from being read; null when all of it was. */
  readonly damage: CaptureIssue | null;
}

type CaptureIssue = CaptureReport['issues'][number];

/** Opens a file (`-`: standard input) and waits until it is analysed, `without` some of the analyzers. Throws the AppError that kept it from being read. */
export async function readCapture(
  engine: Engine<CaptureContract>,
  environment: Environment,
  path: string,
  decodeAs?: DecodeAs,
  without: readonly AnalyzerId[] = [],
): Promise<ReadCapture> {
  return await readSource(engine, environment, { kind: 'file', path }, path, decodeAs, without);
}

async function readSource(
  engine: Engine<CaptureContract>,
  environment: Environment,
  source: CaptureSource,
  path: string,
  decodeAs?: DecodeAs,
  without: readonly AnalyzerId[] = [],
): Promise<ReadCapture> {
  const { client } = engine;
  const { signal } = environment;
  const line = new ProgressLine(environment);
  try {
    let progress = await client['captures.open'](
      { source, ...(decodeAs && { decodeAs }), ...(without.length > 0 && { without: [...without] }) },
      signal,
    );
    for await (const next of client['captures.progress']({ capture: progress.capture }, signal)) {
      progress = next;
      line.show(progress);
    }
    if (progress.state === 'cancelled') throw new AppError('cancelled');
    if (progress.state === 'failed') throw failureOf(progress);
    const { capture } = progress;
    const issues = progress.issues === 0 ? [] : (await client['captures.summary']({ capture }, signal)).capture.issues;
    return { path, progress, damage: firstDamage(issues) };
  } finally {
    line.clear();
  }
}

/** The same for commands whose output does not tell of damage: a message does. `path`: what it is called in the message where `source` is no file. */
export async function readCaptureTellingDamage(
  engine: Engine<CaptureContract>,
  environment: Environment,
  path: string,
  decodeAs?: DecodeAs,
  source: CaptureSource = { kind: 'file', path },
): Promise<ReadCapture> {
  const read = await readSource(engine, environment, source, path, decodeAs);
  if (read.damage !== null) {
    const { t } = environment.texts;
    const { code, frame, offset, detail } = read.damage;
    const text = t(`issue.${code}`, { frame: frame ?? '-', offset, detail });
    environment.messages.write(`tcpulse: ${printable(`${sourceName(path, t)}: ${text}`)}\n`);
  }
  return read;
}

/** What `reading` gives, or, told by a message, the status of what keeps this one from being read. Throws what keeps others from it too: an interrupt, the engine's death. */
export async function readOrTell(reading: Promise<ReadCapture>, { messages, texts }: Environment): Promise<ReadCapture | ExitStatus> {
  try {
    return await reading;
  } catch (error) {
    const status = statusOfError(error);
    if (status === EXIT.interrupted || isEngineGone(error)) throw error;
    messages.write(`tcpulse: ${errorMessage(error, texts)}\n`);
    return status;
  }
}

function isEngineGone(error: unknown): boolean {
  return error instanceof AppError && error.code === 'connection-lost';
}

function failureOf({ error }: CaptureProgress): AppError {
  const code = ERROR_CODES.find((known: ErrorCode) => known === error?.code) ?? 'internal';
  return new AppError(code, error?.data as ErrorData | undefined);
}

/** Standard input can be read once. Throws UsageError. */
export function checkPaths(paths: readonly string[], environment: Environment): void {
  if (paths.filter((path) => path === '-').length > 1) throw new UsageError(environment.texts.t('cli.usage.standardInputOnce'));
}

/** Starts the engine for as long as `work`, which calls what is in `contract`, takes. When the engine dies, the error tells why it died. */
export async function withEngine<C extends Contract, T>(environment: Environment, contract: C, work: (engine: Engine<C>) => Promise<T>): Promise<T> {
  const engine = await environment.startEngine(contract);
  try {
    return await work(engine);
  } catch (error) {
    throw isEngineGone(error) ? await engine.death : error;
  } finally {
    await engine.close();
  }
}
