/** The timing of an end whose every probe was answered, read from its probes alone: most ends are such, and their packets lie far apart in memory. */
import { CONNECTION_FLAG, END_FLAG } from '../flows/connection-table';
import type { KeepAliveProbes } from './keep-alive-probes';
import type { ProbeSeries } from './keep-alive-series';
import { addSpacing, noSpacing, type ProbeTiming } from './keep-alive-timing';

/** Every probe answered by an ACK, and nothing about the end that only the packets tell: a close, data in flight, or a peer that probes too. */
function isPlain(table: KeepAliveProbes, series: ProbeSeries): boolean {
  const { connections } = table.input;
  const { connection, direction } = series;
  const peer = (1 - direction) as 0 | 1;
  if (!series.plain || series.answered < series.count || table.countOf(connection, peer) > 0) return false;
  const closing = (connections.endState(connection, direction) | connections.endState(connection, peer)) & END_FLAG.finSeen;
  return closing === 0 && !connections.has(connection, CONNECTION_FLAG.rstSeen) && connections.isAcknowledged(connection, direction);
}

/** Share of the idle time that answered probes are apart at least, when the prober got the answers: what the capture point is away from it taken off. */
const ANSWERS_ARRIVED = 0.95;

/** There is nothing to find out about the end: every probe answered, and none sooner after an answer than after a silence, or too few to tell. */
export function isUneventful(table: KeepAliveProbes, series: ProbeSeries): boolean {
  if (!isPlain(table, series)) return false;
  const { shortestAnsweredMs, shortestIdleMs } = series;
  return shortestAnsweredMs >= ANSWERS_ARRIVED * (Number.isFinite(shortestIdleMs) ? shortestIdleMs : 0) || !mayShowInterval(table, series);
}

/** Half of the answered probes that another followed, at most, may have been lost on their way (`inferSettings`): of fewer than two, none. */
const FEWEST_ANSWERED = 2;

/** Whether the interval may show though every probe was answered: beside a probe after a silence, by others after answers. */
function mayShowInterval(table: KeepAliveProbes, series: ProbeSeries): boolean {
  if (series.count <= FEWEST_ANSWERED) return false;
  const answered = table.countAfterAnswers(series);
  return answered >= FEWEST_ANSWERED && answered < series.count;
}

/** True when an end of the connection sent more than the byte of a probe. */
export function hasDataSegments({ input: { connections } }: KeepAliveProbes, { connection }: ProbeSeries): boolean {
  return connections.hasData(connection, 0) || connections.hasData(connection, 1);
}

/** What `probeTiming` would read from the packets; null when only they tell. */
export function plainTiming(table: KeepAliveProbes, series: ProbeSeries): ProbeTiming | null {
  if (!isPlain(table, series)) return null;
  const { connections, packets } = table.input;
  const { connection } = series;
  const answeredMs: number[] = [];
  const spacing = noSpacing();
  let peerHeardMs = Number.NaN;
  table.forEach(series, (probe) => {
    if (probe.afterAnswer) {
      answeredMs.push(probe.sinceAnswerMs);
      addSpacing(spacing, probe.intervalMs);
    }
    peerHeardMs = probe.seconds * 1000 + (probe.nanoseconds - packets.baseNanoseconds) / 1e6 + probe.latencyMs;
  });
  return {
    idle: { count: series.count - answeredMs.length, shortestMs: series.shortestIdleMs },
    answeredMs,
    spacing,
    unansweredMs: [],
    runs: [],
    peerAfterResetRow: -1,
    resetAfterPeer: false,
    peerHeardMs,
    ownResetRow: -1,
    peerResetRow: -1,
    peerProbeFrames: [],
    dataSegments: hasDataSegments(table, series) ? 1 : 0,
    ownDataSincePeer: 0,
    firstMs: packets.timeMs(connections.firstFrame(connection) - 1),
    lastMs: packets.timeMs(connections.lastFrame(connection) - 1),
  };
}
