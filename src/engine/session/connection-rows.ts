/** Rows of the connections table: sorted, searched, of a part of the capture, in windows. */
import type { CONNECTION_SORTS, ConnectionRow } from '../../shared/contract/methods';
import type { KeepAliveProbes } from '../analyzers/keep-alive-probes';
import type { ProbeSeries } from '../analyzers/keep-alive-series';
import { keepAliveVerdict } from '../analyzers/keep-alive-verdict';
import { addressPlaces } from '../flows/address-places';
import { handshakeState, retransmissionCount } from '../flows/connection-state';
import { CONNECTION_FLAG, type ConnectionTable } from '../flows/connection-table';
import { clientDirection, endOfDirection } from '../flows/roles';
import type { CapturePass } from './capture-pass';
import { connectionCloseKind } from './connection-report';
import type { SlicedWork } from './in-slices';
import type { ShownConnections } from './shown-connections';
import { sortedOrder } from './sorted-order';

export type ConnectionSort = (typeof CONNECTION_SORTS)[number];

/** A part of the capture in ms since its first packet; null: without that bound. */
export interface TimeSpan {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** Does what lasted from `startMs` to `endMs` touch the part? */
export function overlaps({ fromMs, toMs }: TimeSpan, startMs: number, endMs: number): boolean {
  return (fromMs === null || endMs >= fromMs) && (toMs === null || startMs <= toMs);
}

interface Ends {
  readonly client: string;
  readonly clientPort: number;
  readonly server: string;
  readonly serverPort: number;
}

export function endsOf(connections: ConnectionTable, id: number): Ends {
  const client = clientDirection(connections, id);
  const server = (1 - client) as 0 | 1;
  return {
    client: connections.address(id, client),
    clientPort: connections.port(id, client),
    server: connections.address(id, server),
    serverPort: connections.port(id, server),
  };
}

export function connectionRow(pass: CapturePass, id: number): ConnectionRow {
  const { packets, tracker, keepAlive } = pass;
  const { connections } = tracker;
  const series = [keepAlive.probes.seriesOf(id, 0), keepAlive.probes.seriesOf(id, 1)].filter((item) => item !== undefined);
  const probes = series.reduce((sum, item) => sum + item.count, 0);
  const answered = series.reduce((sum, item) => sum + item.answered, 0);
  return {
    id,
    ...endsOf(connections, id),
    rolesKnown: connections.has(id, CONNECTION_FLAG.rolesKnown),
    packets: connections.packets(id),
    bytes: connections.bytes(id),
    firstFrame: connections.firstFrame(id),
    startMs: packets.timeMs(connections.firstFrame(id) - 1),
    durationMs: durationMs(pass, id),
    handshake: handshakeState(connections, id),
    close: connectionCloseKind(pass, id),
    probedBy: series.length === 2 ? 'both' : (series.map(({ direction }) => endOfDirection(connections, id, direction))[0] ?? 'neither'),
    probes,
    probeConfidence: probeConfidence(keepAlive.probes, series),
    unansweredProbes: probes - answered,
    retransmissions: retransmissionCount(connections, id),
  };
}

/** Of the ends whose probes are known without their sequence numbers, the least sure. */
function probeConfidence(probes: KeepAliveProbes, series: readonly ProbeSeries[]): number | null {
  const inferred = series.filter((item) => item.inferred);
  return inferred.length === 0 ? null : Math.min(...inferred.map((item) => keepAliveVerdict(probes, item).settings.confidence));
}

function durationMs(pass: CapturePass, id: number): number {
  const { connections } = pass.tracker;
  return pass.packets.differenceNs(connections.lastFrame(id) - 1, connections.firstFrame(id) - 1) / 1e6;
}

/** What a column sorts by: numbers, and words by their place in the alphabet. */
function sortKeys(pass: CapturePass, sort: ConnectionSort): (id: number) => number {
  const { connections } = pass.tracker;
  switch (sort) {
    case 'id':
      return (id) => id;
    case 'packets':
      return (id) => connections.packets(id);
    case 'bytes':
      return (id) => connections.bytes(id);
    case 'startMs':
      return (id) => pass.packets.timeMs(connections.firstFrame(id) - 1);
    case 'durationMs':
      return (id) => durationMs(pass, id);
    case 'client':
    case 'server': {
      const place = addressPlaces(connections.addresses);
      const end = sort === 'client' ? 0 : 1;
      return (id) => place(connections.has(id, CONNECTION_FLAG.ipv6), connections.addressNumber(id, directionOf(connections, id, end)));
    }
    case 'serverPort':
      return (id) => connections.port(id, directionOf(connections, id, 1));
    case 'handshake':
      return (id) => HANDSHAKES.indexOf(handshakeState(connections, id));
    case 'close':
      return (id) => CLOSES.indexOf(connectionCloseKind(pass, id));
    case 'probes':
      return (id) => pass.keepAlive.probes.countOf(id, 0) + pass.keepAlive.probes.countOf(id, 1);
    case 'retransmissions':
      return (id) => retransmissionCount(connections, id);
  }
}

const HANDSHAKES: readonly string[] = [
  'complete',
  'half-open',
  'not-captured',
  'refused',
  'reset',
  'unanswered',
] satisfies ConnectionRow['handshake'][];
const CLOSES: readonly string[] = ['fin', 'open', 'rst', 'timeout'] satisfies ConnectionRow['close'][];

/** `end` 0: the client's. */
function directionOf(connections: ConnectionTable, id: number, end: 0 | 1): 0 | 1 {
  const client = clientDirection(connections, id);
  return end === 0 ? client : ((1 - client) as 0 | 1);
}

/** What a list of connections is limited to. */
export interface ConnectionFilter extends TimeSpan {
  /** Part of an address, a port or both. */
  readonly search: string;
  /** Those that the display filter leaves; null or absent: all. */
  readonly shown?: ShownConnections | null;
}

/** Connections between two places where the work may be interrupted. */
const CONNECTIONS_A_STEP = 2048;

/** Ids of the connections that match the filter, in order. */
export function* sortedConnections(pass: CapturePass, sort: ConnectionSort, descending: boolean, filter: ConnectionFilter): SlicedWork<Uint32Array> {
  const { length } = pass.tracker.connections;
  const ids = new Uint32Array(length);
  const keys = new Float64Array(length);
  const isWanted = connectionTest(pass, filter);
  const keyOf = sortKeys(pass, sort);
  let count = 0;
  for (let id = 0; id < length; id++) {
    if (id % CONNECTIONS_A_STEP === 0) yield;
    if (!isWanted(id)) continue;
    keys[count] = keyOf(id);
    ids[count++] = id;
  }
  const order = yield* sortedOrder(keys.subarray(0, count), descending);
  if (count === length) return order;
  for (let i = 0; i < order.length; i++) order[i] = ids[order[i] as number] as number;
  return order;
}

/** Does a connection match, and was it there in the part of the capture? */
export function connectionTest(pass: CapturePass, filter: ConnectionFilter): (id: number) => boolean {
  const { packets, tracker } = pass;
  const { connections } = tracker;
  const { shown = null, fromMs, toMs } = filter;
  const wanted = filter.search.trim().toLowerCase();
  const isAllTime = fromMs === null && toMs === null;
  if (shown === null && wanted === '' && isAllTime) return () => true;
  const timeOf = (frame: number) => packets.timeMs(frame - 1);
  return (id) => {
    if (shown?.has(id) === false || (wanted !== '' && !matches(connections, id, wanted))) return false;
    return isAllTime || overlaps(filter, timeOf(connections.firstFrame(id)), timeOf(connections.lastFrame(id)));
  };
}

function matches(connections: ConnectionTable, id: number, wanted: string): boolean {
  const ends = endsOf(connections, id);
  return endText(ends.client, ends.clientPort).includes(wanted) || endText(ends.server, ends.serverPort).includes(wanted);
}

export function endText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
