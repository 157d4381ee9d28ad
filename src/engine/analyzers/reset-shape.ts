import { TCP_FLAG } from '../flows/segment';
import type { PacketTable } from '../store/packet-table';

/**
 * Who sends a reset of this shape (RFC 9293 section 3.5.2; measured on Linux): `abort`: a socket that existed, by its application or its timers;
 * `no-socket`: a host that knows no such connection, in answer to a segment that acknowledged something; `closed-port`: the same in answer to one
 * that acknowledged nothing.
 */
export type ResetShape = 'abort' | 'no-socket' | 'closed-port';

export function resetShape(packets: PacketTable, row: number): ResetShape {
  if ((packets.tcpFlags(row) & TCP_FLAG.ack) === 0) return 'no-socket';
  return packets.window.get(row) === 0 && packets.tcpHeaderBytes(row) <= BARE_HEADER_BYTES ? 'closed-port' : 'abort';
}

const BARE_HEADER_BYTES = 20;
