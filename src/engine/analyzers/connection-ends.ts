/** Ends of a connection as findings name them. */
import type { ConnectionTable } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';

/** `10.0.0.1:80`, `[2001:db8::1]:80`. */
export function endText(connections: ConnectionTable, connection: number, end: 0 | 1): string {
  const address = connections.address(connection, end);
  const port = connections.port(connection, end);
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

export function endTexts(connections: ConnectionTable, connection: number): { readonly clientAddress: string; readonly serverAddress: string } {
  const client = clientDirection(connections, connection);
  return { clientAddress: endText(connections, connection, client), serverAddress: endText(connections, connection, (1 - client) as 0 | 1) };
}
