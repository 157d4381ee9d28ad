/** The timing of an end whose every probe was answered, read from its probes alone: most ends are such, and their packets lie far apart in memory. */
import { CONNECTION_FLAG, END_FLAG } from '../flows/connection-table';
import { ANSWER_KIND, type KeepAliveProbes, type ProbeSeries } from './keep-alive-probes';
import { addSpacing, noSpacing, type ProbeTiming } from './keep-alive-timing';

/** What `probeTiming` would read from the packets; null when only they tell: probes unanswered, a close, data in flight, or a peer that probes too. */
export function plainTiming(table: KeepAliveProbes, series: ProbeSeries): ProbeTiming | null {
  const { connections, packets } = table.input;
  const { connection, direction } = series;
  const peer = (1 - direction) as 0 | 1;
  if (series.answered < series.count || table.seriesOf(connection, peer) !== undefined) return null;
  const closing = (connections.endState(connection, direction) | connections.endState(connection, peer)) & END_FLAG.finSeen;
  if (closing !== 0 || connections.has(connection, CONNECTION_FLAG.rstSeen) || !connections.isAcknowledged(connection, direction)) return null;
  const idleMs: number[] = [];
  const answeredMs: number[] = [];
  const spacing = noSpacing();
  let peerHeardMs = Number.NaN;
  let isPlain = true;
  table.forEach(series, (probe) => {
    if (probe.answerKind !== ANSWER_KIND.ack || Number.isNaN(probe.sinceHeardMs)) isPlain = false;
    (probe.afterAnswer ? answeredMs : idleMs).push(probe.sinceHeardMs);
    if (probe.afterAnswer) addSpacing(spacing, probe.intervalMs);
    peerHeardMs = probe.seconds * 1000 + (probe.nanoseconds - packets.baseNanoseconds) / 1e6 + probe.latencyMs;
  });
  if (!isPlain) return null;
  return {
    idleMs,
    answeredMs,
    spacing,
    unansweredMs: [],
    runs: [],
    peerAfterResetRow: -1,
    resetAfterPeer: false,
    peerHeardMs,
    ownResetRow: -1,
    peerResetRow: -1,
    dataSegments: connections.hasData(connection, direction) || connections.hasData(connection, peer) ? 1 : 0,
    ownDataSincePeer: 0,
    firstMs: packets.timeMs(connections.firstFrame(connection) - 1),
    lastMs: packets.timeMs(connections.lastFrame(connection) - 1),
  };
}
