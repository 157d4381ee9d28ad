/** One listener for the workbench: its queues, drops and retransmissions over time, what was found about it, and its attempts in windows. */
import type { FindingRow } from '../../shared/contract/finding-rows';
import {
  ATTEMPT_OUTCOMES,
  type AttemptOutcome,
  type AttemptSort,
  type ListenerAttempts,
  type ListenerDetail,
} from '../../shared/contract/listener-rows';
import type { Translate } from '../../shared/locales/texts';
import { servedPerSecond } from '../analyzers/listen-queue-advice';
import { CONNECTION_FLAG } from '../flows/connection-table';
import type { CapturePass } from './capture-pass';
import { type ConnectionFilter, endsOf, endText, overlaps, type TimeSpan } from './connection-rows';
import { findingRow } from './finding-rows';
import { listenerEvents, queueSteps } from './listener-series';
import { type ListenerCase, listenerCase } from './listener-views';

/** Parts in which events are counted, of each point of the queues: a bar is as wide as some points. */
const POINTS_OF_A_BAR = 5;

/** Throws AppError `no-such-listener`. `points`: about how many steps are of use. */
export function listenerDetail(
  pass: CapturePass,
  capture: number,
  listener: number,
  span: TimeSpan & { readonly points: number },
  t: Translate,
): ListenerDetail {
  const item = listenerCase(pass, listener);
  const fromMs = span.fromMs ?? item.row.startMs;
  const toMs = Math.max(fromMs, span.toMs ?? item.row.endMs);
  return {
    listener: item.row,
    findings: findingsAbout(pass, capture, listener, t),
    fromMs,
    toMs,
    queues: queueSteps(item.study, { fromMs, toMs }, span.points),
    events: listenerEvents(item.happened, item.arrivalsMs, { fromMs, toMs }, Math.ceil(span.points / POINTS_OF_A_BAR)),
    looked: item.study.attempts.length,
    servedPerSecond: servedPerSecond(item.study),
  };
}

function findingsAbout(pass: CapturePass, capture: number, listener: number, t: Translate): FindingRow[] {
  return pass.findings.flatMap((finding, place) =>
    finding.listener === listener && finding.connection === null ? [findingRow(pass, capture, place, t)] : [],
  );
}

function startMs({ packets, tracker }: CapturePass, id: number): number {
  return packets.timeMs(tracker.connections.firstFrame(id) - 1);
}

export interface AttemptFilter extends ConnectionFilter {
  readonly outcomes: readonly AttemptOutcome[];
}

/** Places in the case's `ids` of the attempts that match, in order. */
export function sortedAttempts(
  pass: CapturePass,
  listener: number,
  sort: AttemptSort,
  descending: boolean,
  filter: AttemptFilter,
): Uint32Array<ArrayBuffer> {
  const item = listenerCase(pass, listener);
  const wanted = new Set(filter.outcomes.map((outcome) => ATTEMPT_OUTCOMES.indexOf(outcome)));
  const search = filter.search.trim().toLowerCase();
  const places = Uint32Array.from(item.ids, (_, place) => place).filter((place) => {
    const id = item.ids[place] as number;
    if (filter.shown?.has(id) === false || !wanted.has(item.outcomes[place] as number)) return false;
    return lastsInto(pass, id, filter) && (search === '' || clientOf(pass, id).includes(search));
  });
  if (sort !== 'startMs') {
    const keys = new Map(Array.from(places, (place): [number, number | string] => [place, attemptKey(pass, item, place, sort)]));
    places.sort((a, b) => compare(keys.get(a) as number | string, keys.get(b) as number | string) || a - b);
  }
  return descending ? places.reverse() : places;
}

function lastsInto({ packets, tracker }: CapturePass, id: number, span: TimeSpan): boolean {
  const { connections } = tracker;
  return overlaps(span, packets.timeMs(connections.firstFrame(id) - 1), packets.timeMs(connections.lastFrame(id) - 1));
}

function clientOf({ tracker }: CapturePass, id: number): string {
  const { client, clientPort } = endsOf(tracker.connections, id);
  return endText(client, clientPort);
}

function attemptKey(pass: CapturePass, item: ListenerCase, place: number, sort: Exclude<AttemptSort, 'startMs'>): number | string {
  switch (sort) {
    case 'client':
      return clientOf(pass, item.ids[place] as number);
    case 'outcome':
      return item.outcomes[place] as number;
    case 'connectMs':
      return connectMs(item, place) ?? Number.POSITIVE_INFINITY;
    case 'syns':
    case 'synAcks':
      return sentCounts(pass, item, place)[sort];
  }
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function connectMs({ study, places }: ListenerCase, place: number): number | null {
  return study.attempts[places[place] as number]?.connectMs ?? null;
}

/** SYNs and SYN-ACKs; an attempt that was only counted sent one SYN. */
function sentCounts({ tracker }: CapturePass, { ids, study, places }: ListenerCase, place: number): { syns: number; synAcks: number } {
  const attempt = study.attempts[places[place] as number];
  if (attempt) return { syns: attempt.syns.length, synAcks: attempt.synAcks.length };
  const id = ids[place] as number;
  return { syns: 1, synAcks: tracker.connections.has(id, CONNECTION_FLAG.synAckSeen) ? tracker.connections.packets(id) - 1 : 0 };
}

/** The attempts at `window`: places as `sortedAttempts` gives them. */
export function attemptColumns(pass: CapturePass, listener: number, total: number, window: Uint32Array): ListenerAttempts {
  const item = listenerCase(pass, listener);
  const { connections } = pass.tracker;
  const ids = Uint32Array.from(window, (place) => item.ids[place] as number);
  const ends = Array.from(ids, (id) => endsOf(connections, id));
  const sent = Array.from(window, (place) => sentCounts(pass, item, place));
  return {
    total,
    connections: ids,
    firstFrames: ids.map((id) => connections.firstFrame(id)),
    startMs: Float64Array.from(ids, (id) => startMs(pass, id)),
    clients: ends.map(({ client }) => client),
    clientPorts: Uint32Array.from(ends, ({ clientPort }) => clientPort),
    outcomes: Uint8Array.from(window, (place) => item.outcomes[place] as number),
    syns: Uint32Array.from(sent, ({ syns }) => syns),
    synAcks: Uint32Array.from(sent, ({ synAcks }) => synAcks),
    connectMs: Float64Array.from(window, (place) => connectMs(item, place) ?? Number.NaN),
  };
}
