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
import { verdictFinding } from '../analyzers/listen-queue-findings';
import { addressPlaces } from '../flows/address-places';
import { CONNECTION_FLAG, type ConnectionTable } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import type { CapturePass } from './capture-pass';
import { type ConnectionFilter, endsOf, endText, overlaps, type TimeSpan } from './connection-rows';
import { findingRow, rowOf } from './finding-rows';
import type { SlicedWork } from './in-slices';
import { listenerEvents, queueSteps } from './listener-series';
import { type ListenerCase, listenerCase } from './listener-views';
import { sortedOrder } from './sorted-order';

/** Parts in which events are counted, of each point of the queues: a bar is as wide as some points. */
const POINTS_OF_A_BAR = 5;

/** Throws AppError `no-such-listener`. `points`: about how many steps are of use. */
export function* listenerDetail(
  pass: CapturePass,
  capture: number,
  listener: number,
  span: TimeSpan & { readonly points: number },
  t: Translate,
): SlicedWork<ListenerDetail> {
  const item = yield* listenerCase(pass, listener);
  const fromMs = span.fromMs ?? item.row.startMs;
  const toMs = Math.max(fromMs, span.toMs ?? item.row.endMs);
  return {
    listener: item.row,
    findings: findingsAbout(pass, capture, item, t),
    fromMs,
    toMs,
    queues: queueSteps(item.study, { fromMs, toMs }, span.points),
    events: listenerEvents(item.happened, item.arrivalsMs, { fromMs, toMs }, Math.ceil(span.points / POINTS_OF_A_BAR)),
    looked: item.study.attempts.length,
    servedPerSecond: servedPerSecond(item.study),
  };
}

/** What was found about a listener; in the words for this one where a finding about many stands for it, or where findings are not made yet. */
function findingsAbout(pass: CapturePass, capture: number, { row, study }: ListenerCase, t: Translate): FindingRow[] {
  const own = pass.findings.flatMap((finding, place) =>
    finding.listener === row.id && finding.connection === null ? [findingRow(pass, capture, place, t)] : [],
  );
  const code = `listener.${row.verdict}`;
  if (own.some((finding) => finding.code === code)) return own;
  const folded = pass.findings.findIndex((finding) => finding.code === code && finding.listener === null);
  if (folded < 0 && pass.listenQueue.isFinished) return own;
  return [...verdictFinding(study, row.id, row.port).map((finding) => rowOf(pass, capture, finding, Math.max(0, folded), t)), ...own];
}

function startMs({ packets, tracker }: CapturePass, id: number): number {
  return packets.timeMs(tracker.connections.firstFrame(id) - 1);
}

export interface AttemptFilter extends ConnectionFilter {
  readonly outcomes: readonly AttemptOutcome[];
}

/** Attempts between two places where the work may be interrupted. */
const ATTEMPTS_A_STEP = 2048;

/** Places in the case's `ids` of the attempts that match, in order. Throws AppError `no-such-listener`. */
export function* sortedAttempts(
  pass: CapturePass,
  listener: number,
  sort: AttemptSort,
  descending: boolean,
  filter: AttemptFilter,
): SlicedWork<Uint32Array> {
  const item = yield* listenerCase(pass, listener);
  const isWanted = attemptTest(pass, item, filter);
  const keyOf = attemptKeys(pass, item, sort);
  const places = new Uint32Array(item.ids.length);
  const keys = new Float64Array(item.ids.length);
  let count = 0;
  for (let place = 0; place < places.length; place++) {
    if (place % ATTEMPTS_A_STEP === 0) yield;
    if (!isWanted(place)) continue;
    keys[count] = keyOf(place);
    places[count++] = place;
  }
  const order = yield* sortedOrder(keys.subarray(0, count), false);
  for (let i = 0; i < order.length; i++) order[i] = places[order[i] as number] as number;
  return descending ? order.reverse() : order;
}

function attemptTest({ packets, tracker }: CapturePass, item: ListenerCase, filter: AttemptFilter): (place: number) => boolean {
  const { connections } = tracker;
  const { shown = null, fromMs, toMs } = filter;
  const isOutcomeWanted = ATTEMPT_OUTCOMES.map((outcome) => filter.outcomes.includes(outcome));
  const search = filter.search.trim().toLowerCase();
  const isAllTime = fromMs === null && toMs === null;
  const timeOf = (frame: number) => packets.timeMs(frame - 1);
  return (place) => {
    const id = item.ids[place] as number;
    if (isOutcomeWanted[item.outcomes[place] as number] !== true || shown?.has(id) === false) return false;
    if (!isAllTime && !overlaps(filter, timeOf(connections.firstFrame(id)), timeOf(connections.lastFrame(id)))) return false;
    return search === '' || clientOf(connections, id).includes(search);
  };
}

function clientOf(connections: ConnectionTable, id: number): string {
  const { client, clientPort } = endsOf(connections, id);
  return endText(client, clientPort);
}

const PORTS = 2 ** 16;

/** What a column sorts by: clients by the bits of their addresses, then by port. */
function attemptKeys({ tracker: { connections } }: CapturePass, item: ListenerCase, sort: AttemptSort): (place: number) => number {
  switch (sort) {
    case 'startMs':
      return (place) => place;
    case 'client': {
      const addressPlace = addressPlaces(connections.addresses);
      return (place) => {
        const id = item.ids[place] as number;
        const client = clientDirection(connections, id);
        const address = addressPlace(connections.has(id, CONNECTION_FLAG.ipv6), connections.addressNumber(id, client));
        return address * PORTS + connections.port(id, client);
      };
    }
    case 'outcome':
      return (place) => item.outcomes[place] as number;
    case 'connectMs':
      return (place) => connectMs(item, place) ?? Number.POSITIVE_INFINITY;
    case 'syns':
      return (place) => synCount(item, place);
    case 'synAcks':
      return (place) => synAckCount(connections, item, place);
  }
}

function connectMs({ study, places }: ListenerCase, place: number): number | null {
  return study.attempts[places[place] as number]?.connectMs ?? null;
}

/** An attempt that was only counted sent one SYN. */
function synCount({ study, places }: ListenerCase, place: number): number {
  return study.attempts[places[place] as number]?.syns.length ?? 1;
}

function synAckCount(connections: ConnectionTable, { ids, study, places }: ListenerCase, place: number): number {
  const attempt = study.attempts[places[place] as number];
  if (attempt) return attempt.synAcks.length;
  const id = ids[place] as number;
  return connections.has(id, CONNECTION_FLAG.synAckSeen) ? connections.packets(id) - 1 : 0;
}

/** The attempts at `window`: places as `sortedAttempts` gives them. */
export function* attemptColumns(pass: CapturePass, listener: number, total: number, window: Uint32Array): SlicedWork<ListenerAttempts> {
  const item = yield* listenerCase(pass, listener);
  const { connections } = pass.tracker;
  const ids = Uint32Array.from(window, (place) => item.ids[place] as number);
  const ends = Array.from(ids, (id) => endsOf(connections, id));
  return {
    total,
    connections: ids,
    firstFrames: ids.map((id) => connections.firstFrame(id)),
    startMs: Float64Array.from(ids, (id) => startMs(pass, id)),
    clients: ends.map(({ client }) => client),
    clientPorts: Uint32Array.from(ends, ({ clientPort }) => clientPort),
    outcomes: Uint8Array.from(window, (place) => item.outcomes[place] as number),
    syns: window.map((place) => synCount(item, place)),
    synAcks: window.map((place) => synAckCount(connections, item, place)),
    connectMs: Float64Array.from(window, (place) => connectMs(item, place) ?? Number.NaN),
  };
}
