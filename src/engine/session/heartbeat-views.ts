/** Heartbeats of a capture for the workbench: rows in windows, and one with its gaps. They are learned when the last packet is in, and while a capture is recorded. */
import type { CancelSignal } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import { BEAT_STATES, type HeartbeatDetail, type HeartbeatRow, type HeartbeatSort } from '../../shared/contract/heartbeat-rows';
import type { HeartbeatRun } from '../analyzers/heartbeat';
import { type Heartbeat, heartbeatsOf } from '../analyzers/heartbeat-analysis';
import { type CapturePass, heartbeatRunOf } from './capture-pass';
import { type ConnectionFilter, connectionTest, endsOf, overlaps } from './connection-rows';
import { atOnce, inSlices, JointWork, type SlicedWork } from './in-slices';
import { LiveStudies } from './live-study';
import type { OpenedCapture } from './opened-capture';

interface IndexedHeartbeat {
  readonly row: HeartbeatRow;
  /** Its place among the heartbeats of its connection. */
  readonly place: number;
}

/** An unchanged connection costs next to nothing: so many of them are passed over at once. */
const PASSED_OVER = 1024;

/** Connections looked at between two places where the work may be interrupted. */
const LOOKED_AT_A_STEP = 64;

/** The heartbeats of a capture. Finding them means going through all messages: done once a capture, or while it is recorded where something changed. */
class HeartbeatIndex {
  readonly #found = new Map<number, IndexedHeartbeat>();
  /** By connection. A heartbeat keeps its id when its connection is looked at again. */
  readonly #idsOf = new Map<number, number[]>();
  /** Packets that each connection had when it was looked at. */
  readonly #packetsOf: number[] = [];
  #nextId = 0;
  readonly #completion = new JointWork(() => this.#lookAtAll());

  constructor(readonly pass: CapturePass) {}

  get(id: number): IndexedHeartbeat | undefined {
    return this.#found.get(id);
  }

  rows(): HeartbeatRow[] {
    return Array.from(this.#found.values(), ({ row }) => row);
  }

  /** To be called when no more packets come. */
  *complete(): SlicedWork<void> {
    yield* this.#completion.join();
  }

  *#lookAtAll(): SlicedWork<void> {
    for (let connection = 0; connection < this.pass.tracker.connections.length; connection++) {
      if (connection % LOOKED_AT_A_STEP === 0) yield;
      this.#look(connection);
    }
  }

  /** A heartbeat is looked at also when its connection is silent: beats go missing then. */
  *study(): Generator<void> {
    const { connections } = this.pass.tracker;
    for (let connection = 0; connection < connections.length; connection++) {
      const packets = connections.packets(connection);
      if (packets !== this.#packetsOf[connection] || this.#idsOf.has(connection)) {
        this.#packetsOf[connection] = packets;
        this.#look(connection);
        yield;
      } else if (connection % PASSED_OVER === 0) yield;
    }
  }

  #look(connection: number): void {
    const { packets, tracker } = this.pass;
    const ids = this.#idsOf.get(connection) ?? [];
    for (const id of ids) this.#found.delete(id);
    for (const [place, report] of runOf(this.pass).reports(connection).entries()) {
      const { sender, protocol, encrypted, count, payloadBytes, periodMs, madMs, late, early, missed, answers, outcome, firstFrame, lastFrame } =
        report;
      const id = ids[place] ?? this.#nextId++;
      ids[place] = id;
      const row = {
        id,
        connection,
        ...endsOf(tracker.connections, connection),
        ...{ sender, protocol, encrypted, count, payloadBytes, periodMs, madMs, answers, outcome, firstFrame },
        late: late.length,
        early: early.length,
        missed: missed.length,
        startMs: packets.timeMs(firstFrame - 1),
        endMs: packets.timeMs(lastFrame - 1),
      };
      this.#found.set(id, { row, place });
    }
    if (ids.length > 0) this.#idsOf.set(connection, ids);
  }
}

const indexes = new WeakMap<CapturePass, HeartbeatIndex>();
const studies = new LiveStudies((pass) => indexFor(pass).study());

function indexFor(pass: CapturePass): HeartbeatIndex {
  const known = indexes.get(pass);
  if (known) return known;
  const index = new HeartbeatIndex(pass);
  indexes.set(pass, index);
  return index;
}

/** What is known now: all when the last packet is in, what was studied last of a capture that is being recorded. */
export function* heartbeatIndex({ pass, state }: OpenedCapture): SlicedWork<HeartbeatIndex> {
  const index = indexFor(pass);
  if (state !== 'reading') yield* index.complete();
  return index;
}

function runOf(pass: CapturePass): HeartbeatRun {
  return heartbeatRunOf(pass) as HeartbeatRun;
}

/** None while a capture is read that is not being recorded. Throws AppError `cancelled`. */
export async function sortedHeartbeats(
  capture: OpenedCapture,
  sort: HeartbeatSort,
  descending: boolean,
  filter: ConnectionFilter,
  signal: CancelSignal,
): Promise<HeartbeatRow[]> {
  await studies.upToDate(capture);
  const isWanted = connectionTest(capture.pass, filter);
  const index = await inSlices(heartbeatIndex(capture), capture.host, signal);
  const rows = index
    .rows()
    .filter((row) => isWanted(row.connection) && overlaps(filter, row.startMs, row.endMs))
    .sort((a, b) => keyOf(a, sort) - keyOf(b, sort) || a.id - b.id);
  return descending ? rows.reverse() : rows;
}

function keyOf(row: HeartbeatRow, sort: HeartbeatSort): number {
  return sort === 'offBeats' ? row.late + row.early + row.missed : row[sort];
}

/** Throws AppError `no-such-heartbeat`. */
export function heartbeatDetail(capture: OpenedCapture, id: number): HeartbeatDetail {
  const { pass } = capture;
  const indexed = atOnce(heartbeatIndex(capture)).get(id);
  const found = indexed && heartbeatsOf(runOf(pass).input, indexed.row.connection)[indexed.place];
  if (!indexed || !found) throw new AppError('no-such-heartbeat', { heartbeat: id });
  const { row } = indexed;
  const { series, beats } = found;
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
