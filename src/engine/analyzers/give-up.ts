/** How a connection ended whose one end gave up waiting for the other, in the terms of the report. */
import type { ConnectionReport } from '../../shared/contract/report';
import { stateWithoutReset } from '../flows/connection-state';
import type { ConnectionTable } from '../flows/connection-table';
import { clientDirection, endOfDirection } from '../flows/roles';

export type Close = ConnectionReport['close'];

/**
 * `by`: direction of the end that gave up: it is CLOSED. The other end is left in the state it was last seen in, as it learns nothing of it, unless
 * `otherReset` says that a reset reached it.
 */
export function giveUpClose(connections: ConnectionTable, connection: number, by: 0 | 1, frame: number, otherReset: boolean): Close {
  const client = clientDirection(connections, connection);
  const other = (1 - by) as 0 | 1;
  const states = { client: 'CLOSED', server: 'CLOSED' };
  if (!otherReset) states[other === client ? 'client' : 'server'] = stateWithoutReset(connections, connection, other);
  return { kind: 'timeout', by: endOfDirection(connections, connection, by), frame, states };
}
