/**
 * Signs that a reset was not sent by the host that it names: a device on the path (firewall, balancer, address translator) writes its own packets.
 * A host may use another hop limit for its resets, so each is an indication only.
 */
import { CONNECTION_FLAG } from '../flows/connection-table';
import { conversationRows, directionOfRow } from '../flows/conversation';
import type { AnalyzerInput } from './analyzer';

/** A counter that other connections of the host share moves on by no more than this between two packets of one connection. */
const LARGEST_STEP = 1024;
/** Packets from which a counter can be told. */
const FEWEST_PACKETS = 3;

/** The reset's hop limit is none of those of the sender's earlier packets. */
export function hasForeignHops(input: AnalyzerInput, connection: number, resetRow: number): boolean {
  const { packets } = input;
  const own = packets.hopLimit(resetRow);
  const earlier = earlierRows(input, connection, resetRow);
  return earlier.length > 0 && earlier.every((row) => packets.hopLimit(row) !== own);
}

/**
 * The reset's IPv4 identification does not go on as the sender's earlier ones did: they counted, and it is far off, or they were 0, and it is not.
 * A host that knows no such connection resets it with 0, whatever it sent before (Linux, ip_send_unicast_reply).
 */
export function hasForeignIdentification(input: AnalyzerInput, connection: number, resetRow: number): boolean {
  const { packets, connections } = input;
  const own = packets.identification(resetRow);
  if (own === 0 || connections.has(connection, CONNECTION_FLAG.ipv6)) return false;
  const earlier = earlierRows(input, connection, resetRow).map((row) => packets.identification(row));
  if (earlier.length < FEWEST_PACKETS) return false;
  if (earlier.every((identification) => identification === 0)) return true;
  const steps = (from: number, to: number) => (to - from) & 0xffff;
  const counts = earlier.every((identification, index) => {
    const before = earlier[index - 1];
    return before === undefined || (identification !== 0 && steps(before, identification) > 0 && steps(before, identification) <= LARGEST_STEP);
  });
  return counts && steps(earlier[earlier.length - 1] as number, own) > LARGEST_STEP;
}

function earlierRows({ packets, connections }: AnalyzerInput, connection: number, resetRow: number): number[] {
  const sender = directionOfRow(packets, resetRow);
  const rows: number[] = [];
  for (const row of conversationRows(packets, connections, connection)) {
    if (row >= resetRow) break;
    if (directionOfRow(packets, row) === sender) rows.push(row);
  }
  return rows;
}
