/**
 * Listeners of a capture for the workbench: rows in windows, and the study of one, made when it is looked at. They are known when the last packet is in, and
 * while a capture is recorded.
 */
import type { CancelSignal } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import { ATTEMPT_OUTCOMES, type ListenerRow, type ListenerSort } from '../../shared/contract/listener-rows';
import type { ListenerStudy } from '../analyzers/listen-queue-listener';
import type { ListenerOutline } from '../analyzers/listen-queue-report';
import { CONNECTION_FLAG } from '../flows/connection-table';
import type { CapturePass } from './capture-pass';
import { type ConnectionFilter, endText, overlaps } from './connection-rows';
import { inSlices, JointWork, type SlicedWork } from './in-slices';
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
/** Indexes that are being made. */
const makings = new WeakMap<CapturePass, JointWork<ListenerIndex>>();

interface GrowingIndex extends ListenerIndex {
  readonly rows: ListenerRow[];
  readonly connections: Uint32Array[];
}

/** Of captures that are being recorded: as they were studied last. */
const growing = new WeakMap<CapturePass, GrowingIndex>();
const studies = new LiveStudies(studyListeners);

/** What is known now: none before the last packet, but of a capture that is being recorded. */
export function* listenerIndex(pass: CapturePass): SlicedWork<ListenerIndex> {
  const known = indexes.get(pass);
  if (known) return known;
  // None are known before the last packet.
  if (!pass.listenQueue.isFinished) return growing.get(pass) ?? { rows: [], connections: [] };
  const making = makings.get(pass) ?? new JointWork(() => finalIndex(pass));
  makings.set(pass, making);
  const index = yield* making.join();
  indexes.set(pass, index);
  makings.delete(pass);
  growing.delete(pass);
  return index;
}

function* finalIndex(pass: CapturePass): SlicedWork<ListenerIndex> {
  const connections = pass.listenQueue.connectionsOfListeners();
  const rows: ListenerRow[] = [];
  for (const outline of pass.listenQueue.outlines()) {
    yield;
    rows.push(rowOf(pass, outline, connections[outline.id] as Uint32Array));
  }
  return { rows, connections };
}

function* studyListeners(pass: CapturePass): Generator<void> {
  const index = growing.get(pass) ?? { rows: [], connections: [] };
  growing.set(pass, index);
  const connections = pass.listenQueue.connectionsOfListeners();
  yield;
  for (const [id, ids] of connections.entries()) {
    index.connections[id] = ids;
    index.rows[id] = rowOf(pass, pass.listenQueue.outlineSoFar(ids, id), ids);
    yield;
  }
}

function rowOf({ packets, tracker }: CapturePass, outline: ListenerOutline, ids: Uint32Array): ListenerRow {
  const { capture: _, synQueue, acceptQueue, ...same } = outline;
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

/** None while a capture is read that is not being recorded. Throws AppError `cancelled`. */
export async function sortedListeners(
  capture: OpenedCapture,
  sort: ListenerSort,
  descending: boolean,
  filter: ConnectionFilter,
  signal: CancelSignal,
): Promise<ListenerRow[]> {
  await studies.upToDate(capture);
  const wanted = filter.search.trim().toLowerCase();
  const { rows: known, connections } = await inSlices(listenerIndex(capture.pass), capture.host, signal);
  const isShown = ({ id }: ListenerRow): boolean => filter.shown == null || connections[id]?.some((attempt) => filter.shown?.has(attempt)) === true;
  const isWanted = (row: ListenerRow): boolean =>
    endText(row.address, row.port).includes(wanted) && overlaps(filter, row.startMs, row.endMs) && isShown(row);
  const rows = inOrder(known.filter(isWanted), sort);
  return descending ? rows.reverse() : rows;
}

function inOrder(rows: readonly ListenerRow[], sort: ListenerSort): ListenerRow[] {
  return [...rows].sort((a, b) => keyOf(a, sort) - keyOf(b, sort) || b.attempts - a.attempts || a.id - b.id);
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
const lastCases = new WeakMap<CapturePass, { readonly row: ListenerRow; readonly work: JointWork<ListenerCase> }>();

/** Throws AppError `no-such-listener`. */
export function* listenerCase(pass: CapturePass, listener: number): SlicedWork<ListenerCase> {
  const { rows, connections } = yield* listenerIndex(pass);
  const row = rows[listener];
  const last = lastCases.get(pass);
  // A listener that was studied again has another row.
  if (last !== undefined && last.row === row) return yield* last.work.join();
  const ids = connections[listener];
  if (!row || !ids) throw new AppError('no-such-listener', { listener });
  const work = new JointWork(() => studiedCase(pass, row, ids));
  lastCases.set(pass, { row, work });
  return yield* work.join();
}

/** The listener that the list begins with, while nobody has looked at one. */
export function* listenerCaseAhead(pass: CapturePass): SlicedWork<void> {
  const { rows } = yield* listenerIndex(pass);
  const first = inOrder(rows, 'verdict')[0];
  if (first !== undefined && !lastCases.has(pass)) yield* listenerCase(pass, first.id);
}

/** Attempts between two places where the work may be interrupted. */
const ATTEMPTS_A_STEP = 4096;

function* studiedCase(pass: CapturePass, row: ListenerRow, ids: Uint32Array): SlicedWork<ListenerCase> {
  const { packets, tracker } = pass;
  const { connections } = tracker;
  const study = yield* pass.listenQueue.studyListener(ids);
  const places = new Int32Array(ids.length);
  const outcomes = new Uint8Array(ids.length);
  const arrivalsMs = new Float64Array(ids.length);
  let next = 0;
  for (let index = 0; index < ids.length; index++) {
    if (index % ATTEMPTS_A_STEP === 0) yield;
    const id = ids[index] as number;
    // The attempts looked at one by one are in the order of the connections.
    const place = study.attempts[next]?.connection === id ? next++ : -1;
    const counted = connections.has(id, CONNECTION_FLAG.synAckSeen) ? 'halfOpen' : 'unanswered';
    places[index] = place;
    outcomes[index] = ATTEMPT_OUTCOMES.indexOf(study.outcomes[place] ?? counted);
    arrivalsMs[index] = packets.timeMs(connections.firstFrame(id) - 1);
  }
  return { row, study, ids, places, outcomes, arrivalsMs, happened: eventMoments(study) };
}
