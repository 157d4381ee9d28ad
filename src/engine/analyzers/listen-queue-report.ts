/** A listener as the report shows it. */
import { type ListSink, type ObjectSink, objectOf } from '../../shared/base/object-sink';
import type { ListenerReport } from '../../shared/contract/report-listener';
import { clientDirection } from '../flows/roles';
import type { AnalyzerInput } from './analyzer';
import { NO_BOUNDS } from './listen-queue-accept-bounds';
import type { ListenerStudy } from './listen-queue-listener';
import { synAckSchedule, synSchedule } from './listen-queue-schedules';
import { medianOfSorted } from './statistics';
import { highestValue, lowestValue, NO_STEPS } from './step-series';

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

/** A listener whose report is told field by field. */
export interface ReportedListener {
  /** Index in the report. */
  readonly capture: number;
  readonly outline: ListenerOutline;
  describe(sink: ObjectSink<ListenerReport>): void;
}

/** The report of a listener; `capture`: its index in the report. */
export function listenerReport(input: AnalyzerInput, summary: ListenerSummary, capture: number): ListenerReport {
  return objectOf((sink) => describeListener(sink, input, summary, capture));
}

/** The same, told field by field. */
export function describeListener(sink: ObjectSink<ListenerReport>, input: AnalyzerInput, summary: ListenerSummary, capture: number): void {
  const { report } = summary;
  sink.put('id', report.id);
  sink.put('capture', capture);
  sink.put('address', report.address);
  sink.put('port', report.port);
  sink.put('attempts', report.attempts);
  sink.put('outcomes', report.outcomes);
  sink.put('synRetransmissions', report.synRetransmissions);
  sink.put('synAckRetransmissions', report.synAckRetransmissions);
  sink.put('connectMs', report.connectMs);
  sink.put('synSchedule', report.synSchedule);
  sink.put('synAckSchedule', report.synAckSchedule);
  describeSynQueue(sink.object('synQueue'), input, summary);
  describeAcceptQueue(sink.object('acceptQueue'), input, summary);
  sink.put('cookies', report.cookies);
  sink.put('deferAccept', report.deferAccept);
  sink.put('synRatePeak', report.synRatePeak);
  sink.put('sources', report.sources);
  sink.put('verdict', report.verdict);
  sink.put('confidence', report.confidence);
}

function describeSynQueue(sink: ObjectSink<ListenerReport['synQueue']>, input: AnalyzerInput, { report, halfOpen }: ListenerSummary): void {
  sink.put('peak', report.synQueue.peak);
  sink.put('pruned', report.synQueue.pruned);
  const digits = input.timeDigits();
  const series = sink.list('series');
  for (let i = 0; i < halfOpen.values.length; i++) {
    const point = series.list();
    addTime(point, input, halfOpen.timesMs[i] as number, digits);
    point.add(halfOpen.values[i] as number);
    point.endList();
  }
  series.endList();
  sink.endObject();
}

function describeAcceptQueue(sink: ObjectSink<ListenerReport['acceptQueue']>, input: AnalyzerInput, { report, bounds }: ListenerSummary): void {
  const { overflow, mode, lowerBound, upperBound, evidence } = report.acceptQueue;
  sink.put('overflow', overflow);
  sink.put('mode', mode);
  sink.put('lowerBound', lowerBound);
  sink.put('upperBound', upperBound);
  const digits = input.timeDigits();
  const series = sink.list('series');
  for (let i = 0; i < bounds.lower.length; i++) {
    const point = series.list();
    addTime(point, input, bounds.timesMs[i] as number, digits);
    point.add(bounds.lower[i] as number);
    point.add(bounds.upper[i] as number);
    point.endList();
  }
  series.endList();
  sink.put('evidence', evidence);
  sink.endObject();
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
      lowerBound: highestValue(bounds.lower),
      upperBound: highestValue(bounds.upper),
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

/**
 * `no`: nothing was dropped, ignored or rejected, nor left without an answer for as long as it was captured. A queue that is merely long leaves no
 * trace.
 */
export function overflowOf({ judgement, evidence, total, counts }: ListenerStudy): 'yes' | 'no' | 'unknown' {
  if (judgement.verdict === 'accept-queue-overflow') return 'yes';
  const { dropped, answeredCount, stalled, recovered, rejected } = evidence;
  const suspicious = dropped.length + stalled.length + recovered.length + rejected.length + counts.unanswered;
  return total > 0 && answeredCount > 0 && suspicious === 0 ? 'no' : 'unknown';
}

function connectTimes({ attempts, plain }: ListenerStudy): ListenerReport['connectMs'] {
  if (plain.count === 0 && attempts.every(({ connectMs }) => connectMs === null)) return null;
  const timesMs = new Float64Array(plain.count + attempts.length);
  timesMs.set(plain.connectMs.subarray(0, plain.count));
  let times = plain.count;
  for (const { connectMs } of attempts) if (connectMs !== null) timesMs[times++] = connectMs;
  const sorted = timesMs.subarray(0, times).sort();
  return { median: medianOfSorted(sorted), max: sorted[times - 1] as number };
}

function addTime(sink: ListSink<string | number>, { packets }: AnalyzerInput, ms: number, digits: number): void {
  const nanoseconds = Math.round(ms * 1e6) + packets.baseNanoseconds;
  const seconds = Math.floor(nanoseconds / 1e9);
  sink.addTime(packets.baseSeconds + seconds, nanoseconds - seconds * 1e9, digits);
}

function halfOpenSeries({ halfOpen }: ListenerStudy): ListenerSummary['halfOpen'] {
  if (halfOpen === NO_STEPS) return NO_STEPS;
  const size = Math.max(1, Math.ceil(halfOpen.timesMs.length / MOST_POINTS));
  if (size === 1) return { timesMs: halfOpen.timesMs.slice(), values: halfOpen.values.slice() };
  const points = Math.ceil(halfOpen.timesMs.length / size);
  const series = { timesMs: new Float64Array(points), values: new Int32Array(points) };
  for (let point = 0, from = 0; point < points; point++, from += size) {
    series.timesMs[point] = halfOpen.timesMs[from] as number;
    series.values[point] = highestValue(halfOpen.values, from, Math.min(from + size, halfOpen.values.length));
  }
  return series;
}

function boundsSeries({ bounds }: ListenerStudy): ListenerSummary['bounds'] {
  if (bounds === NO_BOUNDS) return NO_BOUNDS;
  const steps = bounds.timesMs.length;
  const size = Math.max(1, Math.ceil(steps / MOST_POINTS));
  const most = Math.ceil(steps / size);
  const timesMs = new Float64Array(most);
  const lowest = new Int32Array(most);
  const highest = new Int32Array(most);
  let points = 0;
  for (let from = 0; from < steps; from += size) {
    const to = Math.min(from + size, steps);
    const lower = lowestValue(bounds.lower, from, to);
    const upper = highestValue(bounds.upper, from, to);
    if (points > 0 && lowest[points - 1] === lower && highest[points - 1] === upper) continue;
    timesMs[points] = bounds.timesMs[from] as number;
    lowest[points] = lower;
    highest[points++] = upper;
  }
  return { timesMs: timesMs.slice(0, points), lower: lowest.slice(0, points), upper: highest.slice(0, points) };
}
