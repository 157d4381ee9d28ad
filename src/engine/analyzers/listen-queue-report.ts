/** A listener as the report shows it. */
import { formatSeconds } from '../../shared/base/time';
import type { ListenerReport } from '../../shared/contract/report-listener';
import { clientDirection } from '../flows/roles';
import type { AnalyzerInput } from './analyzer';
import type { ListenerStudy } from './listen-queue-listener';
import { synAckSchedule, synSchedule } from './listen-queue-schedules';
import { largest, smallest, spreadOf } from './statistics';

/** Points of a series in the report; a longer one keeps the lowest and the highest value of each stretch. */
const MOST_POINTS = 2000;

/** A report without its series. */
export type ListenerOutline = Omit<ListenerReport, 'synQueue' | 'acceptQueue'> & {
  readonly synQueue: Omit<ListenerReport['synQueue'], 'series'>;
  readonly acceptQueue: Omit<ListenerReport['acceptQueue'], 'series'>;
};

/** A report whose series are kept as numbers: as texts and pairs those of many listeners take megabytes. */
export interface ListenerSummary {
  readonly report: ListenerOutline;
  readonly halfOpen: { readonly timesMs: Float64Array; readonly values: Int32Array };
  readonly bounds: { readonly timesMs: Float64Array; readonly lower: Int32Array; readonly upper: Int32Array };
}

/** The report of a listener; `capture`: its index in the report. */
export function listenerReport(input: AnalyzerInput, { report, halfOpen, bounds }: ListenerSummary, capture: number): ListenerReport {
  const time = (ms: number) => timeText(input, ms);
  const pairs = Array.from(halfOpen.values, (value, i): [string, number] => [time(halfOpen.timesMs[i] as number), value]);
  const triples = Array.from(bounds.lower, (lower, i): [string, number, number] => [
    time(bounds.timesMs[i] as number),
    lower,
    bounds.upper[i] as number,
  ]);
  const { evidence, ...acceptQueue } = report.acceptQueue;
  return {
    ...report,
    capture,
    synQueue: { ...report.synQueue, series: pairs },
    acceptQueue: { ...acceptQueue, series: triples, evidence },
  };
}

export function listenerSummary(input: AnalyzerInput, study: ListenerStudy, id: number): ListenerSummary {
  return { report: withoutSeries(input, study, id), halfOpen: halfOpenSeries(study), bounds: boundsSeries(study) };
}

/** `capture` is 0: the report sets it. */
function withoutSeries(input: AnalyzerInput, study: ListenerStudy, id: number): ListenerSummary['report'] {
  const { connections } = input;
  const { connection, attempts, judgement, bounds } = study;
  const server = (1 - clientDirection(connections, connection)) as 0 | 1;
  return {
    id,
    capture: 0,
    address: connections.address(connection, server),
    port: connections.port(connection, server),
    attempts: study.total,
    outcomes: { ...study.counts },
    synRetransmissions: attempts.reduce((sum, { syns }) => sum + Math.max(0, syns.length - 1), 0),
    synAckRetransmissions: attempts.reduce((sum, { synAcks }) => sum + Math.max(0, synAcks.length - 1), 0),
    connectMs: connectTimes(study),
    synSchedule: synSchedule(attempts, study.surroundings.endMs),
    synAckSchedule: synAckSchedule(attempts, study.surroundings.endMs, study.deferral.deferAccept === 'likely'),
    synQueue: { peak: study.halfOpenPeak, pruned: study.pruned },
    acceptQueue: {
      overflow: overflowOf(study),
      mode: judgement.mode,
      lowerBound: Math.max(0, largest(bounds.lower)),
      upperBound: bounds.upper.reduce((most, value) => Math.max(most, value), 0),
      evidence: judgement.verdict === 'accept-queue-overflow' ? [...judgement.frames] : [],
    },
    cookies: study.cookies.cookies,
    deferAccept: study.deferral.deferAccept,
    synRatePeak: study.ratePeak,
    sources: study.sources,
    verdict: judgement.verdict,
    confidence: judgement.confidence,
  };
}

/** `no`: nothing was dropped, ignored or rejected. A queue that is merely long leaves no trace. */
export function overflowOf({ judgement, evidence, total }: ListenerStudy): 'yes' | 'no' | 'unknown' {
  if (judgement.verdict === 'accept-queue-overflow') return 'yes';
  const { dropped, answeredCount, stalled, recovered, rejected } = evidence;
  return total > 0 && answeredCount > 0 && dropped.length + stalled.length + recovered.length + rejected.length === 0 ? 'no' : 'unknown';
}

function connectTimes({ attempts }: ListenerStudy): ListenerReport['connectMs'] {
  const times: number[] = [];
  for (const { connectMs } of attempts) if (connectMs !== null) times.push(connectMs);
  const spread = spreadOf(Float64Array.from(times));
  return spread === null ? null : { median: spread.median, max: spread.max };
}

function timeText({ packets, timeDigits }: AnalyzerInput, ms: number): string {
  const nanoseconds = Math.round(ms * 1e6) + packets.baseNanoseconds;
  const seconds = Math.floor(nanoseconds / 1e9);
  return formatSeconds(packets.baseSeconds + seconds, nanoseconds - seconds * 1e9, timeDigits());
}

function halfOpenSeries({ halfOpen }: ListenerStudy): ListenerSummary['halfOpen'] {
  const size = Math.max(1, Math.ceil(halfOpen.timesMs.length / MOST_POINTS));
  const points = Math.ceil(halfOpen.timesMs.length / size);
  const series = { timesMs: new Float64Array(points), values: new Int32Array(points) };
  for (let point = 0, from = 0; point < points; point++, from += size) {
    series.timesMs[point] = halfOpen.timesMs[from] as number;
    series.values[point] = largest(halfOpen.values.slice(from, from + size));
  }
  return series;
}

function boundsSeries({ bounds }: ListenerStudy): ListenerSummary['bounds'] {
  const size = Math.max(1, Math.ceil(bounds.timesMs.length / MOST_POINTS));
  const most = Math.ceil(bounds.timesMs.length / size);
  const timesMs = new Float64Array(most);
  const lowest = new Int32Array(most);
  const highest = new Int32Array(most);
  let points = 0;
  for (let from = 0; from < bounds.timesMs.length; from += size) {
    const lower = smallest(bounds.lower.slice(from, from + size));
    const upper = largest(bounds.upper.slice(from, from + size));
    if (points > 0 && lowest[points - 1] === lower && highest[points - 1] === upper) continue;
    timesMs[points] = bounds.timesMs[from] as number;
    lowest[points] = lower;
    highest[points++] = upper;
  }
  return { timesMs: timesMs.slice(0, points), lower: lowest.slice(0, points), upper: highest.slice(0, points) };
}
