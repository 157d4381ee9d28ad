/** What listen-queue settings lead to, in numbers and in words: the same for the command line and the workbench. */
import { formatCount, formatDuration } from '../../shared/base/quantity';
import type { Arrivals, CapturedSettings, QueueForecast, QueueScenario } from '../../shared/contract/queue-simulation';
import type { Translate } from '../../shared/locales/texts';
import { servedPerSecond } from '../analyzers/listen-queue-advice';
import { begin } from '../analyzers/listen-queue-attempt';
import type { QueueSample } from '../models/listen-queue-options';
import { simulateListenQueue, steadyArrivals } from '../models/listen-queue-simulation';
import type { CapturePass } from './capture-pass';
import { atOnce } from './in-slices';
import { listenerCase } from './listener-views';

/** Arrivals in ms from the first on, in order. */
interface ArrivalTimes {
  readonly clientsMs: readonly number[];
  readonly floodMs: readonly number[];
}

/** `passOf` throws AppError `no-such-capture`. `points`: about how many steps of the series are of use. Throws AppError `no-such-listener`. */
export function queueForecast(scenario: QueueScenario, passOf: (capture: number) => CapturePass, points: number, t: Translate): QueueForecast {
  const { clientsMs, floodMs } = arrivalTimes(scenario.arrivals, scenario.durationMs, passOf);
  const result = simulateListenQueue({
    arrivalsMs: clientsMs,
    floodMs,
    backlog: scenario.backlog,
    somaxconn: scenario.somaxconn,
    maxSynBacklog: scenario.maxSynBacklog,
    syncookies: scenario.syncookies,
    abortOnOverflow: scenario.abortOnOverflow,
    synAckRetries: scenario.synAckRetries,
    synRetries: scenario.synRetries,
    synLinearTimeouts: scenario.synLinearTimeouts,
    acceptEveryMs: scenario.acceptEveryMs ?? Number.POSITIVE_INFINITY,
    roundTripMs: scenario.roundTripMs,
    sendsData: true,
    synQueueHolds: scenario.oldKernel ? 'limit' : 'limit+1',
    durationMs: scenario.durationMs,
  });
  const connectMs = connectTimes(result.connectMs);
  const { limit, counters, outcomes, peaks } = result;
  const forecast = { limit, clients: clientsMs.length, flood: floodMs.length, counters, outcomes, peaks, connectMs };
  return { ...forecast, series: thinned(result.series, points), verdict: verdictSentences(scenario, forecast, t) };
}

function arrivalTimes(arrivals: Arrivals, durationMs: number, passOf: (capture: number) => CapturePass): ArrivalTimes {
  if (arrivals.kind === 'captured') return capturedArrivals(passOf(arrivals.capture), arrivals.listener);
  const { clients, ratePerSecond, floodPerSecond } = arrivals;
  return {
    clientsMs: steadyArrivals(clients, ratePerSecond),
    floodMs: floodPerSecond === 0 ? [] : steadyArrivals(Math.round((floodPerSecond * durationMs) / 1000), floodPerSecond),
  };
}

/** First SYNs at a captured listener: of clients that ever sent another packet, and of those that did not. Throws AppError `no-such-listener`. */
export function capturedArrivals(pass: CapturePass, listener: number): ArrivalTimes {
  const { ids, places, study, row } = atOnce(listenerCase(pass, listener));
  const clientsMs: number[] = [];
  const floodMs: number[] = [];
  for (const [index, id] of ids.entries()) {
    const attempt = study.attempts[places[index] as number];
    const ms = (attempt ? begin(attempt).ms : pass.packets.timeMs(pass.tracker.connections.firstFrame(id) - 1)) - row.startMs;
    const wentOn = attempt !== undefined && (attempt.ack !== null || attempt.syns.length > 1 || attempt.reset !== null);
    (wentOn ? clientsMs : floodMs).push(ms);
  }
  const inOrder = (times: number[]): number[] => times.map((ms) => Math.max(0, ms)).sort((a, b) => a - b);
  return { clientsMs: inOrder(clientsMs), floodMs: inOrder(floodMs) };
}

/** What a captured listener lets a scenario begin with. Throws AppError `no-such-listener`. */
export function capturedSettings(pass: CapturePass, listener: number): CapturedSettings {
  const { row, study } = atOnce(listenerCase(pass, listener));
  const { synSchedule, synAckSchedule } = row;
  const rate = servedPerSecond(study);
  const connects = Float64Array.from(study.attempts.flatMap(({ connectMs }) => connectMs ?? []));
  return {
    synAckRetries: synAckSchedule?.complete ? synAckSchedule.retries : null,
    // The kernel counts the linear steps beside the others.
    synRetries: synSchedule?.complete ? Math.max(0, synSchedule.retries - (synSchedule.linearSteps ?? 0)) : null,
    synLinearTimeouts: synSchedule?.linearSteps ?? null,
    syncookies: row.cookies === 'unknown' ? null : row.cookies === 'likely' ? 1 : 0,
    abortOnOverflow: row.overflowMode === null ? null : row.overflowMode === 'reset',
    roundTripMs: connects.length === 0 ? null : connects.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY),
    acceptEveryMs: rate === null ? null : 1000 / rate,
    limitAtMost: row.overflow === 'yes' && row.acceptUpper > 0 ? row.acceptUpper - 1 : null,
    durationMs: Math.max(1000, pass.packets.timeMs(pass.packets.length - 1) - row.startMs),
  };
}

function connectTimes(connectMs: readonly number[]): QueueForecast['connectMs'] {
  if (connectMs.length === 0) return null;
  const sorted = Float64Array.from(connectMs).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { median: at(0.5), p95: at(0.95), max: sorted[sorted.length - 1] as number };
}

/** Every step while there are at most `points`, else the highest of each of as many runs of steps. */
function thinned(series: readonly QueueSample[], points: number): QueueForecast['series'] {
  const size = Math.max(1, Math.ceil(series.length / points));
  const runs = Array.from({ length: Math.ceil(series.length / size) }, (_, run) => series.slice(run * size, (run + 1) * size));
  const highest = (of: (sample: QueueSample) => number) =>
    Uint32Array.from(runs, (run) => run.reduce((most, sample) => Math.max(most, of(sample)), 0));
  return {
    timesMs: Float64Array.from(runs, (run) => run[0]?.ms ?? 0),
    halfOpen: highest(({ halfOpen }) => halfOpen),
    acceptQueue: highest(({ acceptQueue }) => acceptQueue),
  };
}

type Numbers = Omit<QueueForecast, 'series' | 'verdict'>;

/** What happens, and what would help. */
function verdictSentences(scenario: QueueScenario, { limit, clients, flood, counters, outcomes, peaks, connectMs }: Numbers, t: Translate): string[] {
  const failed = clients - outcomes.established;
  const say = (key: string, data: Readonly<Record<string, unknown>> = {}): string => t(`queue.verdict.${key}`, data);
  const counts = { clients: formatCount(clients), established: formatCount(outcomes.established), flood: formatCount(flood), limit, room: limit + 1 };
  const sentences = [say(failed === 0 ? 'allServed' : 'someServed', { ...counts, failed: formatCount(failed) })];
  if (flood > 0) sentences.push(say('flood', counts));
  if (connectMs !== null) sentences.push(say('connect', { median: formatDuration(connectMs.median), max: formatDuration(connectMs.max) }));
  if (counters.listenOverflows > 0) {
    sentences.push(say('acceptOverflow', { ...counts, overflows: formatCount(counters.listenOverflows) }));
    sentences.push(say(scenario.acceptEveryMs === null ? 'neverAccepts' : 'acceptFaster', counts));
  }
  if (outcomes.stalled > 0) sentences.push(say('stalled', { count: outcomes.stalled, stalled: formatCount(outcomes.stalled) }));
  if (outcomes.reset > 0) sentences.push(say('reset', { count: outcomes.reset, reset: formatCount(outcomes.reset) }));
  if (counters.reqQFullDrop > 0)
    sentences.push(say('synQueueFull', { count: counters.reqQFullDrop, drops: formatCount(counters.reqQFullDrop), peak: peaks.halfOpen }));
  if (counters.reqQFullDoCookies > 0)
    sentences.push(say('cookies', { count: counters.reqQFullDoCookies, cookies: formatCount(counters.reqQFullDoCookies) }));
  if (scenario.backlog > scenario.somaxconn) sentences.push(say('cappedBySomaxconn', { backlog: scenario.backlog, somaxconn: scenario.somaxconn }));
  return sentences;
}
