/** Marks of a segment by its place in the sequence space: the conditions are those that Wireshark documents for `tcp.analysis.*`. */
import { sequenceAfter, sequenceBefore } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { PacketTable } from '../store/packet-table';
import { type ConnectionTable, D, DIRECTION_FLAG } from './connection-table';
import { type Segment, TCP_FLAG } from './segment';

/** A resent segment this soon after the acknowledgement that asked for it is a fast retransmission. */
const FAST_RETRANSMISSION_NS = 20e6;
/** A gap filled within the round trip (3 ms when it is not known) is reordering, not loss. */
const OUT_OF_ORDER_NS = 3e6;
const DUPLICATE_ACKS_FOR_FAST = 2;

const CONTROL = TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst;

/** Rows of sender and peer in the direction table; `peer` words are zeros when nothing was heard of it. */
export interface SequenceState {
  sender: Uint32Array;
  senderAt: number;
  peer: Uint32Array;
  peerAt: number;
  /** Window scale in force for the peer's windows; null when not known. */
  peerScale: number | null;
}

/** Bits of PACKET_MARK for a segment that is no keep-alive or window probe; reads state from before the segment. */
export function sequenceMarks(segment: Segment, state: SequenceState, packets: PacketTable, connections: ConnectionTable): number {
  const sender = state.sender;
  const at = state.senderAt;
  const flags = sender[at + D.flags] as number;
  if ((flags & DIRECTION_FLAG.sequenceSet) === 0) return zeroWindowMark(segment);
  let marks = zeroWindowMark(segment);
  const next = sender[at + D.next] as number;
  const atNext = segment.sequence === next;
  const control = (segment.flags & CONTROL) !== 0;
  if (sequenceAfter(segment.sequence, next) && (segment.flags & TCP_FLAG.rst) === 0 && !segment.sequenceUnknown) marks |= PACKET_MARK.lostSegment;
  if (segment.payloadLength === 0 && !control && atNext) marks |= emptySegmentMark(segment, state);
  if (segment.payloadLength > 0 && !control && fillsWindow(segment, state)) marks |= PACKET_MARK.windowFull;
  const advances = segment.payloadLength > 0 || (segment.flags & (TCP_FLAG.syn | TCP_FLAG.fin)) !== 0;
  if (advances && sequenceBefore(segment.sequence, next)) marks |= repeatMark(segment, state, next, packets, connections);
  return marks;
}

function zeroWindowMark(segment: Segment): number {
  return segment.window === 0 && (segment.flags & CONTROL) === 0 ? PACKET_MARK.zeroWindow : 0;
}

/** Window update, answer to a window probe, or duplicate ACK: an empty segment at the expected sequence number. */
function emptySegmentMark(segment: Segment, state: SequenceState): number {
  const { sender, senderAt: at, peer, peerAt } = state;
  if (((sender[at + D.flags] as number) & DIRECTION_FLAG.ackSet) === 0 || segment.acknowledgement !== sender[at + D.lastAck]) return 0;
  const sameWindow = segment.window === sender[at + D.window];
  if (!sameWindow) return segment.window !== 0 ? PACKET_MARK.windowUpdate : 0;
  if (segment.window === 0)
    return ((peer[peerAt + D.flags] as number) & DIRECTION_FLAG.lastWasWindowProbe) !== 0 ? PACKET_MARK.zeroWindowProbeAck : 0;
  return PACKET_MARK.duplicateAck;
}

function fillsWindow(segment: Segment, state: SequenceState): boolean {
  const { peer, peerAt, peerScale } = state;
  if (peerScale === null || ((peer[peerAt + D.flags] as number) & DIRECTION_FLAG.ackSet) === 0) return false;
  const windowEnd = ((peer[peerAt + D.lastAck] as number) + (peer[peerAt + D.window] as number) * 2 ** peerScale) >>> 0;
  return (segment.sequence + segment.payloadLength) >>> 0 === windowEnd;
}

function repeatMark(segment: Segment, state: SequenceState, next: number, packets: PacketTable, connections: ConnectionTable): number {
  const { peer, peerAt } = state;
  const peerAck = peer[peerAt + D.lastAck] as number;
  const peerAckSet = ((peer[peerAt + D.flags] as number) & DIRECTION_FLAG.ackSet) !== 0;
  const end = (segment.sequence + segment.payloadLength) >>> 0;
  if (
    (peer[peerAt + D.duplicateAcks] as number) >= DUPLICATE_ACKS_FOR_FAST &&
    peerAck === segment.sequence &&
    sinceNs(packets, segment, peer[peerAt + D.lastFrame] as number) < FAST_RETRANSMISSION_NS
  ) {
    return PACKET_MARK.retransmission | PACKET_MARK.fastRetransmission;
  }
  const alreadyAcked = segment.payloadLength > 0 && peerAckSet && !sequenceAfter(end, peerAck);
  const reorderNs = connections.handshakeUs(segment.connection) * 1000 || OUT_OF_ORDER_NS;
  const sinceNextNs = sinceNs(packets, segment, state.sender[state.senderAt + D.nextFrame] as number);
  if (!alreadyAcked && end !== next && sinceNextNs < reorderNs) return PACKET_MARK.outOfOrder;
  return alreadyAcked ? PACKET_MARK.retransmission | PACKET_MARK.spuriousRetransmission : PACKET_MARK.retransmission;
}

/** Nanoseconds from an earlier frame to the segment; Infinity when there is no such frame. */
function sinceNs(packets: PacketTable, segment: Segment, frame: number): number {
  return frame === 0 ? Number.POSITIVE_INFINITY : packets.differenceNs(segment.frame - 1, frame - 1);
}
