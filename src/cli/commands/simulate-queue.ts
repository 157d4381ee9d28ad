import { DEFAULT_QUEUE_OPTIONS, type QueueResult } from '../../engine/models/listen-queue-options';
import { simulateListenQueue, steadyArrivals } from '../../engine/models/listen-queue-simulation';
import { formatDuration } from '../../shared/base/quantity';
import type { Translate } from '../../shared/locales/texts';
import type { Environment } from '../environment';
import { EXIT, type ExitStatus, UsageError } from '../exit-status';
import { type CapturedListener, capturedListener } from './captured-arrivals';

export interface QueueCommandOptions {
  /** Both or neither. */
  readonly capture?: string;
  readonly listener?: string;
  readonly clients?: number;
  readonly rate?: number;
  readonly flood?: number;
  readonly backlog?: number;
  readonly somaxconn?: number;
  readonly maxSynBacklog?: number;
  readonly syncookies?: '0' | '1' | '2';
  readonly abortOnOverflow?: boolean;
  readonly synackRetries?: number;
  readonly synRetries?: number;
  readonly synLinear?: number;
  /** Milliseconds; Infinity: never. */
  readonly acceptEvery?: number;
  readonly rtt?: number;
  readonly duration?: number;
  readonly oldKernel?: boolean;
  readonly json?: boolean;
}

const DEFAULT_CLIENTS = 100;
const DEFAULT_RATE = 50;
const DEFAULT_SECONDS = 60;
/** What is simulated within some seconds, and some hundred megabytes. */
const MOST_SYNS = 1_000_000;
const SYNCOOKIES = { 0: 0, 1: 1, 2: 2 } as const;

/** `tcpulse simulate queue`: clients that arrive at a listener at a steady rate, with a flood beside them, or as they did in a capture. */
export async function simulateQueue(environment: Environment, options: QueueCommandOptions): Promise<ExitStatus> {
  const { t } = environment.texts;
  if ((options.capture === undefined) !== (options.listener === undefined)) throw new UsageError(t('cli.simulate.usage.captureAndListener'));
  const captured =
    options.capture === undefined || options.listener === undefined ? null : await capturedListener(environment, options.capture, options.listener);
  const { arrivalsMs, floodMs, durationMs } = captured === null ? steady(options, t) : replayed(options, captured);
  const syns = arrivalsMs.length + floodMs.length;
  if (syns > MOST_SYNS) throw new UsageError(t('cli.simulate.usage.tooMany', { packets: syns, most: MOST_SYNS }));
  const { syncookies } = options;
  const seen = captured?.settings;
  const result = simulateListenQueue({
    ...DEFAULT_QUEUE_OPTIONS,
    arrivalsMs,
    floodMs,
    backlog: options.backlog ?? seen?.limitAtMost ?? DEFAULT_QUEUE_OPTIONS.backlog,
    somaxconn: options.somaxconn ?? DEFAULT_QUEUE_OPTIONS.somaxconn,
    maxSynBacklog: options.maxSynBacklog ?? DEFAULT_QUEUE_OPTIONS.maxSynBacklog,
    syncookies: syncookies === undefined ? (seen?.syncookies ?? 1) : SYNCOOKIES[syncookies],
    abortOnOverflow: options.abortOnOverflow ?? seen?.abortOnOverflow ?? false,
    synAckRetries: options.synackRetries ?? seen?.synAckRetries ?? DEFAULT_QUEUE_OPTIONS.synAckRetries,
    synRetries: options.synRetries ?? seen?.synRetries ?? DEFAULT_QUEUE_OPTIONS.synRetries,
    synLinearTimeouts: options.synLinear ?? seen?.synLinearTimeouts ?? DEFAULT_QUEUE_OPTIONS.synLinearTimeouts,
    acceptEveryMs: options.acceptEvery ?? (seen === undefined ? 0 : (seen.acceptEveryMs ?? Number.POSITIVE_INFINITY)),
    roundTripMs: options.rtt ?? seen?.roundTripMs ?? DEFAULT_QUEUE_OPTIONS.roundTripMs,
    synQueueHolds: options.oldKernel === true ? 'limit' : 'limit+1',
    durationMs,
  });
  const source =
    captured === null
      ? ''
      : `${t('cli.simulate.queue.captured', { ...capturedWords(options), clients: arrivalsMs.length, flood: floodMs.length })}\n`;
  const text =
    options.json === true
      ? `${JSON.stringify({ model: 'queue', ...capturedWords(options), ...result })}\n`
      : source + queueText(environment, result, options.oldKernel === true);
  await environment.output.write(new TextEncoder().encode(text));
  return EXIT.done;
}

interface ArrivalTimes {
  readonly arrivalsMs: readonly number[];
  readonly floodMs: readonly number[];
  readonly durationMs: number;
}

/** Throws UsageError for more than can be simulated. */
function steady(options: QueueCommandOptions, t: Translate): ArrivalTimes {
  const seconds = options.duration ?? DEFAULT_SECONDS;
  const flood = options.flood ?? 0;
  const clients = options.clients ?? DEFAULT_CLIENTS;
  const syns = clients + flood * seconds;
  if (syns > MOST_SYNS) throw new UsageError(t('cli.simulate.usage.tooMany', { packets: syns, most: MOST_SYNS }));
  return {
    arrivalsMs: steadyArrivals(clients, options.rate ?? DEFAULT_RATE),
    floodMs: flood === 0 ? [] : steadyArrivals(Math.round(flood * seconds), flood),
    durationMs: seconds * 1000,
  };
}

function replayed(options: QueueCommandOptions, { clientsMs, floodMs, settings }: CapturedListener): ArrivalTimes {
  return { arrivalsMs: clientsMs, floodMs, durationMs: options.duration === undefined ? settings.durationMs : options.duration * 1000 };
}

/** Empty without a capture. */
function capturedWords({ capture, listener }: QueueCommandOptions): { readonly path?: string; readonly listener?: string } {
  return capture === undefined || listener === undefined ? {} : { path: capture, listener };
}

function queueText({ texts }: Environment, result: QueueResult, oldKernel: boolean): string {
  const { t } = texts;
  const { counters, connectMs } = result;
  const sorted = [...connectMs].sort((a, b) => a - b);
  const lines = [
    t('cli.simulate.queue.title', { limit: result.limit, room: oldKernel ? `${result.limit} / ${result.limit + 1}` : result.limit + 1 }),
    t('cli.simulate.queue.outcomes', { ...result.outcomes }),
  ];
  if (sorted.length > 0) {
    const longest = formatDuration(sorted[sorted.length - 1] as number);
    lines.push(t('cli.simulate.queue.connect', { median: formatDuration(sorted[sorted.length >> 1] as number), longest }));
  }
  lines.push(
    t('cli.simulate.queue.peaks', { ...result.peaks }),
    t('cli.simulate.queue.counters', { ...counters }),
    t('cli.simulate.queue.resent', {
      syn: counters.synRetransmissions,
      synAck: counters.synAckRetransmissions,
      data: counters.dataRetransmissions,
    }),
  );
  return `${lines.join('\n')}\n`;
}
