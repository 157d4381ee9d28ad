/**
 * Is this segment a keep-alive probe? RFC 9293 section 3.8.4 gives the shape: an ACK of 0 or 1 byte whose sequence number is one below what the
 * peer has acknowledged. Three things look alike and are told apart here: probes into a zero window, retransmissions of a last byte,
 * and repeated ACKs.
 */
import { sequenceAfter, sequenceBefore } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { TCP_FLAG } from './segment';

/** What is known of a connection when a segment arrives. */
export interface ProbeEvidence {
  flags: number;
  payloadLength: number;
  sequence: number;
  acknowledgement: number;
  window: number;
  sequenceUnknown: boolean;
  /** Row of this packet, and frame of the connection's previous one (0: none). */
  row: number;
  previousFrame: number;
  direction: 0 | 1;
  /** The sender has been heard before. */
  senderHeard: boolean;
  /** Sender's next sequence number, and whether more than empty segments prove it. */
  next: number;
  nextFirm: boolean;
  /** The sender's FIN is the last thing before `next`. */
  senderFin: boolean;
  /** Sender's previous acknowledgement number and window. */
  senderAck: number;
  senderWindow: number;
  /** Peer's last acknowledgement number and window; not known while `peerAckSet` is false. */
  peerAckSet: boolean;
  peerAck: number;
  peerWindow: number;
  /** The peer acknowledged data that was not captured so far. */
  acknowledgedAhead: boolean;
}

/** Earlier rows of the packet table: far away in memory, so asked only where the verdict hangs on them. */
export interface PacketHistory {
  readonly marks: { get(row: number): number };
  readonly sequence: { get(row: number): number };
  readonly payloadLength: { get(row: number): number };
  /** Frame of the connection's packet before; 0 for its first. */
  readonly previousFrame: { get(row: number): number };
  differenceNs(later: number, earlier: number): number;
}

export type ProbeVerdict = 'none' | 'probe' | 'inferred-probe' | 'window-probe' | 'repeated-probe';

/** Delayed ACKs come within 500 ms (RFC 9293 section 3.8.6.3): an ACK out of the blue after this much silence answers nothing. */
export const UNPROVOKED_ACK_NS = 0.9e9;
/** Recordings of two taps that are merged hold what comes within a round trip in either order. */
const MERGED_TAPS_NS = 1e6;
/** Packets of a connection looked back on, and looked back on for what an ACK may answer: those of the other end's probe. */
const MOST_STEPS = 256;
const FEW_STEPS = 4;

/**
 * `repeated-probe`: this segment and the sender's previous, equal one are both probes, which only their repetition shows (the capture began on an idle
 * connection whose peer does not answer).
 */
export function probeVerdict(evidence: ProbeEvidence, packets: PacketHistory): ProbeVerdict {
  const { flags, payloadLength } = evidence;
  if (payloadLength > 1 || (flags & (TCP_FLAG.ack | TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst)) !== TCP_FLAG.ack) return 'none';
  if (evidence.sequenceUnknown) return inferredVerdict(evidence, packets);
  // What comes right behind is that data, captured late.
  if (evidence.acknowledgedAhead && gapNs(evidence, packets) < UNPROVOKED_ACK_NS) return 'none';
  const probed = (evidence.sequence + 1) >>> 0;
  if (evidence.nextFirm) {
    if (sequenceAfter(evidence.next, probed)) return behindDataVerdict(evidence, probed);
    if (evidence.next === probed) return provenVerdict(evidence, probed, packets);
  }
  // The sender's data was not captured, or nothing but this was: the peer's acknowledgement tells as well.
  if (evidence.peerAckSet && evidence.peerAck === probed) return provenVerdict(evidence, probed, packets);
  if (offersByte(evidence)) return 'window-probe';
  return repeatedVerdict(evidence, packets);
}

/** RFC 9293 section 3.8.6.1: one byte of new data into a closed window (BSD, macOS, Windows). */
function offersByte({ payloadLength, nextFirm, next, sequence, peerAckSet, peerWindow }: ProbeEvidence): boolean {
  return payloadLength === 1 && nextFirm && next === sequence && peerAckSet && peerWindow === 0;
}

function previousFromSender({ previousFrame, direction }: ProbeEvidence, packets: PacketHistory): boolean {
  if (previousFrame === 0) return false;
  return ((packets.marks.get(previousFrame - 1) & PACKET_MARK.reverse) !== 0 ? 1 : 0) === direction;
}

/** Nanoseconds since the connection's previous packet; Infinity for its first. */
function gapNs(evidence: ProbeEvidence, packets: PacketHistory): number {
  return evidence.previousFrame === 0 ? Number.POSITIVE_INFINITY : packets.differenceNs(evidence.row, evidence.previousFrame - 1);
}

/** The probe of `probeRow` came at once behind the segment of `row`, and nothing else provoked that one: it may be the probe's answer. */
export function comesBeforeProbe(packets: Pick<PacketHistory, 'marks' | 'previousFrame' | 'differenceNs'>, row: number, probeRow: number): boolean {
  if (Math.abs(packets.differenceNs(probeRow, row)) > MERGED_TAPS_NS) return false;
  const fromPeer = packets.marks.get(row) & PACKET_MARK.reverse;
  let frame = packets.previousFrame.get(row);
  for (let steps = 0; steps < FEW_STEPS; steps++) {
    if (frame === 0 || packets.differenceNs(row, frame - 1) >= UNPROVOKED_ACK_NS) return true;
    const marks = packets.marks.get(frame - 1);
    if ((marks & PACKET_MARK.reverse) !== fromPeer && (marks & PACKET_MARK.keepAliveAck) === 0) return false;
    frame = packets.previousFrame.get(frame - 1);
  }
  return false;
}

function provenVerdict(evidence: ProbeEvidence, probed: number, packets: PacketHistory): ProbeVerdict {
  if (evidence.payloadLength === 1 && !evidence.peerAckSet) return unheardVerdict(evidence, packets);
  // A byte that was never acknowledged is a retransmission, not a probe.
  if (evidence.payloadLength === 1 && sequenceBefore(evidence.peerAck, probed)) return 'none';
  if (evidence.peerAckSet && evidence.peerWindow === 0) return 'window-probe';
  const acknowledged = !evidence.peerAckSet || !sequenceBefore(evidence.peerAck, probed);
  if (acknowledged || gapNs(evidence, packets) >= UNPROVOKED_ACK_NS) return 'probe';
  // An ACK captured late, behind the FIN or the single byte sent after it, has this shape as well. No stack probes behind its own FIN;
  // behind a byte in flight the verdict stays an inference.
  return evidence.senderFin ? 'none' : 'inferred-probe';
}

/**
 * One byte again, of a sender whose peer was not captured: after a silence, and as the last byte of a longer segment, it is what a stack probes with. A
 * retransmission repeats the segment.
 */
function unheardVerdict(evidence: ProbeEvidence, packets: PacketHistory): ProbeVerdict {
  if (gapNs(evidence, packets) < UNPROVOKED_ACK_NS) return 'none';
  let frame = evidence.previousFrame;
  for (let steps = 0; frame !== 0 && steps < MOST_STEPS; steps++) {
    const row = frame - 1;
    const length = packets.payloadLength.get(row);
    const before = (evidence.sequence - packets.sequence.get(row)) >>> 0;
    if ((packets.marks.get(row) & PACKET_MARK.keepAlive) === 0 && before < length) return length > 1 ? 'inferred-probe' : 'none';
    frame = packets.previousFrame.get(row);
  }
  return 'none';
}

/** Sent below data that is still in flight: Linux probes a closed window this way, and sends no keep-alives meanwhile. */
function behindDataVerdict(evidence: ProbeEvidence, probed: number): ProbeVerdict {
  return evidence.payloadLength === 0 && evidence.peerAckSet && evidence.peerAck === probed && evidence.peerWindow === 0 ? 'window-probe' : 'none';
}

function repeatedVerdict(evidence: ProbeEvidence, packets: PacketHistory): ProbeVerdict {
  const repeats =
    evidence.payloadLength === 0 &&
    !evidence.nextFirm &&
    !evidence.peerAckSet &&
    evidence.senderHeard &&
    evidence.sequence === evidence.next &&
    evidence.acknowledgement === evidence.senderAck &&
    previousFromSender(evidence, packets) &&
    gapNs(evidence, packets) >= UNPROVOKED_ACK_NS;
  return repeats ? 'repeated-probe' : 'none';
}

/** Without a sequence number: an ACK that says nothing new, that nothing provoked, while nothing is in flight. */
function inferredVerdict(evidence: ProbeEvidence, packets: PacketHistory): ProbeVerdict {
  const saysNothingNew = evidence.senderHeard && evidence.acknowledgement === evidence.senderAck && evidence.window === evidence.senderWindow;
  const nothingInFlight = !evidence.peerAckSet || !sequenceAfter(evidence.next, evidence.peerAck);
  if (!saysNothingNew || !nothingInFlight || gapNs(evidence, packets) < UNPROVOKED_ACK_NS) return 'none';
  return evidence.peerAckSet && evidence.peerWindow === 0 ? 'window-probe' : 'inferred-probe';
}
