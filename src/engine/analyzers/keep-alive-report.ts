/** The keep-alive part of a connection's report and view, made from the stored probes. */
import { type ListSink, listOf, type ObjectSink } from '../../shared/base/object-sink';
import { roundMs } from '../../shared/base/time';
import type { KeepAliveEnd } from '../../shared/contract/methods';
import type { End } from '../../shared/contract/report';
import type { KeepAliveReport } from '../../shared/contract/report-keep-alive';
import { clientDirection } from '../flows/roles';
import { costOf, seriesTraffic } from './keep-alive-cost';
import { predictedDeath } from './keep-alive-prediction';
import type { KeepAliveProbes } from './keep-alive-probes';
import type { ProbeSeries } from './keep-alive-series';
import { keepAliveVerdict } from './keep-alive-verdict';
import { medianOfSorted, type Spread, spreadOf } from './statistics';

const ANSWER_NAMES = ['none', 'ack', 'rst', 'icmp'] as const;

/** One entry an end that probes, the client first. */
export function keepAliveReports(table: KeepAliveProbes, connection: number): KeepAliveReport[] {
  return listOf((sink) => describeEnds(sink, table, connection, null));
}

/** The same as a whole list; `priceOfGb`: null where the link is not metered. */
export function describeKeepAlive(sink: ListSink<KeepAliveReport>, table: KeepAliveProbes, connection: number, priceOfGb: number | null): void {
  describeEnds(sink, table, connection, priceOfGb);
  sink.endList();
}

function describeEnds(sink: ListSink<KeepAliveReport>, table: KeepAliveProbes, connection: number, priceOfGb: number | null): void {
  for (const { prober, series } of endsThatProbe(table, connection)) describeEnd(sink.object(), table, prober, series, priceOfGb);
}

function describeEnd(sink: ObjectSink<KeepAliveReport>, table: KeepAliveProbes, prober: End, series: ProbeSeries, priceOfGb: number | null): void {
  const verdict = keepAliveVerdict(table, series);
  sink.put('prober', prober);
  describeProbes(sink.list('probes'), table, series);
  sink.put('intervalMs', roundSpread(spreadOf(intervals(table, series))));
  sink.put('settings', verdict.settings);
  sink.put('peerState', verdict.peerState);
  sink.put('outcome', verdict.outcome);
  sink.put('predictedDeath', predictedDeath(table, verdict));
  sink.put('cost', costOf(seriesTraffic(table, series), table.input.trafficBytes(), priceOfGb));
  sink.endObject();
}

/** The same, column-wise, for the keep-alive view. */
export function keepAliveEnds(table: KeepAliveProbes, connection: number): KeepAliveEnd[] {
  return endsThatProbe(table, connection).map(({ prober, series }) => {
    const count = series.count;
    const end: KeepAliveEnd = {
      prober,
      frames: new Uint32Array(count),
      timesMs: new Float64Array(count),
      intervalsMs: new Float64Array(count),
      payloadBytes: new Uint8Array(count),
      inferred: new Uint8Array(count),
      answerKinds: new Uint8Array(count),
      answerFrames: new Uint32Array(count),
      latenciesMs: new Float64Array(count),
      interval: roundSpread(spreadOf(intervals(table, series))),
      cost: { packets: series.packets, bytes: series.bytes },
    };
    table.forEach(series, (probe, i) => {
      end.frames[i] = probe.frame;
      end.timesMs[i] = table.input.packets.timeMs(probe.frame - 1);
      end.intervalsMs[i] = probe.intervalMs;
      end.payloadBytes[i] = probe.payloadBytes;
      end.inferred[i] = probe.inferred ? 1 : 0;
      end.answerKinds[i] = probe.answerKind;
      end.answerFrames[i] = probe.answerFrame;
      end.latenciesMs[i] = probe.latencyMs;
    });
    return end;
  });
}

/** Median interval of a series in ms; null when no two probes follow each other without data between. */
export function medianIntervalMs(table: KeepAliveProbes, series: ProbeSeries): number | null {
  const values = intervals(table, series);
  return values.length === 0 ? null : roundMs(medianOfSorted(values.sort()));
}

function endsThatProbe(table: KeepAliveProbes, connection: number): { prober: End; series: ProbeSeries }[] {
  const client = clientDirection(table.input.connections, connection);
  const ends: { prober: End; series: ProbeSeries }[] = [];
  const ofClient = table.seriesOf(connection, client);
  const ofServer = table.seriesOf(connection, (1 - client) as 0 | 1);
  if (ofClient !== undefined) ends.push({ prober: 'client', series: ofClient });
  if (ofServer !== undefined) ends.push({ prober: 'server', series: ofServer });
  return ends;
}

/** Times between probes that no data parted, in ms. */
function intervals(table: KeepAliveProbes, series: ProbeSeries): Float64Array {
  let count = 0;
  table.forEach(series, ({ intervalMs }) => {
    if (!Number.isNaN(intervalMs)) count++;
  });
  if (count === 0) return NO_INTERVALS;
  const values = new Float64Array(count);
  let at = 0;
  table.forEach(series, ({ intervalMs }) => {
    if (!Number.isNaN(intervalMs)) values[at++] = intervalMs;
  });
  return values;
}

const NO_INTERVALS = new Float64Array(0);

function describeProbes(sink: ListSink<KeepAliveReport['probes'][number]>, table: KeepAliveProbes, series: ProbeSeries): void {
  const { packets } = table.input;
  const digits = table.input.timeDigits();
  table.forEach(series, (probe) => {
    const isAnswered = probe.answerFrame !== 0;
    const fields = sink.object();
    fields.put('frame', probe.frame);
    fields.time('time', packets.baseSeconds + probe.seconds, probe.nanoseconds, digits);
    fields.put('payloadBytes', probe.payloadBytes);
    fields.put('inferred', probe.inferred);
    const answer = fields.object('answer');
    answer.put('kind', ANSWER_NAMES[probe.answerKind] ?? 'none');
    answer.put('frame', isAnswered ? probe.answerFrame : null);
    answer.put('latencyMs', isAnswered ? roundMs(probe.latencyMs) : null);
    answer.endObject();
    fields.endObject();
  });
  sink.endList();
}

function roundSpread(spread: Spread | null): KeepAliveReport['intervalMs'] {
  if (spread === null) return null;
  return { median: roundMs(spread.median), min: roundMs(spread.min), max: roundMs(spread.max), mad: roundMs(spread.mad) };
}
