import { formatBytes, formatCount, formatDuration } from '../../shared/base/quantity';
import { AppError } from '../../shared/contract/errors';
import { DEFAULT_HOST_INTERVAL_MS } from '../../shared/contract/host';
import { recordingBeside, sampleLines } from '../../shared/contract/host-lines';
import type { LiveFinding, LiveOptions, LiveState } from '../../shared/contract/live';
import { engineContract } from '../../shared/contract/methods';
import { liveFindingText } from '../../shared/locales/live-words';
import type { CaptureArguments } from '../capture-arguments';
import type { Engine, Environment } from '../environment';
import { EXIT, type ExitStatus, UsageError } from '../exit-status';
import { errorMessage } from '../messages';
import { withEngine } from '../open-captures';
import { SampleFile } from '../sample-file';
import { sourceLines } from './interfaces';

const CLEAR_LINE = '\r\u001b[K';
/** Ends that were wanted. */
const WANTED_ENDS: ReadonlySet<string> = new Set(['stopped', 'limit', 'source-ended']);

/** `tcpulse capture`: records and analyses until interrupted or a limit is reached; findings are told as they happen, a summary at the end. */
export async function capture(environment: Environment, options: CaptureArguments): Promise<ExitStatus> {
  const live = liveOptions(options);
  if (live.source === 'pipe' && options.samples !== undefined) throw new UsageError(environment.texts.t('cli.capture.samplesOfPipe'));
  return await withEngine(environment, engineContract, async (engine) => {
    await requireSource(engine, environment, live);
    const check = await engine.client['live.checkFilter']({
      source: live.source,
      remote: live.remote,
      interface: live.interface,
      filter: live.filter,
    });
    if (!check.valid) throw new AppError('bad-capture-filter', { message: check.message ?? '' });
    const samples = options.samples === undefined ? null : await SampleFile.open(options.samples);
    const { capture: id } = await engine.client['live.start']({ options: live, thresholds: options.threshold }, environment.signal);
    const stop = environment.signal.onCancel(() => void engine.client['live.stop']({ capture: id }).catch(() => {}));
    try {
      const end = await follow(engine, environment, id, options.json === true);
      await summarise(engine, environment, id, end, options.json === true);
      const sampled = samples === null || (await writeSamples(engine, environment, end, samples));
      return sampled && WANTED_ENDS.has(end.end?.code ?? '') ? EXIT.done : EXIT.readInPart;
    } finally {
      stop();
      await engine.client['captures.close']({ capture: id });
    }
  });
}

export function liveOptions(options: CaptureArguments): LiveOptions {
  return {
    source: options.source ?? (options.remote === undefined ? (options.interface === '-' ? 'pipe' : null) : 'ssh'),
    remote: options.remote === undefined ? null : { ...options.remote, sudo: options.sudo === true },
    interface: options.interface,
    filter: options.filter,
    snapLength: options.snapLength ?? null,
    promiscuous: options.promiscuous,
    bufferMiB: options.buffer,
    stopAfter: { seconds: options.duration ?? null, bytes: options.size ?? null, packets: options.packets ?? null },
    ring: options.ring ?? null,
    file: options.write ?? null,
    elevate: false,
  };
}

/** When nothing can capture, says of each program why, and what to do. Throws AppError `no-live-source`. */
async function requireSource(engine: Engine, environment: Environment, { source }: LiveOptions): Promise<void> {
  if (source === 'pipe') return;
  const sources = await engine.client['live.sources']({});
  const usable = source === null ? sources.chosen !== null : sources.sources.some(({ kind, state }) => kind === source && state === 'ready');
  if (usable) return;
  for (const line of sourceLines(sources, environment.texts.t)) environment.messages.write(`${line}\n`);
  throw new AppError(source === null ? 'no-live-source' : 'live-source-not-ready', { source, reason: '' });
}

/** Tells what happens until the recording has ended; gives its last state. */
async function follow(engine: Engine, environment: Environment, id: number, json: boolean): Promise<LiveState> {
  const { messages, texts, output } = environment;
  let last: LiveState | null = null;
  const status = (text: string): void => {
    if (messages.isTerminal) messages.write(CLEAR_LINE + text);
  };
  for await (const { state, findings } of engine.client['live.updates']({ capture: id })) {
    if (last === null)
      messages.write(`${texts.t('cli.capture.started', { ...state, times: texts.t(`live.times.${state.kernelTimes ? 'kernel' : 'arrival'}`) })}\n`);
    last = state;
    for (const finding of findings) {
      status('');
      const line = json ? JSON.stringify({ type: 'live-finding', ...finding }) : findingLine(finding, environment);
      if (!(await output.write(new TextEncoder().encode(`${line}\n`)))) void engine.client['live.stop']({ capture: id });
    }
    status(texts.t('cli.capture.status', shownCounters(state)));
  }
  status('');
  if (last === null) throw new AppError('cancelled');
  return last;
}

/** What the kernel of the host said meanwhile. False when it said nothing: why is told. Throws AppError when the file cannot be written. */
async function writeSamples({ client }: Engine, { messages, texts }: Environment, state: LiveState, file: SampleFile): Promise<boolean> {
  const recording = await recordingBeside(client, state);
  await file.write(recording === null ? [] : sampleLines(client, recording));
  if (recording !== null) return true;
  messages.write(`${texts.t('cli.capture.noSamples', { reason: await whyNotSampled(client, state, texts) })}\n`);
  return false;
}

/** What sampling beside a capture came to grief of, it does again. */
async function whyNotSampled(client: Engine['client'], { host }: LiveState, texts: Environment['texts']): Promise<string> {
  try {
    for await (const _ of client['host.watch']({ target: { ssh: host, netns: null }, intervalMs: DEFAULT_HOST_INTERVAL_MS })) break;
    return '';
  } catch (error) {
    return errorMessage(error, texts);
  }
}

function findingLine(finding: LiveFinding, { texts }: Environment): string {
  const { title, detail } = liveFindingText(finding, texts.t);
  return `${formatDuration(finding.timeMs)}  ${texts.t(`cli.report.severity.${finding.severity}`)}  ${title}. ${detail}`;
}

function shownCounters({ counters, elapsedMs }: LiveState): Record<string, string> {
  return {
    packets: formatCount(counters.written),
    lost: formatCount(counters.received - counters.written),
    bytes: formatBytes(counters.bytes),
    dropped: counters.droppedByKernel === null ? '?' : formatCount(counters.droppedByKernel),
    backlog: formatCount(counters.backlogPackets),
    elapsed: formatDuration(Math.round(elapsedMs / 1000) * 1000),
  };
}

async function summarise(engine: Engine, environment: Environment, id: number, state: LiveState, json: boolean): Promise<void> {
  const { texts, output, messages } = environment;
  const { severities } = await engine.client['findings.counts']({ capture: id });
  const { counters, end, elapsedMs, files } = state;
  if (json) {
    const summary = {
      type: 'summary',
      source: state.source,
      interface: state.interface,
      end,
      elapsedMs,
      counters,
      files: state.unsaved ? [] : files,
      findings: severities,
    };
    await output.write(new TextEncoder().encode(`${JSON.stringify(summary)}\n`));
  }
  const { t } = texts;
  const lines = [
    t(`live.end.${end?.code ?? 'recorder-lost'}`, { detail: end?.detail ?? '', interface: state.interface }),
    t('cli.capture.summary', shownCounters(state)),
    ...(counters.clockSteps > 0 ? [t('live.clockSteps', { count: counters.clockSteps })] : []),
    t('cli.capture.findings', { ...severities }),
    ...(state.unsaved ? [] : files.map((file) => t('cli.capture.file', { file }))),
  ];
  messages.write(`${lines.join('\n')}\n`);
}
