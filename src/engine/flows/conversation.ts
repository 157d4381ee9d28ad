/** The packets of one connection in capture order, gathered after the pass for the few connections that are looked at closely. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { PacketTable } from '../store/packet-table';
import type { ConnectionTable } from './connection-table';

/** Packets gathered of one connection: the latest of a longer one. */
const MOST_PACKETS = 1 << 20;

/** Rows of the packet table; copies of frames are left out. */
export function conversationRows(packets: PacketTable, connections: ConnectionTable, connection: number): Uint32Array {
  const rows = new Uint32Array(Math.min(connections.packets(connection), MOST_PACKETS));
  let at = rows.length;
  for (let frame = connections.lastFrame(connection); frame !== 0 && at > 0; frame = packets.previousFrame.get(frame - 1)) {
    if ((packets.marks.get(frame - 1) & PACKET_MARK.duplicate) === 0) rows[--at] = frame - 1;
  }
  return rows.subarray(at);
}

/** Direction in which a row's packet went: 0 from the sender of the connection's first packet. */
export function directionOfRow(packets: PacketTable, row: number): 0 | 1 {
  return (packets.marks.get(row) & PACKET_MARK.reverse) !== 0 ? 1 : 0;
}
