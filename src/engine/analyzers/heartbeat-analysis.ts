/** The heartbeats of one connection, with how it went on. */

import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { HeartbeatReport } from '../../shared/contract/report-heartbeat';
import { CONNECTION_FLAG, type ConnectionTable } from '../flows/connection-table';
import { conversationRows, directionOfRow } from '../flows/conversation';
import { clientDirection } from '../flows/roles';
import type { AnalyzerInput } from './analyzer';
import { type BeatEnd, type Beats, beatsOf } from './heartbeat-beats';
import { messageSeries, type PeriodicSeries, periodicSeries } from './heartbeat-periods';

export interface Heartbeat {
  readonly series: PeriodicSeries;
  readonly beats: Beats;
  readonly outcome: HeartbeatReport['outcome'];
}

/** A close this much later than the missing beat still follows from it, at least. */
const CONSEQUENCE_MS = 5000;
/** A new connection to the same service this soon after the close takes the place of the old one. */
const RECONNECT_MS = 10_000;
/** Later connections looked at for one that takes the place of this one. */
const MOST_LATER = 10_000;
/** Rows of the capture looked at for signs of a host that slept. */
const MOST_ROWS = 100_000;
/** Packets that the host sent elsewhere in a period, from which their absence means something. */
const FEWEST_ELSEWHERE = 3;

/** First FIN or reset of a connection. */
interface CloseEvent {
  readonly row: number;
  readonly kind: 'reset' | 'closed';
}

export function heartbeatsOf(input: AnalyzerInput, connection: number): Heartbeat[] {
  const { packets, connections } = input;
  const rows = conversationRows(packets, connections, connection);
  const all = messageSeries(packets, rows);
  const leading = periodicSeries(all);
  if (leading.length === 0) return [];
  const close = firstClose(input, rows);
  return leading.map((series) => {
    const end = beatEnd(input, series, close);
    const itsClose = series.goesOn ? null : close;
    const wasAsleep = (fromRow: number, toRow: number) => hostWasAsleep(input, connection, series, fromRow, toRow);
    const beats = beatsOf({ packets, rows, series, all, end, wasAsleep });
    return { series, beats, outcome: outcomeOf(input, connection, series, beats, itsClose) };
  });
}

function firstClose({ packets }: AnalyzerInput, rows: Uint32Array): CloseEvent | null {
  for (const row of rows) {
    const marks = packets.marks.get(row);
    if ((marks & PACKET_MARK.rst) !== 0) return { row, kind: 'reset' };
    if ((marks & PACKET_MARK.fin) !== 0) return { row, kind: 'closed' };
  }
  return null;
}

function beatEnd({ packets }: AnalyzerInput, series: PeriodicSeries, close: CloseEvent | null): BeatEnd {
  if (series.goesOn) return { timeMs: series.timesMs.at(-1) as number, senderClosed: true, open: false };
  if (close === null) return { timeMs: packets.timeMs(packets.length - 1), senderClosed: false, open: true };
  return { timeMs: packets.timeMs(close.row), senderClosed: directionOfRow(packets, close.row) === series.direction, open: false };
}

/** What followed the last beat that was late or missing. */
function outcomeOf(
  { packets, connections }: AnalyzerInput,
  connection: number,
  series: PeriodicSeries,
  beats: Beats,
  close: CloseEvent | null,
): HeartbeatReport['outcome'] {
  const { late, missed } = beats;
  const lastLate = late.at(-1);
  const dueMs = Math.max(
    lastLate === undefined ? Number.NEGATIVE_INFINITY : packets.timeMs(lastLate.previousRow) + series.periodMs,
    missed.at(-1)?.dueMs ?? Number.NEGATIVE_INFINITY,
  );
  const cameMs = lastLate === undefined ? dueMs : packets.timeMs(lastLate.row);
  const closeMs = close === null ? Number.NaN : packets.timeMs(close.row);
  const followed = closeMs >= dueMs && closeMs <= Math.max(dueMs, cameMs) + Math.max(CONSEQUENCE_MS, series.periodMs);
  if (close === null || !followed || resumedBefore(close.row, series, beats)) return { kind: 'none', frame: null };
  const again = reconnectFrame(packets, connections, connection, closeMs);
  return again === null ? { kind: close.kind, frame: close.row + 1 } : { kind: 'reconnected', frame: again };
}

/** Did a beat come in time again, after the one that ended the last delay or gap, before a row? Then nobody closed over that. */
function resumedBefore(closeRow: number, { rows }: PeriodicSeries, { late, missed }: Beats): boolean {
  const gapRow = missed.at(-1)?.previousRow ?? -1;
  const firstAfterGap = gapRow < 0 ? -1 : (rows.find((row) => row > gapRow) ?? closeRow);
  const endedRow = Math.max(late.at(-1)?.row ?? -1, firstAfterGap);
  return rows.some((row) => row > endedRow && row < closeRow);
}

/** First frame of a new connection of the same client to the same service. */
function reconnectFrame(packets: AnalyzerInput['packets'], connections: ConnectionTable, connection: number, closeMs: number): number | null {
  const client = clientDirection(connections, connection);
  const server = (1 - client) as 0 | 1;
  const last = Math.min(connections.length, connection + MOST_LATER);
  for (let id = connection + 1; id < last; id++) {
    const frame = connections.firstFrame(id);
    const sinceMs = packets.timeMs(frame - 1) - closeMs;
    if (sinceMs > RECONNECT_MS) return null;
    if (sinceMs < 0 || connections.has(id, CONNECTION_FLAG.ipv6) !== connections.has(connection, CONNECTION_FLAG.ipv6)) continue;
    const otherClient = clientDirection(connections, id);
    const otherServer = (1 - otherClient) as 0 | 1;
    if (
      connections.addressNumber(id, otherClient) === connections.addressNumber(connection, client) &&
      connections.addressNumber(id, otherServer) === connections.addressNumber(connection, server) &&
      connections.port(id, otherServer) === connections.port(connection, server)
    ) {
      return frame;
    }
  }
  return null;
}

/** Did the host of the sender send on other connections in the period before, and nothing at all while its beat was due? */
function hostWasAsleep({ packets, connections }: AnalyzerInput, connection: number, series: PeriodicSeries, fromRow: number, toRow: number): boolean {
  const host = connections.addressNumber(connection, series.direction);
  const ipv6 = connections.has(connection, CONNECTION_FLAG.ipv6);
  const isElsewhere = (row: number) => {
    const id = packets.connection.get(row) - 1;
    if (id < 0 || id === connection || connections.has(id, CONNECTION_FLAG.ipv6) !== ipv6) return false;
    return connections.addressNumber(id, directionOfRow(packets, row)) === host;
  };
  for (let row = fromRow + 1; row < toRow; row++) {
    if (row - fromRow > MOST_ROWS || isElsewhere(row)) return false;
  }
  const sinceMs = packets.timeMs(fromRow) - series.periodMs;
  let before = 0;
  for (let row = fromRow - 1; row >= 0 && fromRow - row <= MOST_ROWS && packets.timeMs(row) >= sinceMs; row--) if (isElsewhere(row)) before++;
  return before >= FEWEST_ELSEWHERE;
}
