/** The round trip that a handshake shows, also where its segments had to be sent again. */
import type { PacketTable } from '../store/packet-table';
import { type ConnectionTable, EVENT } from './connection-table';

/** Nanoseconds from the latest SYN to its answer and from the latest answer to the final ACK, which was the last event; 0 when they are not in this order. */
export function handshakeRoundTripNs(packets: PacketTable, connections: ConnectionTable, connection: number): number {
  let syn = 0;
  let answer = 0;
  let lastAnswer = 0;
  let finalAck = 0;
  connections.forEachEvent(connection, (kind, frame) => {
    if (kind === EVENT.syn) {
      syn = frame;
      answer = 0;
      lastAnswer = 0;
    } else if (kind === EVENT.synAck) {
      if (answer === 0) answer = frame;
      lastAnswer = frame;
    } else if (kind === EVENT.ack) finalAck = frame;
  });
  if (finalAck === 0 || syn === 0) return 0;
  if (answer === 0) return Math.max(0, packets.differenceNs(finalAck - 1, syn - 1));
  return Math.max(0, packets.differenceNs(answer - 1, syn - 1)) + Math.max(0, packets.differenceNs(finalAck - 1, lastAnswer - 1));
}
