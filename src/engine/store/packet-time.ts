import { formatSeconds } from '../../shared/base/time';
import type { PacketTable } from './packet-table';

/** Time of a row in seconds as a decimal string with `digits` after the point. */
export function packetTime(packets: PacketTable, row: number, digits: number): string {
  return formatSeconds(packets.baseSeconds + packets.secondsSinceBase(row), packets.nanoseconds(row), digits);
}
