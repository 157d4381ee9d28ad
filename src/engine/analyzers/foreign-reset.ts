/**
 * Signs that a reset was not sent by the host that it names: a device on the path (firewall, balancer, address translator) writes its own packets.
 * A host may use another hop limit for its resets, so each is an indication only, but for one that is heard on the connection afterwards.
 */
import { sequenceDifference } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { CONNECTION_FLAG } from '../flows/connection-table';
import { conversationRows, directionOfRow } from '../flows/conversation';
import type { AnalyzerInput } from './analyzer';

/** A counter that other connections of the host share moves on by no more than this between two packets of one connection. */
const LARGEST_STEP = 1024;
/** Packets from which a counter can be told. */
const FEWEST_PACKETS = 3;

/** What was on its way with a reset has arrived by then. */
const IN_FLIGHT_MS = 1000;
/** Sequence numbers further apart may be of another connection between the same ports. */
const SAME_CONNECTION_BYTES = 2 ** 20;

/** The reset's hop limit is none of those of the sender's earlier packets. */
export function hasForeignHops(input: AnalyzerInput, connection: number, resetRow: number): boolean {
  const hopLimits = lastHopLimits(input, connection, directionOfRow(input.packets, resetRow));
  const own = hopLimits.get(resetRow);
  const earlier = earlierRows(input, connection, resetRow);
  return earlier.length > 0 && earlier.every((row) => hopLimits.get(row) !== own);
}

/** Row of the first packet by which the host that a reset names shows that it did not send it: it goes on with the connection. -1 without one. */
export function rowHeardAfterReset({ packets, connections }: AnalyzerInput, connection: number, resetRow: number): number {
  const sender = directionOfRow(packets, resetRow);
  const heard = conversationRows(packets, connections, connection).find(
    (row) =>
      row > resetRow &&
      directionOfRow(packets, row) === sender &&
      (packets.marks.get(row) & (PACKET_MARK.rst | PACKET_MARK.syn)) === 0 &&
      packets.timeMs(row) - packets.timeMs(resetRow) > IN_FLIGHT_MS &&
      Math.abs(sequenceDifference(packets.sequence.get(row), packets.sequence.get(resetRow))) < SAME_CONNECTION_BYTES,
  );
  return heard ?? -1;
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

/**
 * Hop limits of one end's packets by row, each where the packet was captured last. A router's `any` holds what it forwards before and behind the router, and
 * what it sends itself only as it looks behind.
 */
function lastHopLimits({ packets, connections }: AnalyzerInput, connection: number, sender: 0 | 1): ReadonlyMap<number, number> {
  const limits = new Map<number, number>();
  const copies = new Map<string, number>();
  for (let frame = connections.lastFrame(connection); frame !== 0; frame = packets.previousFrame.get(frame - 1)) {
    const row = frame - 1;
    if (directionOfRow(packets, row) !== sender) continue;
    const packet = [packets.identification(row), packets.sequence.get(row), packets.acknowledgement.get(row), packets.tcpFlags(row)].join();
    const last = copies.get(packet) ?? packets.hopLimit(row);
    if ((packets.marks.get(row) & PACKET_MARK.duplicate) !== 0) copies.set(packet, last);
    else {
      limits.set(row, last);
      copies.delete(packet);
    }
  }
  return limits;
}
