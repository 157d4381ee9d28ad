/** Keep-alive probes among the segments of a connection: which they are, and what answers them. */
import { sequenceBefore } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { PacketTable } from '../store/packet-table';
import { type ConnectionTable, E, END_FLAG } from './connection-table';
import { comesBeforeProbe, type ProbeEvidence, type ProbeVerdict, probeVerdict, UNPROVOKED_ACK_NS } from './keep-alive-rule';
import { type FlowListener, type Segment, type Taker, TCP_FLAG, takersOf } from './segment';

/** Frames that a capture holds in a millisecond at most. */
const MOST_FRAMES_BETWEEN = 4096;
/** Packets of a connection looked back on. */
const MOST_STEPS = 256;

/** Works on the words of one connection at a time: `hot`, with the blocks of sender and peer at the given offsets. */
export class ProbeTracker {
  readonly #evidence: ProbeEvidence = {
    flags: 0,
    payloadLength: 0,
    sequence: 0,
    acknowledgement: 0,
    window: 0,
    sequenceUnknown: false,
    row: 0,
    previousFrame: 0,
    direction: 0,
    senderHeard: false,
    next: 0,
    nextFirm: false,
    senderFin: false,
    senderAck: 0,
    senderWindow: 0,
    peerAckSet: false,
    peerAck: 0,
    peerWindow: 0,
    acknowledgedAhead: false,
  };

  readonly #probeTakers: readonly Taker<'onProbe'>[];
  readonly #answerTakers: readonly Taker<'onProbeAnswer'>[];
  readonly #lateTakers: readonly Taker<'onLateAnswer'>[];

  constructor(
    readonly packets: PacketTable,
    readonly connections: ConnectionTable,
    listeners: readonly FlowListener[],
  ) {
    this.#probeTakers = takersOf(listeners, 'onProbe');
    this.#answerTakers = takersOf(listeners, 'onProbeAnswer');
    this.#lateTakers = takersOf(listeners, 'onLateAnswer');
  }

  /** What the segment is; reads state from before it. */
  verdict(segment: Segment, hot: Uint32Array, sender: number, peer: number, previous: number): ProbeVerdict {
    const state = hot[sender + E.state] as number;
    const evidence = this.#evidence;
    evidence.flags = segment.flags;
    evidence.payloadLength = segment.payloadLength;
    evidence.sequence = segment.sequence;
    evidence.acknowledgement = segment.acknowledgement;
    evidence.window = segment.window;
    evidence.sequenceUnknown = segment.sequenceUnknown;
    evidence.row = segment.frame - 1;
    evidence.previousFrame = previous;
    evidence.senderHeard = (state & END_FLAG.heard) !== 0;
    evidence.direction = segment.direction;
    evidence.next = hot[sender + E.next] as number;
    evidence.nextFirm = (state & END_FLAG.sequenceFirm) !== 0;
    evidence.senderFin = (state & END_FLAG.finSeen) !== 0;
    evidence.senderAck = hot[sender + E.lastAck] as number;
    evidence.senderWindow = (hot[sender + E.window] as number) & 0xffff;
    evidence.peerAckSet = ((hot[peer + E.state] as number) & END_FLAG.ackSet) !== 0;
    evidence.peerAck = hot[peer + E.lastAck] as number;
    evidence.peerWindow = (hot[peer + E.window] as number) & 0xffff;
    evidence.acknowledgedAhead = (state & END_FLAG.acknowledgedAhead) !== 0;
    return probeVerdict(evidence, this.packets);
  }

  #directionOf(frame: number): 0 | 1 {
    return (this.packets.marks.get(frame - 1) & PACKET_MARK.reverse) !== 0 ? 1 : 0;
  }

  /** Marks a probe and tells the listeners. */
  mark(segment: Segment, verdict: ProbeVerdict, hot: Uint32Array, sender: number): void {
    if (segment.window === 0) segment.marks |= PACKET_MARK.zeroWindow;
    if (verdict === 'window-probe') {
      // The byte asks whether the window is open; it is no message of the sender.
      segment.marks = (segment.marks & ~PACKET_MARK.data) | PACKET_MARK.zeroWindowProbe;
      return;
    }
    segment.marks |= PACKET_MARK.keepAlive;
    const state = hot[sender + E.state] as number;
    if ((state & END_FLAG.candidate) !== 0) this.#settleCandidate(segment, verdict);
    this.connections.setProbe(segment.connection, segment.direction, segment.frame);
    const { connection, direction, frame, payloadLength } = segment;
    const early = this.#tellProbe(connection, direction, frame, payloadLength, verdict === 'inferred-probe');
    hot[sender + E.state] = (state & ~(END_FLAG.candidate | END_FLAG.probePending)) | (early ? 0 : END_FLAG.probePending);
  }

  /** Tells the listeners of a probe; true when its answer was captured before it. */
  #tellProbe(connection: number, direction: 0 | 1, frame: number, payloadBytes: number, inferred: boolean): boolean {
    const early = this.#earlyAnswer(direction, frame);
    for (const taker of this.#probeTakers) taker.onProbe(connection, direction, frame, payloadBytes, inferred, early);
    if (early === 0) return false;
    const isReset = (this.packets.tcpFlags(early - 1) & TCP_FLAG.rst) !== 0;
    const marks = this.packets.marks.get(early - 1) & ~(PACKET_MARK.duplicateAck | PACKET_MARK.windowUpdate);
    if (!isReset) this.packets.marks.set(early - 1, marks | PACKET_MARK.keepAliveAck);
    for (const taker of this.#answerTakers) taker.onProbeAnswer(connection, direction, isReset ? 'rst' : 'ack', early);
    return true;
  }

  /** Frame of the probe's answer when it was captured just before the probe, as clocks of two taps may have it; 0 as a rule. */
  #earlyAnswer(direction: 0 | 1, frame: number): number {
    const { packets } = this;
    const early = packets.previousFrame.get(frame - 1);
    // Told apart by their numbers first: the rows of most are far apart in memory.
    if (early === 0 || frame - early > MOST_FRAMES_BETWEEN || !comesBeforeProbe(packets, early - 1, frame - 1)) return 0;
    if (this.#directionOf(early) === direction || packets.payloadLength.get(early - 1) !== 0) return 0;
    const flags = packets.tcpFlags(early - 1) & (TCP_FLAG.ack | TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst);
    if (flags === TCP_FLAG.rst) return early;
    const probed = (packets.sequence.get(frame - 1) + 1) >>> 0;
    const isProbe = (packets.marks.get(early - 1) & PACKET_MARK.keepAlive) !== 0;
    return flags === TCP_FLAG.ack && !isProbe && packets.acknowledgement.get(early - 1) === probed ? early : 0;
  }

  /** An empty segment after a silence, behind data that was not captured: its answer will tell whether it was a probe. */
  mayBeProbe(segment: Segment): boolean {
    const previous = this.packets.previousFrame.get(segment.frame - 1);
    return previous !== 0 && this.packets.differenceNs(segment.frame - 1, previous - 1) >= UNPROVOKED_ACK_NS;
  }

  /** The same segment again: what the capture began with was a probe as well. */
  #settleCandidate(segment: Segment, verdict: ProbeVerdict): void {
    const first = this.connections.probe(segment.connection, segment.direction);
    const sameByte = segment.payloadLength === 1 && this.packets.payloadLength.get(first - 1) === 1;
    if (verdict !== 'repeated-probe' && !(sameByte && this.packets.sequence.get(first - 1) === segment.sequence)) return;
    this.#foundProbe(segment.connection, segment.direction, first, segment.payloadLength);
    const answer = sameByte ? this.#answerBetween(segment, first) : 0;
    if (answer !== 0) for (const taker of this.#answerTakers) taker.onProbeAnswer(segment.connection, segment.direction, 'ack', answer);
  }

  /** The first pure ACK of the peer between an earlier probe and this one; 0 when there is none. */
  #answerBetween(segment: Segment, first: number): number {
    const { packets } = this;
    let answer = 0;
    let frame = packets.previousFrame.get(segment.frame - 1);
    for (let steps = 0; frame > first && steps < MOST_STEPS; steps++) {
      const row = frame - 1;
      if (this.#directionOf(frame) !== segment.direction && packets.payloadLength.get(row) === 0 && packets.tcpFlags(row) === TCP_FLAG.ack)
        answer = frame;
      frame = packets.previousFrame.get(row);
    }
    return answer;
  }

  /** Marks an earlier frame as a probe; true when its answer was captured before it. */
  #foundProbe(connection: number, direction: 0 | 1, frame: number, payloadBytes: number): boolean {
    this.packets.marks.set(frame - 1, this.packets.marks.get(frame - 1) | PACKET_MARK.keepAlive);
    return this.#tellProbe(connection, direction, frame, payloadBytes, false);
  }

  /** The sender's acknowledgement proves what the peer's empty segments left open: its next sequence number, and a first probe. */
  settleByAcknowledgement(segment: Segment, hot: Uint32Array, peer: number): void {
    const state = hot[peer + E.state] as number;
    if ((state & END_FLAG.sequenceFirm) !== 0 || (segment.flags & TCP_FLAG.ack) === 0) return;
    const next = hot[peer + E.next] as number;
    const ack = segment.acknowledgement;
    let settled = (state & ~END_FLAG.candidate) | END_FLAG.sequenceFirm;
    if ((state & END_FLAG.candidate) !== 0 && ack === (next + 1) >>> 0 && (segment.flags & (TCP_FLAG.syn | TCP_FLAG.rst)) === 0) {
      const direction = (1 - segment.direction) as 0 | 1;
      const early = this.#foundProbe(segment.connection, direction, this.connections.probe(segment.connection, direction), 0);
      if (!early) settled |= END_FLAG.probePending;
    }
    if (!sequenceBefore(ack, next)) hot[peer + E.next] = ack;
    hot[peer + E.state] = settled;
  }

  /** Does this segment answer the peer's pending probe? */
  answer(segment: Segment, hot: Uint32Array, peer: number): void {
    const prober = (1 - segment.direction) as 0 | 1;
    const pending = this.connections.probe(segment.connection, prober);
    const probed = (this.packets.sequence.get(pending - 1) + 1) >>> 0;
    if ((segment.flags & TCP_FLAG.rst) !== 0) {
      hot[peer + E.state] = (hot[peer + E.state] as number) & ~END_FLAG.probePending;
      this.#tellAnswer(segment, prober, 'rst');
      return;
    }
    const acknowledges = segment.sequenceUnknown || !sequenceBefore(segment.acknowledgement, probed);
    if ((segment.flags & (TCP_FLAG.ack | TCP_FLAG.syn)) !== TCP_FLAG.ack || !acknowledges) return;
    // Data that crosses the probe shows that the peer lives; the pure ACK that follows is the answer itself.
    if (segment.payloadLength === 0 && (segment.flags & TCP_FLAG.fin) === 0) {
      hot[peer + E.state] = (hot[peer + E.state] as number) & ~END_FLAG.probePending;
      segment.marks = (segment.marks & ~(PACKET_MARK.duplicateAck | PACKET_MARK.windowUpdate)) | PACKET_MARK.keepAliveAck;
    }
    this.#tellAnswer(segment, prober, 'ack');
  }

  /** A duplicate ACK behind the answer to several probes: where the path is longer than the interval, each of them is answered, one after the other. */
  lateAnswer(segment: Segment): void {
    const prober = (1 - segment.direction) as 0 | 1;
    const last = this.connections.probe(segment.connection, prober);
    if (last === 0 || segment.acknowledgement !== (this.packets.sequence.get(last - 1) + 1) >>> 0 || !this.#isOneMore(segment, prober)) return;
    segment.marks = (segment.marks & ~PACKET_MARK.duplicateAck) | PACKET_MARK.keepAliveAck;
    for (const taker of this.#lateTakers) taker.onLateAnswer(segment.connection, prober, segment.frame);
  }

  /** Behind more probes of `prober` in a row than answers to them. */
  #isOneMore(segment: Segment, prober: 0 | 1): boolean {
    const { packets } = this;
    let probes = 0;
    let answers = 0;
    let frame = packets.previousFrame.get(segment.frame - 1);
    for (let steps = 0; frame !== 0 && steps < MOST_STEPS; steps++) {
      const marks = packets.marks.get(frame - 1);
      const isCopy = (marks & PACKET_MARK.duplicate) !== 0;
      const isProbe = (marks & PACKET_MARK.keepAlive) !== 0 && this.#directionOf(frame) === prober;
      if (isProbe) probes++;
      else if (!isCopy && ((marks & PACKET_MARK.keepAliveAck) === 0 || this.#directionOf(frame) === prober || probes > 0)) break;
      else if (!isCopy) answers++;
      frame = packets.previousFrame.get(frame - 1);
    }
    return answers > 0 && probes > answers;
  }

  /** An ICMP error that quotes a segment of the end `direction`: it answers that end's pending probe when the quote is the probe. */
  onIcmpError(frame: number, connection: number, direction: 0 | 1, quotedSequence: number): void {
    if ((this.connections.endState(connection, direction) & END_FLAG.probePending) === 0) return;
    if (this.packets.sequence.get(this.connections.probe(connection, direction) - 1) !== quotedSequence) return;
    for (const taker of this.#answerTakers) taker.onProbeAnswer(connection, direction, 'icmp', frame);
  }

  #tellAnswer(segment: Segment, prober: 0 | 1, kind: 'ack' | 'rst'): void {
    for (const taker of this.#answerTakers) taker.onProbeAnswer(segment.connection, prober, kind, segment.frame);
  }
}
