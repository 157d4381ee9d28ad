/** The keep-alive part of a connection's report and view, made from the stored probes. */
import { formatSeconds, roundMs } from '../../shared/base/time';
import type { KeepAliveEnd } from '../../shared/contract/methods';
import type { End } from '../../shared/contract/report';
import type { KeepAliveReport } from '../../shared/contract/report-keep-alive';
import { endOfDirection } from '../flows/roles';
import { costOf, seriesTraffic } from './keep-alive-cost';
import { predictedDeath } from './keep-alive-prediction';
import type { KeepAliveProbes, Probe } from './keep-alive-probes';
import type { ProbeSeries } from './keep-alive-series';
import { keepAliveVerdict } from './keep-alive-verdict';
import { medianOfSorted, type Spread, spreadOf } from './statistics';

const ANSWER_NAMES = ['none', 'ack', 'rst', 'icmp'] as const;

/** One entry an end that probes, the client first. `priceOfGb`: null where the link is not metered. */
export function keepAliveReports(table: KeepAliveProbes, connection: number, priceOfGb: number | null = null): KeepAliveReport[] {
  return endsThatProbe(table, connection).map(({ prober, series }) => {
    const probes: KeepAliveReport['probes'] = [];
    const digits = table.input.timeDigits();
    table.forEach(series, (probe) => probes.push(probeReport(table, probe, digits)));
    const verdict = keepAliveVerdict(table, series);
    const { settings, peerState, outcome } = verdict;
    return {
      prober,
      probes,
      intervalMs: roundSpread(spreadOf(intervals(table, series))),
      settings,
      peerState,
      outcome,
      predictedDeath: predictedDeath(table, verdict),
      cost: costOf(seriesTraffic(table, series), table.input.trafficBytes(), priceOfGb),
    };
  });
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

const NONE: readonly { prober: End; series: ProbeSeries }[] = [];

function endsThatProbe(table: KeepAliveProbes, connection: number): readonly { prober: End; series: ProbeSeries }[] {
  const a = table.seriesOf(connection, 0);
  const b = table.seriesOf(connection, 1);
  if (!a && !b) return NONE;
  const ends = [a, b].flatMap((series) =>
    series ? [{ prober: endOfDirection(table.input.connections, connection, series.direction), series }] : [],
  );
  return ends.sort((x, y) => (x.prober < y.prober ? -1 : 1));
}

function intervals(table: KeepAliveProbes, series: ProbeSeries): Float64Array {
  const values = new Float64Array(series.count);
  let count = 0;
  table.forEach(series, ({ intervalMs }) => {
    if (!Number.isNaN(intervalMs)) values[count++] = intervalMs;
  });
  return values.subarray(0, count);
}

function probeReport(table: KeepAliveProbes, probe: Probe, digits: number): KeepAliveReport['probes'][number] {
  const { packets } = table.input;
  return {
    frame: probe.frame,
    time: formatSeconds(packets.baseSeconds + probe.seconds, probe.nanoseconds, digits),
    payloadBytes: probe.payloadBytes,
    inferred: probe.inferred,
    answer: {
      kind: ANSWER_NAMES[probe.answerKind] ?? 'none',
      frame: probe.answerFrame === 0 ? null : probe.answerFrame,
      latencyMs: probe.answerFrame === 0 ? null : roundMs(probe.latencyMs),
    },
  };
}

function roundSpread(spread: Spread | null): KeepAliveReport['intervalMs'] {
  if (spread === null) return null;
  return { median: roundMs(spread.median), min: roundMs(spread.min), max: roundMs(spread.max), mad: roundMs(spread.mad) };
}
