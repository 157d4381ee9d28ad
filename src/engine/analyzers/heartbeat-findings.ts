/** Late and missing beats in words' keys: what happened, why, and what followed. */
import { CONNECTION_FLAG } from '../flows/connection-table';
import { directionOfRow } from '../flows/conversation';
import { endOfDirection } from '../flows/roles';
import type { AnalyzerInput, Finding, RuledOut } from './analyzer';
import { endText } from './connection-ends';
import type { Heartbeat } from './heartbeat-analysis';
import type { HeartbeatProtocol } from './heartbeat-protocols';

const MOST_FRAMES = 40;

/** Errors only where the connection ended over it: a late beat alone may be the way of the application. */
export function beatFindings(input: AnalyzerInput, connection: number, heartbeat: Heartbeat, protocol: HeartbeatProtocol | null): Finding[] {
  return [...lateFindings(input, connection, heartbeat, protocol), ...missedFindings(input, connection, heartbeat, protocol)];
}

function lateFindings(input: AnalyzerInput, connection: number, heartbeat: Heartbeat, protocol: HeartbeatProtocol | null): Finding[] {
  const { late, missed } = heartbeat.beats;
  const last = late.at(-1);
  if (last === undefined) return [];
  // What followed is the consequence of the last of them: a missing beat after it takes the blame.
  const fatal = heartbeat.outcome.kind !== 'none' && !missed.some(({ previousRow }) => previousRow >= last.row);
  const base = common(input, connection, heartbeat, protocol, fatal, last.cause);
  return [
    {
      ...base,
      code: 'heartbeat.late',
      frames: frameList([...late.flatMap(({ previousRow, row }) => [previousRow + 1, row + 1]), ...(fatal ? closeFrames(heartbeat) : [])]),
      data: {
        ...base.data,
        late: late.length,
        expectedMs: last.expectedMs,
        observedMs: last.observedMs,
        lateMs: last.observedMs - last.expectedMs,
        cause: last.cause,
      },
    },
  ];
}

function missedFindings(input: AnalyzerInput, connection: number, heartbeat: Heartbeat, protocol: HeartbeatProtocol | null): Finding[] {
  const { late, missed } = heartbeat.beats;
  const last = missed.at(-1);
  if (last === undefined) return [];
  const lastLate = late.at(-1);
  const fatal = heartbeat.outcome.kind !== 'none' && (lastLate === undefined || last.previousRow >= lastLate.row);
  const base = common(input, connection, heartbeat, protocol, fatal, last.cause);
  const frame = fatal ? closeFrame(heartbeat) : 0;
  const overdueMs = frame > 0 ? input.packets.timeMs(frame - 1) - last.dueMs : null;
  return [
    {
      ...base,
      code: 'heartbeat.missed',
      frames: frameList([last.previousRow + 1, ...(frame > 0 ? [frame] : [])]),
      data: { ...base.data, missed: missed.length, overdueMs, cause: last.cause },
    },
  ];
}

function common(
  input: AnalyzerInput,
  connection: number,
  { series, outcome }: Heartbeat,
  protocol: HeartbeatProtocol | null,
  fatal: boolean,
  cause: string,
) {
  const { connections } = input;
  const peer = (1 - series.direction) as 0 | 1;
  const ended = connections.has(connection, CONNECTION_FLAG.rstSeen) ? 'heartReset' : 'heartClosed';
  const ruledOut: RuledOut[] =
    cause === 'sender-late' || cause === 'host-asleep'
      ? [{ reason: 'beat-not-lost' }, { reason: 'beat-answered' }, { reason: 'beat-captured' }]
      : [{ reason: 'beat-not-unsent' }];
  return {
    severity: fatal ? ('error' as const) : ('info' as const),
    confidence: fatal ? 0.85 : 0.7,
    connection,
    listener: null,
    data: {
      sender: endOfDirection(connections, connection, series.direction),
      peer: endOfDirection(connections, connection, peer),
      prober: endOfDirection(connections, connection, series.direction),
      senderAddress: endText(connections, connection, series.direction),
      peerAddress: endText(connections, connection, peer),
      protocol: protocol ?? '-',
      periodMs: series.periodMs,
      beats: series.rows.length,
      payloadBytes: series.payloadBytes,
      outcome: outcome.kind,
      closedBy: closedBy(input, connection, outcome.frame),
    },
    ruledOut: fatal ? ruledOut : [],
    applicationSees: fatal ? ended : null,
    ...(fatal ? { wording: outcome.kind } : {}),
  };
}

/** End that sent the frame that closed the connection. */
function closedBy({ packets, connections }: AnalyzerInput, connection: number, frame: number | null): string | null {
  if (frame === null || packets.connection.get(frame - 1) !== connection + 1) return null;
  return endOfDirection(connections, connection, directionOfRow(packets, frame - 1));
}

function closeFrame({ outcome }: Heartbeat): number {
  return outcome.frame ?? 0;
}

function closeFrames(heartbeat: Heartbeat): number[] {
  const frame = closeFrame(heartbeat);
  return frame > 0 ? [frame] : [];
}

function frameList(frames: readonly number[]): number[] {
  return [...new Set(frames)].sort((a, b) => a - b).slice(-MOST_FRAMES);
}
