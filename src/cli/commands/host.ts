import { AppError } from '../../shared/contract/errors';
import { DEFAULT_HOST_INTERVAL_MS, type HostLook, type HostRecording, type HostTarget } from '../../shared/contract/host';
import { sampleLine } from '../../shared/contract/host-lines';
import { targetWords } from '../../shared/contract/host-words';
import { engineContract } from '../../shared/contract/methods';
import type { Engine, Environment } from '../environment';
import { EXIT, type ExitStatus, statusOfError, UsageError } from '../exit-status';
import { changesText, findingsText, formatInstant, issuesText, listenerKey, recordingTitle, sampleText, watchLine } from '../host-text';
import { errorMessage } from '../messages';
import { checkPaths, readCapture, withEngine } from '../open-captures';

export interface HostOptions {
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly netns?: string;
  readonly ssh?: string;
  /** Milliseconds. */
  readonly interval?: number;
  readonly capture?: string;
}

/** `tcpulse host`: the kernel of this machine or another, once or for as long as it is watched; with files, what was saved of one. */
export async function host(environment: Environment, paths: readonly string[], options: HostOptions): Promise<ExitStatus> {
  const { t } = environment.texts;
  const live = options.watch === true || options.netns !== undefined || options.ssh !== undefined || options.interval !== undefined;
  if (paths.length > 0 && live) throw new UsageError(t('cli.host.usage.liveOrText'));
  if (paths.length === 0 && options.capture !== undefined) throw new UsageError(t('cli.host.usage.captureNeedsText'));
  checkPaths(options.capture === undefined ? paths : [...paths, options.capture], environment);
  return await withEngine(environment, engineContract, (engine) =>
    paths.length > 0 ? readTexts(engine, environment, paths, options) : sample(engine, environment, options),
  );
}

/** Watches until interrupted; without `--watch` looks once. */
async function sample(engine: Engine, environment: Environment, options: HostOptions): Promise<ExitStatus> {
  const target: HostTarget = { netns: options.netns ?? null, ssh: options.ssh ?? null };
  const looks = engine.client['host.watch']({ target, intervalMs: options.interval ?? DEFAULT_HOST_INTERVAL_MS }, environment.signal);
  try {
    for await (const look of looks) {
      const wanted = await write(environment, options.json === true ? sampleLine(look) : lookText(look, target, options.watch === true, environment));
      if (options.watch !== true || !wanted) return EXIT.done;
    }
  } catch (error) {
    // Watching ends when it is interrupted: that is how it is used.
    if (!(error instanceof AppError && error.code === 'cancelled')) throw error;
  }
  return options.watch === true ? EXIT.done : EXIT.interrupted;
}

/** The first look as a whole, those that follow a line each. */
function lookText(look: HostLook, target: HostTarget, watching: boolean, { texts }: Environment): string {
  const { t } = texts;
  const { sample, changes, index } = look;
  if (watching && index > 0) return `${watchLine(sample, changes, t)}\n`;
  const words = targetWords(target);
  const title = t('cli.host.title', { host: t(words.key, words.data), time: sample.timeMs === null ? '' : formatInstant(sample.timeMs) });
  return lines([title, ...sampleText(sample, new Map(), t), ...(watching ? [''] : [])]);
}

/** One series of samples a file. */
async function readTexts(engine: Engine, environment: Environment, paths: readonly string[], options: HostOptions): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.done;
  const capture = options.capture === undefined ? null : await readCapture(engine, environment, options.capture);
  let readSome = false;
  for (const path of paths) {
    let recording: HostRecording;
    try {
      recording = await engine.client['host.read']({ source: { kind: 'file', path } }, environment.signal);
    } catch (error) {
      const failure = statusOfError(error);
      if (failure === EXIT.interrupted) throw error;
      environment.messages.write(`tcpulse: ${errorMessage(error, environment.texts)}\n`);
      status = failure;
      continue;
    }
    readSome = true;
    if (recording.issues.some(({ code }) => code !== 'time-zone-assumed')) status = EXIT.readInPart;
    const findings =
      capture === null
        ? null
        : await engine.client['host.findings']({
            capture: capture.progress.capture,
            recording: recording.recording,
            language: environment.texts.language,
          });
    const told = { recording, findings, capture: capture?.path ?? '' };
    if (options.json === true) await writeJson(engine, environment, told);
    else await writeText(engine, environment, told);
  }
  return readSome && status === EXIT.unreadable ? EXIT.readInPart : status;
}

interface Told {
  readonly recording: HostRecording;
  /** Null: no capture is compared. */
  readonly findings: Awaited<ReturnType<Engine['client']['host.findings']>> | null;
  readonly capture: string;
}

const EVERYTHING = { capture: null, fromMs: null, toMs: null } as const;

async function writeText(engine: Engine, environment: Environment, { recording, findings, capture }: Told): Promise<void> {
  const { t } = environment.texts;
  const { client } = engine;
  const last = await client['host.sample']({ recording: recording.recording, index: null });
  const peaks = recording.samples > 1 ? await longestQueues(engine, recording) : new Map<string, number>();
  const changes = await client['host.changes']({ recording: recording.recording, ...EVERYTHING });
  const happened = recording.samples > 1 && last?.sample.counters ? ['', ...changesText(changes, t)] : [];
  await write(
    environment,
    lines([
      recordingTitle(recording, t),
      ...happened,
      ...(last === null ? [] : sampleText(last.sample, peaks, t)),
      ...(findings === null ? [] : findingsText(findings, capture, t)),
      ...issuesText(recording.issues, t),
    ]),
  );
}

async function longestQueues(engine: Engine, { recording }: HostRecording): Promise<Map<string, number>> {
  const last = await engine.client['host.sample']({ recording, index: null });
  const peaks = new Map<string, number>();
  for (const listener of last?.sample.listeners ?? []) {
    const { queue } = await engine.client['host.listener']({ recording, address: listener.address, port: listener.port, ...EVERYTHING });
    peaks.set(
      listenerKey(listener),
      queue.reduce((most, length) => (length > most ? length : most), 0),
    );
  }
  return peaks;
}

/** Lines of type sample, changes (over all samples), finding, issue. */
async function writeJson(engine: Engine, environment: Environment, { recording, findings }: Told): Promise<void> {
  for (let index = 0; index < recording.samples; index++) {
    const look = await engine.client['host.look']({ recording: recording.recording, index });
    if (look !== null && !(await write(environment, sampleLine(look)))) return;
  }
  const changes = await engine.client['host.changes']({ recording: recording.recording, ...EVERYTHING });
  const tail = [
    { type: 'changes', changes },
    ...(findings ?? []).map((finding) => ({ type: 'finding', ...finding })),
    ...recording.issues.map((issue) => ({ type: 'issue', ...issue })),
  ];
  await write(environment, lines(tail.map((object) => JSON.stringify(object))));
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

/** False when nobody reads any more. */
async function write({ output }: Environment, text: string): Promise<boolean> {
  return await output.write(new TextEncoder().encode(text));
}
