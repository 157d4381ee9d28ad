import type { End } from '../../shared/contract/report';
import { CONNECTION_FLAG, type ConnectionTable } from './connection-table';

const PRIVILEGED_PORTS = 1024;

/**
 * The direction of the client: 0 when it sent the connection's first packet. Without a handshake this is a guess: the lower port is the server's when
 * it is below 1024, else the receiver of the first segment is the server.
 */
export function clientDirection(connections: ConnectionTable, connection: number): 0 | 1 {
  if (connections.has(connection, CONNECTION_FLAG.rolesKnown)) return connections.has(connection, CONNECTION_FLAG.clientIsB) ? 1 : 0;
  const a = connections.port(connection, 0);
  const b = connections.port(connection, 1);
  return a < b && a < PRIVILEGED_PORTS ? 1 : 0;
}

export function endOfDirection(connections: ConnectionTable, connection: number, direction: 0 | 1): End {
  return direction === clientDirection(connections, connection) ? 'client' : 'server';
}
