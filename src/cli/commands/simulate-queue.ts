import { DEFAULT_QUEUE_OPTIONS, type QueueResult } from '../../engine/models/listen-queue-options';
import { simulateListenQueue, steadyArrivals } from '../../engine/models/listen-queue-simulation';
import { formatDuration } from '../../shared/base/quantity';
import type { Environment } from '../environment';
import { EXIT, type ExitStatus, UsageError } from '../exit-status';

export interface QueueCommandOptions {
  readonly clients?: number;
  readonly rate?: number;
  readonly flood?: number;
  readonly backlog?: number;
  readonly somaxconn?: number;
  readonly maxSynBacklog?: number;
  readonly syncookies?: '0' | '1' | '2';
  readonly abortOnOverflow?: boolean;
  readonly synackRetries?: number;
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

/** `tcpulse simulate queue`: clients that arrive at a steady rate at a listener, and a flood beside them. */
export async function simulateQueue(environment: Environment, options: QueueCommandOptions): Promise<ExitStatus> {
  const seconds = options.duration ?? DEFAULT_SECONDS;
  const flood = options.flood ?? 0;
  const clients = options.clients ?? DEFAULT_CLIENTS;
  const syns = clients + flood * seconds;
  const { t } = environment.texts;
  if (syns > MOST_SYNS) throw new UsageError(t('cli.simulate.usage.tooMany', { packets: syns, most: MOST_SYNS }));
  const { syncookies } = options;
  const result = simulateListenQueue({
    ...DEFAULT_QUEUE_OPTIONS,
    arrivalsMs: steadyArrivals(clients, options.rate ?? DEFAULT_RATE),
    floodMs: flood === 0 ? [] : steadyArrivals(flood * seconds, flood),
    backlog: options.backlog ?? DEFAULT_QUEUE_OPTIONS.backlog,
    somaxconn: options.somaxconn ?? DEFAULT_QUEUE_OPTIONS.somaxconn,
    maxSynBacklog: options.maxSynBacklog ?? DEFAULT_QUEUE_OPTIONS.maxSynBacklog,
    syncookies: syncookies === '0' ? 0 : syncookies === '2' ? 2 : 1,
    abortOnOverflow: options.abortOnOverflow === true,
    synAckRetries: options.synackRetries ?? DEFAULT_QUEUE_OPTIONS.synAckRetries,
    acceptEveryMs: options.acceptEvery ?? 0,
    roundTripMs: options.rtt ?? DEFAULT_QUEUE_OPTIONS.roundTripMs,
    synQueueHolds: options.oldKernel === true ? 'limit' : 'limit+1',
    durationMs: seconds * 1000,
  });
  const text =
    options.json === true ? `${JSON.stringify({ model: 'queue', ...result })}\n` : queueText(environment, result, options.oldKernel === true);
  await environment.output.write(new TextEncoder().encode(text));
  return EXIT.done;
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
