/** Marks of a segment by its place in the sequence space: the conditions are those that Wireshark documents for `tcp.analysis.*`. */
import { sequenceAfter, sequenceBefore } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { PacketTable } from '../store/packet-table';
import { CONNECTION_FLAG, type ConnectionTable, E, END_FLAG, SCALE_SHIFT } from './connection-table';
import { type Segment, TCP_FLAG } from './segment';
import { SCALE_ABSENT } from './syn-options';

/** A resent segment this soon after the acknowledgement that asked for it is a fast retransmission. */
const FAST_RETRANSMISSION_NS = 20e6;
/** A gap filled within the round trip (3 ms when it is not known) is reordering, not loss. */
const OUT_OF_ORDER_NS = 3e6;
const DUPLICATE_ACKS_FOR_FAST = 2;
/** Packets of the connection looked back on for what a repeated segment follows. */
const MOST_STEPS = 256;

const CONTROL = TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst;

/** The blocks of sender and peer in the connection's words. */
export interface SequenceState {
  words: Uint32Array;
  sender: number;
  peer: number;
}

/** Bits of PACKET_MARK for a segment that is no keep-alive or window probe; reads state from before the segment. */
export function sequenceMarks(segment: Segment, state: SequenceState, packets: PacketTable, connections: ConnectionTable): number {
  const { words, sender } = state;
  const control = (segment.flags & CONTROL) !== 0;
  let marks = segment.window === 0 && !control ? PACKET_MARK.zeroWindow : 0;
  if (((words[sender + E.state] as number) & END_FLAG.heard) === 0) return marks;
  if (restartsSequence(connections, segment)) return marks;
  const next = words[sender + E.next] as number;
  if (sequenceAfter(segment.sequence, next) && (segment.flags & TCP_FLAG.rst) === 0 && !segment.sequenceUnknown) marks |= PACKET_MARK.lostSegment;
  if (segment.payloadLength === 0) {
    if (!control && segment.sequence === next) marks |= emptySegmentMark(segment, state);
  } else if (!control && fillsWindow(segment, state)) {
    marks |= PACKET_MARK.windowFull;
  }
  const advances = segment.payloadLength > 0 || (segment.flags & (TCP_FLAG.syn | TCP_FLAG.fin)) !== 0;
  if (advances && sequenceBefore(segment.sequence, next)) marks |= repeatMark(segment, state, next, packets, connections);
  return marks;
}

/** A SYN-ACK with another number before the handshake ended: the end begins anew (it refused an earlier SYN, was restarted, or two servers answer). */
export function restartsSequence(connections: ConnectionTable, segment: Segment): boolean {
  if ((segment.flags & TCP_FLAG.syn) === 0 || connections.has(segment.connection, CONNECTION_FLAG.ackSeen)) return false;
  return connections.base(segment.connection, segment.direction) !== segment.sequence;
}

/** Window update, answer to a window probe, or duplicate ACK: an empty segment at the expected sequence number. */
function emptySegmentMark(segment: Segment, { words, sender, peer }: SequenceState): number {
  if (((words[sender + E.state] as number) & END_FLAG.ackSet) === 0 || segment.acknowledgement !== words[sender + E.lastAck]) return 0;
  const sameWindow = segment.window === ((words[sender + E.window] as number) & 0xffff);
  if (!sameWindow) return segment.window !== 0 ? PACKET_MARK.windowUpdate : 0;
  if (segment.window === 0) return ((words[peer + E.state] as number) & END_FLAG.lastWasWindowProbe) !== 0 ? PACKET_MARK.zeroWindowProbeAck : 0;
  return PACKET_MARK.duplicateAck;
}

/** True for data that ends where the peer's window ends. */
export function fillsWindow(segment: Segment, { words, sender, peer }: SequenceState): boolean {
  const peerState = words[peer + E.state] as number;
  if ((peerState & END_FLAG.ackSet) === 0) return false;
  const scale = announcedInSynAck(peerState) ? 0 : effectiveScale(peerState, words[sender + E.state] as number);
  if (scale === null) return false;
  const windowEnd = ((words[peer + E.lastAck] as number) + (((words[peer + E.window] as number) & 0xffff) << scale)) >>> 0;
  return (segment.sequence + segment.payloadLength) >>> 0 === windowEnd;
}

/** True while the window of an end is that of its SYN-ACK, which is never scaled (RFC 7323 section 2.2). */
function announcedInSynAck(state: number): boolean {
  return (state & (END_FLAG.opening | END_FLAG.opened)) === END_FLAG.opening;
}

/** RFC 7323 section 2.2: windows are scaled only when both SYNs carry the option. Null: not captured. */
export function effectiveScale(ownState: number, otherState: number): number | null {
  const own = ownState >>> SCALE_SHIFT;
  if (own === SCALE_ABSENT || otherState >>> SCALE_SHIFT === SCALE_ABSENT) return 0;
  return own === 0 ? null : own - 1;
}

function repeatMark(segment: Segment, state: SequenceState, next: number, packets: PacketTable, connections: ConnectionTable): number {
  const { words, peer } = state;
  const peerAck = words[peer + E.lastAck] as number;
  const peerAckSet = ((words[peer + E.state] as number) & END_FLAG.ackSet) !== 0;
  const end = (segment.sequence + segment.payloadLength) >>> 0;
  const duplicateAcks = ((words[peer + E.window] as number) >>> 16) & 0xff;
  if (duplicateAcks >= DUPLICATE_ACKS_FOR_FAST && peerAck === segment.sequence && sincePeerNs(segment, packets) < FAST_RETRANSMISSION_NS) {
    return PACKET_MARK.retransmission | PACKET_MARK.fastRetransmission;
  }
  if (segment.payloadLength > 0 && peerAckSet && !sequenceAfter(end, peerAck)) {
    return PACKET_MARK.retransmission | PACKET_MARK.spuriousRetransmission;
  }
  if ((segment.flags & TCP_FLAG.syn) !== 0) return PACKET_MARK.retransmission;
  const consumedEnd = (segment.flags & TCP_FLAG.fin) !== 0 ? (end + 1) >>> 0 : end;
  const reorderNs = connections.roundTripNs(segment.connection) || OUT_OF_ORDER_NS;
  if (consumedEnd !== next && sinceNextNs(segment, next, packets) < reorderNs && !wasSeen(segment, packets)) return PACKET_MARK.outOfOrder;
  return PACKET_MARK.retransmission;
}

/** Nanoseconds since the peer's last segment; Infinity when it is not found among the latest packets. */
function sincePeerNs(segment: Segment, packets: PacketTable): number {
  return sinceNs(segment, packets, (row) => direction(packets, row) !== segment.direction);
}

/** Nanoseconds since the sender's segment that reached `next`. */
function sinceNextNs(segment: Segment, next: number, packets: PacketTable): number {
  return sinceNs(segment, packets, (row) => {
    if (direction(packets, row) !== segment.direction) return false;
    const consumed = packets.payloadLength.get(row) + ((packets.marks.get(row) & (PACKET_MARK.syn | PACKET_MARK.fin)) !== 0 ? 1 : 0);
    // An empty segment behind the data stands there as well: it took the sender no further.
    return consumed > 0 && (packets.sequence.get(row) + consumed) >>> 0 === next;
  });
}

/** True when one of the latest packets of the sender held all of this data: then it was sent again, however soon. */
function wasSeen(segment: Segment, packets: PacketTable): boolean {
  const seenNs = sinceNs(segment, packets, (row) => {
    if (direction(packets, row) !== segment.direction || packets.payloadLength.get(row) < segment.payloadLength) return false;
    const before = (segment.sequence - packets.sequence.get(row)) >>> 0;
    return segment.payloadLength > 0 && before + segment.payloadLength <= packets.payloadLength.get(row);
  });
  return Number.isFinite(seenNs);
}

function direction(packets: PacketTable, row: number): number {
  return (packets.marks.get(row) & PACKET_MARK.reverse) !== 0 ? 1 : 0;
}

function sinceNs(segment: Segment, packets: PacketTable, wanted: (row: number) => boolean): number {
  const row = segment.frame - 1;
  let frame = packets.previousFrame.get(row);
  for (let steps = 0; frame !== 0 && steps < MOST_STEPS; steps++) {
    if (wanted(frame - 1)) return packets.differenceNs(row, frame - 1);
    frame = packets.previousFrame.get(frame - 1);
  }
  return Number.POSITIVE_INFINITY;
}
