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

/** `capture` is 0: the report sets it. */
export function listenerReport(input: AnalyzerInput, study: ListenerStudy, id: number): ListenerReport {
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
    synQueue: { peak: study.halfOpenPeak, pruned: study.pruned, series: halfOpenSeries(input, study) },
    acceptQueue: {
      overflow: overflowOf(study),
      mode: judgement.mode,
      lowerBound: Math.max(0, largest(bounds.lower)),
      upperBound: bounds.upper.reduce((most, value) => Math.max(most, value), 0),
      series: boundsSeries(input, study),
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

function halfOpenSeries(input: AnalyzerInput, { halfOpen }: ListenerStudy): ListenerReport['synQueue']['series'] {
  const size = Math.max(1, Math.ceil(halfOpen.timesMs.length / MOST_POINTS));
  const series: ListenerReport['synQueue']['series'] = [];
  for (let from = 0; from < halfOpen.timesMs.length; from += size) {
    series.push([timeText(input, halfOpen.timesMs[from] as number), largest(halfOpen.values.slice(from, from + size))]);
  }
  return series;
}

function boundsSeries(input: AnalyzerInput, { bounds }: ListenerStudy): ListenerReport['acceptQueue']['series'] {
  const size = Math.max(1, Math.ceil(bounds.timesMs.length / MOST_POINTS));
  const series: ListenerReport['acceptQueue']['series'] = [];
  for (let from = 0; from < bounds.timesMs.length; from += size) {
    const lower = smallest(bounds.lower.slice(from, from + size));
    const upper = largest(bounds.upper.slice(from, from + size));
    const last = series[series.length - 1];
    if (last === undefined || last[1] !== lower || last[2] !== upper) series.push([timeText(input, bounds.timesMs[from] as number), lower, upper]);
  }
  return series;
}
