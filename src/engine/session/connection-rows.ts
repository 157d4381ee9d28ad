/** Rows of the connections table and of the keep-alive list: sorted, searched, in windows. */
import type { CONNECTION_SORTS, ConnectionRow, KeepAliveRow } from '../../shared/contract/methods';
import type { ProbeSeries } from '../analyzers/keep-alive-probes';
import { medianIntervalMs } from '../analyzers/keep-alive-report';
import { closeReport, handshakeState, retransmissionsReport } from '../flows/connection-state';
import { CONNECTION_FLAG, type ConnectionTable } from '../flows/connection-table';
import { clientDirection, endOfDirection } from '../flows/roles';
import type { CapturePass } from './capture-pass';

export type ConnectionSort = (typeof CONNECTION_SORTS)[number];
export type KeepAliveSort = 'connection' | 'probes' | 'answered' | 'medianIntervalMs' | 'startMs';

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
    close: closeReport(connections, id).kind,
    probes,
    unansweredProbes: probes - answered,
    retransmissions: retransmissions.client.length + retransmissions.server.length,
  };
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

/** Ids of the connections that match `search` (part of an address, a port or both), in order. */
export function sortedConnections(pass: CapturePass, sort: ConnectionSort, descending: boolean, search: string): Uint32Array {
  const { connections } = pass.tracker;
  const ids: number[] = [];
  const wanted = search.trim().toLowerCase();
  for (let id = 0; id < connections.length; id++) if (wanted === '' || matches(connections, id, wanted)) ids.push(id);
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

function matches(connections: ConnectionTable, id: number, wanted: string): boolean {
  const ends = endsOf(connections, id);
  return endText(ends.client, ends.clientPort).includes(wanted) || endText(ends.server, ends.serverPort).includes(wanted);
}

function endText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

export function keepAliveRow(pass: CapturePass, series: ProbeSeries): KeepAliveRow {
  const { connections } = pass.tracker;
  const probes = pass.keepAlive.probes;
  return {
    connection: series.connection,
    prober: endOfDirection(connections, series.connection, series.direction),
    ...endsOf(connections, series.connection),
    probes: series.count,
    answered: series.answered,
    inferred: series.inferred > 0,
    medianIntervalMs: medianIntervalMs(probes, series),
    startMs: pass.packets.timeMs(probes.firstFrame(series) - 1),
    endMs: pass.packets.timeMs(probes.lastFrame(series) - 1),
  };
}

export function sortedKeepAlives(pass: CapturePass, sort: KeepAliveSort, descending: boolean, search: string): ProbeSeries[] {
  const wanted = search.trim().toLowerCase();
  const { connections } = pass.tracker;
  const found = [...pass.keepAlive.probes.series()].filter((series) => wanted === '' || matches(connections, series.connection, wanted));
  const keys = new Map(found.map((series) => [series, keepAliveKey(pass, sort, series)]));
  found.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number) || a.connection - b.connection || a.direction - b.direction);
  return descending ? found.reverse() : found;
}

function keepAliveKey(pass: CapturePass, sort: KeepAliveSort, series: ProbeSeries): number {
  switch (sort) {
    case 'connection':
      return series.connection;
    case 'probes':
      return series.count;
    case 'answered':
      return series.answered;
    case 'startMs':
      return pass.packets.timeMs(pass.keepAlive.probes.firstFrame(series) - 1);
    case 'medianIntervalMs':
      return medianIntervalMs(pass.keepAlive.probes, series) ?? Number.POSITIVE_INFINITY;
  }
}
