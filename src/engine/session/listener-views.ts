/**
 * Listeners of a capture for the workbench: rows in windows, and the study of one, made when it is looked at. They are known when the last packet is in, and
 * while a capture is recorded.
 */
import { AppError } from '../../shared/contract/errors';
import { ATTEMPT_OUTCOMES, type ListenerRow, type ListenerSort } from '../../shared/contract/listener-rows';
import type { ListenerReport } from '../../shared/contract/report-listener';
import type { ListenerStudy } from '../analyzers/listen-queue-listener';
import { CONNECTION_FLAG } from '../flows/connection-table';
import type { CapturePass } from './capture-pass';
import { type ConnectionFilter, endText, overlaps } from './connection-rows';
import { verdictPlace } from './listener-gravity';
import { type EventMoments, eventMoments } from './listener-series';
import { LiveStudies } from './live-study';
import type { OpenedCapture } from './opened-capture';

interface ListenerIndex {
  readonly rows: readonly ListenerRow[];
  /** Connections of each, in order of their first packets. */
  readonly connections: readonly Uint32Array[];
}

const indexes = new WeakMap<CapturePass, ListenerIndex>();

interface GrowingIndex extends ListenerIndex {
  readonly rows: ListenerRow[];
  readonly connections: Uint32Array[];
}

/** Of captures that are being recorded: as they were studied last. */
const growing = new WeakMap<CapturePass, GrowingIndex>();
const studies = new LiveStudies(studyListeners);

function indexOf(pass: CapturePass): ListenerIndex {
  const known = indexes.get(pass);
  if (known) return known;
  const reports = [...pass.listenQueue.listeners(0)];
  // None are known before the last packet.
  if (reports.length === 0) return growing.get(pass) ?? { rows: [], connections: [] };
  const connections = pass.listenQueue.connectionsOfListeners();
  const rows = reports.map((report) => rowOf(pass, report, connections[report.id] as Uint32Array));
  const index = { rows, connections };
  indexes.set(pass, index);
  growing.delete(pass);
  return index;
}

function* studyListeners(pass: CapturePass): Generator<void> {
  const index = growing.get(pass) ?? { rows: [], connections: [] };
  growing.set(pass, index);
  const connections = pass.listenQueue.connectionsOfListeners();
  yield;
  for (const [id, ids] of connections.entries()) {
    index.connections[id] = ids;
    index.rows[id] = rowOf(pass, pass.listenQueue.reportSoFar(ids, id), ids);
    yield;
  }
}

function rowOf({ packets, tracker }: CapturePass, report: ListenerReport, ids: Uint32Array): ListenerRow {
  const { capture: _, synQueue, acceptQueue, ...same } = report;
  const firstFrame = tracker.connections.firstFrame(ids[0] as number);
  let lastFrame = firstFrame;
  for (const id of ids) lastFrame = Math.max(lastFrame, tracker.connections.lastFrame(id));
  return {
    ...same,
    halfOpenPeak: synQueue.peak,
    pruned: synQueue.pruned,
    overflow: acceptQueue.overflow,
    overflowMode: acceptQueue.mode,
    acceptLower: acceptQueue.lowerBound,
    acceptUpper: acceptQueue.upperBound,
    startMs: packets.timeMs(firstFrame - 1),
    endMs: packets.timeMs(lastFrame - 1),
    firstFrame,
  };
}

/** None while a capture is read that is not being recorded. */
export async function sortedListeners(
  capture: OpenedCapture,
  sort: ListenerSort,
  descending: boolean,
  filter: ConnectionFilter,
): Promise<ListenerRow[]> {
  await studies.upToDate(capture);
  const { pass } = capture;
  const wanted = filter.search.trim().toLowerCase();
  const { rows: known, connections } = indexOf(pass);
  const isShown = ({ id }: ListenerRow): boolean => filter.shown == null || connections[id]?.some((attempt) => filter.shown?.has(attempt)) === true;
  const rows = known
    .filter((row) => endText(row.address, row.port).includes(wanted) && overlaps(filter, row.startMs, row.endMs) && isShown(row))
    .sort((a, b) => keyOf(a, sort) - keyOf(b, sort) || b.attempts - a.attempts || a.id - b.id);
  return descending ? rows.reverse() : rows;
}

function keyOf(row: ListenerRow, sort: ListenerSort): number {
  if (sort === 'verdict') return verdictPlace(row.verdict);
  return sort === 'failed' ? failedAttempts(row) : row[sort];
}

/** Attempts that did not end in a connection that both ends know. */
function failedAttempts({ attempts, outcomes }: ListenerRow): number {
  return attempts - outcomes.complete;
}

/** One listener with everything that its packets tell. */
export interface ListenerCase {
  readonly row: ListenerRow;
  readonly study: ListenerStudy;
  /** Its connections: one attempt each. */
  readonly ids: Uint32Array;
  /** Of each of them: place in `study.attempts`; -1 for those of a flood that were only counted. */
  readonly places: Int32Array;
  /** Of each of them: place in `ATTEMPT_OUTCOMES`. */
  readonly outcomes: Uint8Array;
  /** First SYN of each of them, in ms since the capture's first packet. */
  readonly arrivalsMs: Float64Array;
  readonly happened: EventMoments;
}

/** The listener that was looked at last, of each capture: its study holds every attempt. */
const lastCases = new WeakMap<CapturePass, ListenerCase>();

/** Throws AppError `no-such-listener`. */
export function listenerCase(pass: CapturePass, listener: number): ListenerCase {
  const { rows, connections } = indexOf(pass);
  const row = rows[listener];
  const last = lastCases.get(pass);
  // A listener that was studied again has another row.
  if (last !== undefined && last.row === row) return last;
  const ids = connections[listener];
  if (!row || !ids) throw new AppError('no-such-listener', { listener });
  const study = pass.listenQueue.studyListener(ids);
  const placeOf = new Map(study.attempts.map(({ connection }, place) => [connection, place]));
  const places = Int32Array.from(ids, (id) => placeOf.get(id) ?? -1);
  const outcomes = Uint8Array.from(ids, (id, index) => {
    const outcome = study.outcomes[places[index] as number];
    return ATTEMPT_OUTCOMES.indexOf(outcome ?? (pass.tracker.connections.has(id, CONNECTION_FLAG.synAckSeen) ? 'halfOpen' : 'unanswered'));
  });
  const arrivalsMs = Float64Array.from(ids, (id) => pass.packets.timeMs(pass.tracker.connections.firstFrame(id) - 1));
  const made = { row, study, ids, places, outcomes, arrivalsMs, happened: eventMoments(study) };
  lastCases.set(pass, made);
  return made;
}
