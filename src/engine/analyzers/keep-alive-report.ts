/** The keep-alive part of a connection's report and view, made from the stored probes. */
import type { KeepAliveEnd } from '../../shared/contract/methods';
import type { End, KeepAliveReport } from '../../shared/contract/report';
import { endOfDirection } from '../flows/roles';
import { packetTime } from '../store/packet-time';
import { ANSWER_KIND, type KeepAliveProbes, type Probe, type ProbeSeries } from './keep-alive-probes';
import { type Spread, spreadOf } from './statistics';

const ANSWER_NAMES = ['none', 'ack', 'rst', 'icmp'] as const;
const DIRECTIONS = [0, 1] as const;

/** Milliseconds with the precision of nanoseconds, without the noise of binary fractions. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1e6) / 1e6;
}

/** One entry an end that probes, the client first. */
export function keepAliveReports(table: KeepAliveProbes, connection: number): KeepAliveReport[] {
  return endsThatProbe(table, connection).map(({ prober, series }) => {
    const { probes, intervals } = gather(table, series);
    return {
      prober,
      probes: probes.map((probe) => probeReport(table, probe)),
      intervalMs: roundSpread(spreadOf(intervals)),
      cost: costOf(table, probes),
    };
  });
}

/** The same, column-wise, for the keep-alive view. */
export function keepAliveEnds(table: KeepAliveProbes, connection: number): KeepAliveEnd[] {
  const { packets } = table.input;
  return endsThatProbe(table, connection).map(({ prober, series }) => {
    const { probes, intervals, intervalOf } = gather(table, series);
    return {
      prober,
      frames: Uint32Array.from(probes, (probe) => probe.frame),
      timesMs: Float64Array.from(probes, (probe) => packets.timeMs(probe.frame - 1)),
      intervalsMs: intervalOf,
      payloadBytes: Uint8Array.from(probes, (probe) => probe.payloadBytes),
      inferred: Uint8Array.from(probes, (probe) => (probe.inferred ? 1 : 0)),
      answerKinds: Uint8Array.from(probes, (probe) => probe.answerKind),
      answerFrames: Uint32Array.from(probes, (probe) => probe.answerFrame),
      latenciesMs: Float64Array.from(probes, (probe) => latencyMs(table, probe) ?? Number.NaN),
      interval: roundSpread(spreadOf(intervals)),
      cost: costOf(table, probes),
    };
  });
}

/** Median interval of a series in ms; null when no two probes follow each other without data between. */
export function medianIntervalMs(table: KeepAliveProbes, series: ProbeSeries): number | null {
  return roundSpread(spreadOf(gather(table, series).intervals))?.median ?? null;
}

function endsThatProbe(table: KeepAliveProbes, connection: number): { prober: End; series: ProbeSeries }[] {
  const found: { prober: End; series: ProbeSeries }[] = [];
  for (const direction of DIRECTIONS) {
    const series = table.seriesOf(connection, direction);
    if (series) found.push({ prober: endOfDirection(table.input.connections, connection, direction), series });
  }
  return found.sort((a, b) => (a.prober < b.prober ? -1 : 1));
}

/** `intervalOf[i]`: ms since probe i - 1, NaN where there is none; `intervals`: those that are numbers. */
function gather(table: KeepAliveProbes, series: ProbeSeries): { probes: Probe[]; intervals: Float64Array; intervalOf: Float64Array<ArrayBuffer> } {
  const probes = [...table.probes(series)];
  const intervalOf = new Float64Array(probes.length).fill(Number.NaN);
  for (let i = 1; i < probes.length; i++) {
    const probe = probes[i] as Probe;
    if (!probe.afterData) intervalOf[i] = table.input.packets.differenceNs(probe.frame - 1, (probes[i - 1] as Probe).frame - 1) / 1e6;
  }
  return { probes, intervals: intervalOf.filter((value) => !Number.isNaN(value)), intervalOf };
}

function probeReport(table: KeepAliveProbes, probe: Probe): KeepAliveReport['probes'][number] {
  const latency = latencyMs(table, probe);
  return {
    frame: probe.frame,
    time: packetTime(table.input.packets, probe.frame - 1, table.input.timeDigits()),
    payloadBytes: probe.payloadBytes,
    inferred: probe.inferred,
    answer: {
      kind: ANSWER_NAMES[probe.answerKind] ?? 'none',
      frame: probe.answerFrame === 0 ? null : probe.answerFrame,
      latencyMs: latency === null ? null : roundMs(latency),
    },
  };
}

function latencyMs(table: KeepAliveProbes, probe: Probe): number | null {
  return probe.answerFrame === 0 ? null : table.input.packets.differenceNs(probe.answerFrame - 1, probe.frame - 1) / 1e6;
}

/** Probes and the pure ACKs that answer them, in bytes on the wire. */
function costOf(table: KeepAliveProbes, probes: readonly Probe[]): KeepAliveReport['cost'] {
  const { packets } = table.input;
  let count = 0;
  let bytes = 0;
  for (const probe of probes) {
    count++;
    bytes += packets.originalLength.get(probe.frame - 1);
    if (probe.answerKind !== ANSWER_KIND.ack || packets.payloadLength.get(probe.answerFrame - 1) > 0) continue;
    count++;
    bytes += packets.originalLength.get(probe.answerFrame - 1);
  }
  return { packets: count, bytes };
}

function roundSpread(spread: Spread | null): KeepAliveReport['intervalMs'] {
  if (spread === null) return null;
  return { median: roundMs(spread.median), min: roundMs(spread.min), max: roundMs(spread.max), mad: roundMs(spread.mad) };
}
