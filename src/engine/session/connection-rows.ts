/** Rows of the connections table: sorted, searched, of a part of the capture, in windows. */
import type { CONNECTION_SORTS, ConnectionRow } from '../../shared/contract/methods';
import type { KeepAliveProbes } from '../analyzers/keep-alive-probes';
import type { ProbeSeries } from '../analyzers/keep-alive-series';
import { keepAliveVerdict } from '../analyzers/keep-alive-verdict';
import { handshakeState, retransmissionsReport } from '../flows/connection-state';
import { CONNECTION_FLAG, type ConnectionTable } from '../flows/connection-table';
import { clientDirection, endOfDirection } from '../flows/roles';
import type { CapturePass } from './capture-pass';
import { connectionClose } from './capture-report';

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
  const retransmissions = retransmissionsReport(connections, id);
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
    close: connectionClose(pass, id).kind,
    probedBy: series.length === 2 ? 'both' : (series.map(({ direction }) => endOfDirection(connections, id, direction))[0] ?? 'neither'),
    probes,
    probeConfidence: probeConfidence(keepAlive.probes, series),
    unansweredProbes: probes - answered,
    retransmissions: retransmissions.client.length + retransmissions.server.length,
  };
}

/** Of the ends whose probes are known without their sequence numbers, the least sure. */
function probeConfidence(probes: KeepAliveProbes, series: readonly ProbeSeries[]): number | null {
  const inferred = series.filter((item) => item.inferred > 0);
  return inferred.length === 0 ? null : Math.min(...inferred.map((item) => keepAliveVerdict(probes, item).settings.confidence));
}

function durationMs(pass: CapturePass, id: number): number {
  const { connections } = pass.tracker;
  return pass.packets.differenceNs(connections.lastFrame(id) - 1, connections.firstFrame(id) - 1) / 1e6;
}

/** What a column sorts by; cheap columns read the tables, others make the row. */
function sortKey(pass: CapturePass, sort: ConnectionSort, id: number): number | string {
  const { connections } = pass.tracker;
  switch (sort) {
    case 'id':
      return id;
    case 'packets':
      return connections.packets(id);
    case 'bytes':
      return connections.bytes(id);
    case 'startMs':
      return pass.packets.timeMs(connections.firstFrame(id) - 1);
    case 'durationMs':
      return durationMs(pass, id);
    case 'serverPort':
      return connections.port(id, (1 - clientDirection(connections, id)) as 0 | 1);
    default:
      return connectionRow(pass, id)[sort];
  }
}

/** What a list of connections is limited to. */
export interface ConnectionFilter extends TimeSpan {
  /** Part of an address, a port or both. */
  readonly search: string;
}

/** Ids of the connections that match the filter, in order. */
export function sortedConnections(pass: CapturePass, sort: ConnectionSort, descending: boolean, filter: ConnectionFilter): Uint32Array {
  const ids: number[] = [];
  for (let id = 0; id < pass.tracker.connections.length; id++) if (passes(pass, id, filter)) ids.push(id);
  if (sort !== 'id') orderBy(ids, (id) => sortKey(pass, sort, id));
  return Uint32Array.from(descending ? ids.reverse() : ids);
}

/** Sorts ids by key, then by id. */
function orderBy(ids: number[], keyOf: (id: number) => number | string): void {
  const keys = new Map(ids.map((id) => [id, keyOf(id)]));
  ids.sort((a, b) => compare(keys.get(a) as number | string, keys.get(b) as number | string) || a - b);
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number(a) - Number(b);
}

/** Does the connection match, and was it there in the part of the capture? */
export function passes(pass: CapturePass, id: number, filter: ConnectionFilter): boolean {
  const { connections } = pass.tracker;
  const wanted = filter.search.trim().toLowerCase();
  if (wanted !== '' && !matches(connections, id, wanted)) return false;
  if (filter.fromMs === null && filter.toMs === null) return true;
  const startMs = pass.packets.timeMs(connections.firstFrame(id) - 1);
  return overlaps(filter, startMs, pass.packets.timeMs(connections.lastFrame(id) - 1));
}

function matches(connections: ConnectionTable, id: number, wanted: string): boolean {
  const ends = endsOf(connections, id);
  return endText(ends.client, ends.clientPort).includes(wanted) || endText(ends.server, ends.serverPort).includes(wanted);
}

export function endText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
