/**
 * Header prediction, as TCP stacks do it for themselves (V. Jacobson; `tcp_rcv_established` of Linux): most segments of an established connection are
 * the very next ones, and then there is nothing to find out about them.
 */
import { sequenceAfter } from '../../shared/base/sequence';
import { E, END_FLAG } from './connection-table';
import { type Segment, TCP_FLAG } from './segment';
import { fillsWindow, type SequenceState } from './sequence-analysis';
import { UNSEEN } from './unseen-data';

const CONTROL = TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst;
/** What must be settled about the sender, and what must not be under way. */
const SENDER_KNOWN = END_FLAG.heard | END_FLAG.sequenceFirm | END_FLAG.ackSet;
const SENDER_BUSY = END_FLAG.lastWasWindowProbe | END_FLAG.candidate | END_FLAG.opening | UNSEEN;
const PEER_KNOWN = END_FLAG.heard | END_FLAG.sequenceFirm;
const PEER_BUSY = END_FLAG.finSeen | END_FLAG.probePending | END_FLAG.hole;

/**
 * Follows a segment that brings the next data or acknowledges more than before, between ends that are both known; the final ACK of the handshake must
 * have been seen. Returns false, with nothing changed, for every other segment: then it has to be looked at. An expected segment has no mark but that of its data.
 */
export function followExpected(segment: Segment, state: SequenceState): boolean {
  const { words, sender, peer } = state;
  if ((segment.flags & (TCP_FLAG.ack | CONTROL)) !== TCP_FLAG.ack || segment.window === 0 || segment.sequenceUnknown) return false;
  const senderState = words[sender + E.state] as number;
  const peerState = words[peer + E.state] as number;
  if ((senderState & (SENDER_KNOWN | SENDER_BUSY)) !== SENDER_KNOWN || (peerState & (PEER_KNOWN | PEER_BUSY)) !== PEER_KNOWN) return false;
  const { sequence, acknowledgement, payloadLength } = segment;
  const repeatsAck = acknowledgement === words[sender + E.lastAck];
  if (sequence !== words[sender + E.next] || (repeatsAck && payloadLength === 0)) return false;
  if (sequenceAfter(acknowledgement, words[peer + E.next] as number)) return false;
  if (payloadLength <= 1) {
    // Below what the peer has acknowledged: a probe, whose sender's data was not captured.
    if (words[peer + E.lastAck] === (sequence + 1) >>> 0) return false;
    if (payloadLength === 1 && ((words[peer + E.window] as number) & 0xffff) === 0) return false;
  } else if (fillsWindow(segment, state)) return false;
  words[sender + E.next] = (sequence + payloadLength) >>> 0;
  const duplicateAcks = repeatsAck ? (words[sender + E.window] as number) & 0xff0000 : 0;
  words[sender + E.window] = segment.window | duplicateAcks | (segment.hopLimit << 24);
  words[sender + E.lastAck] = acknowledgement;
  return true;
}
