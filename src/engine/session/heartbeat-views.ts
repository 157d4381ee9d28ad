/** Heartbeats of a capture for the workbench: rows in windows, and one with its gaps. They are learned when the last packet is in. */
import { AppError } from '../../shared/contract/errors';
import { BEAT_STATES, type HeartbeatDetail, type HeartbeatRow, type HeartbeatSort } from '../../shared/contract/heartbeat-rows';
import { HeartbeatRun } from '../analyzers/heartbeat';
import { type Heartbeat, heartbeatsOf } from '../analyzers/heartbeat-analysis';
import type { CapturePass } from './capture-pass';
import { type ConnectionFilter, endsOf, overlaps, passes } from './connection-rows';

interface IndexedHeartbeat {
  readonly row: HeartbeatRow;
  /** Its place among the heartbeats of its connection. */
  readonly place: number;
}

/** Finding them means going through all messages: done once a capture. */
const indexes = new WeakMap<CapturePass, readonly IndexedHeartbeat[]>();

function indexOf(pass: CapturePass): readonly IndexedHeartbeat[] {
  const known = indexes.get(pass);
  if (known) return known;
  const found: IndexedHeartbeat[] = [];
  const run = runOf(pass);
  for (let connection = 0; connection < pass.tracker.connections.length; connection++) {
    for (const [place, report] of run.report(connection).heartbeats.entries()) {
      const { sender, protocol, encrypted, count, payloadBytes, periodMs, madMs, late, early, missed, answers, outcome, firstFrame, lastFrame } =
        report;
      const row = {
        id: found.length,
        connection,
        ...endsOf(pass.tracker.connections, connection),
        ...{ sender, protocol, encrypted, count, payloadBytes, periodMs, madMs, answers, outcome, firstFrame },
        late: late.length,
        early: early.length,
        missed: missed.length,
        startMs: pass.packets.timeMs(firstFrame - 1),
        endMs: pass.packets.timeMs(lastFrame - 1),
      };
      found.push({ row, place });
    }
  }
  indexes.set(pass, found);
  return found;
}

function runOf(pass: CapturePass): HeartbeatRun {
  return pass.runs.find((run) => run instanceof HeartbeatRun) as HeartbeatRun;
}

export function sortedHeartbeats(pass: CapturePass, sort: HeartbeatSort, descending: boolean, filter: ConnectionFilter): HeartbeatRow[] {
  const rows = indexOf(pass)
    .map(({ row }) => row)
    .filter((row) => passes(pass, row.connection, filter) && overlaps(filter, row.startMs, row.endMs))
    .sort((a, b) => keyOf(a, sort) - keyOf(b, sort) || a.id - b.id);
  return descending ? rows.reverse() : rows;
}

function keyOf(row: HeartbeatRow, sort: HeartbeatSort): number {
  return sort === 'offBeats' ? row.late + row.early + row.missed : row[sort];
}

/** Throws AppError `no-such-heartbeat`. */
export function heartbeatDetail(pass: CapturePass, id: number): HeartbeatDetail {
  const indexed = indexOf(pass)[id];
  if (!indexed) throw new AppError('no-such-heartbeat', { heartbeat: id });
  const { row, place } = indexed;
  const { series, beats } = heartbeatsOf(runOf(pass).input, row.connection)[place] as Heartbeat;
  const stateOf = new Map<number, number>([
    ...beats.missed.map(({ previousRow }): [number, number] => [followerOf(series.rows, previousRow), BEAT_STATES.indexOf('after-missed')]),
    ...beats.late.map(({ row: late }): [number, number] => [late, BEAT_STATES.indexOf('late')]),
    ...beats.early.map(({ row: early }): [number, number] => [early, BEAT_STATES.indexOf('early')]),
  ]);
  const { frame } = row.outcome;
  return {
    heartbeat: row,
    bandMs: { low: Math.max(0, series.periodMs - series.bandMs), high: series.periodMs + series.bandMs },
    frames: Uint32Array.from(series.rows, (beat) => beat + 1),
    timesMs: Float64Array.from(series.timesMs),
    gapsMs: Float64Array.from(series.timesMs, (timeMs, i) => timeMs - (series.timesMs[i - 1] ?? Number.NaN)),
    states: Uint8Array.from(series.rows, (beat) => stateOf.get(beat) ?? 0),
    offBeats: offBeats(pass, series.periodMs, beats),
    outcomeMs: frame === null ? null : pass.packets.timeMs(frame - 1),
  };
}

/** The beat after the one in `row`; -1 after the last. */
function followerOf(rows: readonly number[], row: number): number {
  return rows[rows.indexOf(row) + 1] ?? -1;
}

function offBeats({ packets }: CapturePass, periodMs: number, { late, early, missed }: Heartbeat['beats']): HeartbeatDetail['offBeats'] {
  const came = (kind: 'late' | 'early', beats: Heartbeat['beats']['late']) =>
    beats.map(({ row, expectedMs, observedMs, cause }) => ({
      kind,
      frame: row + 1,
      timeMs: packets.timeMs(row),
      expectedMs,
      observedMs,
      cause,
    }));
  const gone = missed.map(({ dueMs, cause }) => ({
    kind: 'missed' as const,
    frame: null,
    timeMs: dueMs,
    expectedMs: periodMs,
    observedMs: null,
    cause,
  }));
  return [...came('late', late), ...came('early', early), ...gone].sort((a, b) => a.timeMs - b.timeMs);
}
