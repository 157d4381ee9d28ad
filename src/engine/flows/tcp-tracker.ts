import { sequenceAfter, sequenceBefore } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { PacketPath } from '../protocols/packet-path';
import type { PacketTable } from '../store/packet-table';
import { CONNECTION_FLAG, type ConnectionTable, E, END_FLAG, EVENT, H, SCALE_SHIFT } from './connection-table';
import { DuplicateFrames } from './duplicate-frames';
import { followExpected } from './expected-segment';
import type { ProbeVerdict } from './keep-alive-rule';
import { ProbeTracker } from './probe-tracker';
import { handshakeRoundTripNs } from './round-trip';
import { type FlowListener, Segment, type Taker, TCP_FLAG, takersOf } from './segment';
import { effectiveScale, restartsSequence, type SequenceState, sequenceMarks } from './sequence-analysis';
import { fastOpenRequested, scaleCode, timestampValue } from './syn-options';
import { consumedBy, UnseenData } from './unseen-data';

const NO_WORDS = new Uint32Array(16);
const SYN_ACK = TCP_FLAG.syn | TCP_FLAG.ack;
const MOST_DUPLICATE_ACKS = 255;
/** Initial retransmission timeout of RFC 6298 section 2: a handshake that took less was not repeated. Timers are at most a little early. */
const SHORTEST_SYN_TIMEOUT_NS = 0.9e9;
const PAYLOAD_MARKS = PACKET_MARK.data | PACKET_MARK.keepAlive;

/** Follows every TCP connection of a capture: roles, handshake, sequence state, keep-alive probes, close. Fills the TCP columns of the packet table. */
export class TcpTracker {
  readonly #duplicates: DuplicateFrames;
  readonly #probes: ProbeTracker;
  readonly #unseen = new UnseenData();
  readonly #segment = new Segment();
  readonly #state: SequenceState = { words: NO_WORDS, sender: 0, peer: 0 };
  /** Copies of frames seen before. */
  duplicateFrames = 0;
  readonly #segmentTakers: readonly Taker<'onSegment'>[];
  readonly #payloadTakers: readonly Taker<'onPayload'>[];
  readonly #openingTakers: readonly Taker<'onServerOpening'>[];
  readonly #duplicateOf = new Map<number, number>();

  constructor(
    readonly packets: PacketTable,
    readonly connections: ConnectionTable,
    listeners: readonly FlowListener[],
  ) {
    this.#duplicates = new DuplicateFrames(packets);
    this.#probes = new ProbeTracker(packets, connections, listeners);
    this.#segmentTakers = takersOf(listeners, 'onSegment');
    this.#payloadTakers = takersOf(listeners, 'onPayload');
    this.#openingTakers = takersOf(listeners, 'onServerOpening');
  }

  /** Frame that a duplicate frame is a copy of. */
  originalOf(frame: number): number | null {
    return this.#duplicateOf.get(frame) ?? null;
  }

  /** One TCP segment, reached whole by `path` (the fixed header was captured). */
  onSegment(frame: number, path: PacketPath, sequenceUnknown: boolean): void {
    const row = frame - 1;
    const { packets, connections } = this;
    const segment = this.#segment;
    const headerLength = readHeader(segment, path);
    segment.frame = frame;
    segment.sequenceUnknown = sequenceUnknown;
    segment.wireLength = packets.originalLength.get(row);
    segment.marks = flagMarks(segment);

    const original = this.#duplicates.check(frame, path, headerLength, segment.payloadLength, packets.interfaceId(row));
    const id = this.#locate(path, segment, original !== 0);
    segment.connection = id;
    const hot = connections.hot.words(id);
    const at = connections.hot.at(id);
    const previous = hot[at + H.lastFrame] as number;
    hot[at + H.lastFrame] = frame;
    hot[at + H.packets] = (hot[at + H.packets] as number) + 1;
    packets.setSegment(row, segment, previous, headerLength, path.identification);
    if (original !== 0) this.#noteDuplicate(segment, original);
    else this.#follow(segment, path, headerLength, previous, hot, at);
    packets.marks.set(row, packets.marks.get(row) | segment.marks | (segment.direction === 1 ? PACKET_MARK.reverse : 0));
    if (original !== 0) return;
    for (let i = 0; i < this.#segmentTakers.length; i++) (this.#segmentTakers[i] as Taker<'onSegment'>).onSegment(segment);
    const payloadAt = path.transportOffset + headerLength;
    if ((segment.marks & PAYLOAD_MARKS) !== PACKET_MARK.data || payloadAt >= path.end) return;
    for (let i = 0; i < this.#payloadTakers.length; i++) {
      (this.#payloadTakers[i] as Taker<'onPayload'>).onPayload(segment, path.bytes, payloadAt, path.end);
    }
  }

  #noteDuplicate(segment: Segment, original: number): void {
    this.duplicateFrames++;
    this.#duplicateOf.set(segment.frame, original);
    segment.marks |= PACKET_MARK.duplicate;
    if ((segment.flags & TCP_FLAG.syn) === 0) return;
    this.connections.addEvent(segment.connection, (segment.flags & TCP_FLAG.ack) !== 0 ? EVENT.synAck : EVENT.syn, segment.frame);
  }

  /** Finds or adds the connection and sets the segment's direction. A SYN with another initial sequence number opens a new connection. */
  #locate(path: PacketPath, segment: Segment, duplicate: boolean): number {
    const connections = this.connections;
    const bytes = path.bytes;
    const ipv6 = path.ipVersion === 6;
    const source = ipv6 ? connections.addresses.intern(bytes, path.sourceOffset) : path.view.getUint32(path.sourceOffset);
    const destination = ipv6 ? connections.addresses.intern(bytes, path.destinationOffset) : path.view.getUint32(path.destinationOffset);
    const sourcePort = path.view.getUint16(path.transportOffset);
    const destinationPort = path.view.getUint16(path.transportOffset + 2);
    let id = connections.find(ipv6, source, sourcePort, destination, destinationPort);
    const opens = (segment.flags & SYN_ACK) === TCP_FLAG.syn;
    if (id >= 0 && opens && !duplicate && this.#opensAnother(id, connections.direction, segment.sequence)) {
      id = connections.add(ipv6, source, sourcePort, destination, destinationPort, segment.frame);
      connections.setFlag(id, CONNECTION_FLAG.reusedPorts);
      segment.marks |= PACKET_MARK.reusedPorts;
    } else if (id < 0) {
      id = connections.add(ipv6, source, sourcePort, destination, destinationPort, segment.frame);
    }
    segment.direction = connections.direction;
    return id;
  }

  /** Is this SYN another connection than the one known between the same ends? */
  #opensAnother(id: number, direction: 0 | 1, sequence: number): boolean {
    const connections = this.connections;
    if (connections.isHeard(id, direction)) return connections.base(id, direction) !== sequence;
    // Only the other end was heard: what it acknowledged fixes our numbers.
    const peer = (1 - direction) as 0 | 1;
    if ((connections.endState(id, peer) & END_FLAG.ackSet) === 0) return false;
    const lastAck = connections.hot.words(id)[connections.hot.at(id) + endAt(peer) + E.lastAck] as number;
    return (lastAck - 1) >>> 0 !== sequence;
  }

  #follow(segment: Segment, path: PacketPath, headerLength: number, previous: number, hot: Uint32Array, at: number): void {
    const sender = at + endAt(segment.direction);
    const peer = at + endAt(1 - segment.direction);
    const floats = this.connections.hot.floats(segment.connection);
    floats[(at + H.bytes) >> 1] = (floats[(at + H.bytes) >> 1] as number) + segment.wireLength;
    const state = this.#state;
    state.words = hot;
    state.sender = sender;
    state.peer = peer;
    if (((hot[at + H.flags] as number) & CONNECTION_FLAG.ackSeen) !== 0 && followExpected(segment, state)) return;
    const peerHeard = ((hot[peer + E.state] as number) & END_FLAG.heard) !== 0;
    if (peerHeard) this.#probes.settleByAcknowledgement(segment, hot, peer);
    const verdict = segment.payloadLength <= 1 ? this.#probes.verdict(segment, hot, sender, peer, previous) : 'none';
    if (verdict === 'none') this.#mark(segment, hot, sender, peer, peerHeard);
    else this.#probes.mark(segment, verdict, hot, sender);
    if (((hot[peer + E.state] as number) & END_FLAG.probePending) !== 0 && verdict !== 'probe' && verdict !== 'repeated-probe') {
      this.#probes.answer(segment, hot, peer);
    } else if ((segment.marks & PACKET_MARK.duplicateAck) !== 0) this.#probes.lateAnswer(segment);
    if ((segment.flags & (TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst)) !== 0) this.#control(segment, path, headerLength, hot, sender);
    else if (((hot[at + H.flags] as number) & CONNECTION_FLAG.ackSeen) === 0) this.#finalAck(segment);
    if (((hot[sender + E.state] as number) & END_FLAG.opening) !== 0) this.#opening(segment, path, headerLength, hot, sender);
    this.#update(segment, hot, sender, peer, verdict);
  }

  #mark(segment: Segment, hot: Uint32Array, sender: number, peer: number, peerHeard: boolean): void {
    const marks = this.#unseen.marksOf(segment, sequenceMarks(segment, this.#state, this.packets, this.connections), hot, sender);
    segment.marks |= marks;
    if ((marks & PACKET_MARK.retransmission) !== 0) {
      this.connections.addEvent(segment.connection, segment.direction === 0 ? EVENT.retransmissionA : EVENT.retransmissionB, segment.frame);
    }
    if ((segment.flags & (TCP_FLAG.ack | TCP_FLAG.rst)) !== TCP_FLAG.ack || !peerHeard || segment.sequenceUnknown) return;
    if (this.#unseen.coversHole(segment, hot, peer)) segment.marks |= PACKET_MARK.ackLostSegment;
    const peerState = hot[peer + E.state] as number;
    const next = hot[peer + E.next] as number;
    if ((peerState & END_FLAG.sequenceFirm) === 0 || !sequenceAfter(segment.acknowledgement, next)) return;
    const takesProbe = (peerState & END_FLAG.lastWasWindowProbe) !== 0 && segment.acknowledgement === (next + 1) >>> 0;
    if (!takesProbe) {
      segment.marks |= PACKET_MARK.ackLostSegment;
      this.#unseen.noteAcknowledgedAhead(segment, hot, peer);
    }
    hot[peer + E.next] = segment.acknowledgement;
  }

  /** SYN, FIN and RST. */
  #control(segment: Segment, path: PacketPath, headerLength: number, hot: Uint32Array, sender: number): void {
    const connections = this.connections;
    const id = segment.connection;
    if ((segment.flags & TCP_FLAG.syn) !== 0) {
      this.#syn(segment);
      const code = scaleCode(path, headerLength);
      const opening = (segment.flags & TCP_FLAG.ack) !== 0 ? END_FLAG.opening : 0;
      hot[sender + E.state] = ((hot[sender + E.state] as number) & 0xffff) | opening | (code << SCALE_SHIFT);
      if ((segment.flags & TCP_FLAG.ack) === 0 && fastOpenRequested(path, headerLength)) connections.setFlag(id, CONNECTION_FLAG.fastOpen);
      return;
    }
    if ((segment.flags & TCP_FLAG.rst) !== 0) {
      this.#reset(segment);
      // An end that gave up waits for no answer: what comes later answers none of its probes.
      hot[sender + E.state] = (hot[sender + E.state] as number) & ~END_FLAG.probePending;
    } else if (!connections.has(id, CONNECTION_FLAG.ackSeen)) this.#finalAck(segment);
    if ((segment.flags & TCP_FLAG.fin) === 0 || ((hot[sender + E.state] as number) & END_FLAG.finSeen) !== 0) return;
    hot[sender + E.state] = (hot[sender + E.state] as number) | END_FLAG.finSeen;
    connections.addEvent(id, segment.direction === 0 ? EVENT.finA : EVENT.finB, segment.frame);
  }

  /** A segment of an end that has sent its SYN-ACK and no data yet. */
  #opening(segment: Segment, path: PacketPath, headerLength: number, hot: Uint32Array, sender: number): void {
    if ((segment.flags & TCP_FLAG.rst) !== 0) return;
    const state = hot[sender + E.state] as number;
    if ((segment.flags & TCP_FLAG.syn) === 0) {
      const speaks = segment.payloadLength > 0 || (segment.flags & TCP_FLAG.fin) !== 0;
      if (!speaks && (state & END_FLAG.opened) !== 0) return;
      hot[sender + E.state] = speaks ? state & ~(END_FLAG.opening | END_FLAG.opened) : state | END_FLAG.opened;
    }
    const timestamp = timestampValue(path, headerLength);
    for (const taker of this.#openingTakers) taker.onServerOpening(segment, timestamp);
  }

  #syn(segment: Segment): void {
    const connections = this.connections;
    const id = segment.connection;
    const answer = (segment.flags & TCP_FLAG.ack) !== 0;
    connections.addEvent(id, answer ? EVENT.synAck : EVENT.syn, segment.frame);
    if (!connections.has(id, CONNECTION_FLAG.rolesKnown)) {
      connections.setFlag(id, CONNECTION_FLAG.rolesKnown);
      if ((segment.direction === 1) !== answer) connections.setFlag(id, CONNECTION_FLAG.clientIsB);
    }
    connections.setFlag(id, answer ? CONNECTION_FLAG.synAckSeen : CONNECTION_FLAG.synSeen);
  }

  #reset(segment: Segment): void {
    const connections = this.connections;
    const id = segment.connection;
    connections.addEvent(id, EVENT.rst, segment.frame);
    if (connections.has(id, CONNECTION_FLAG.rstSeen)) return;
    connections.setFlag(id, CONNECTION_FLAG.rstSeen);
    if (segment.direction === 1) connections.setFlag(id, CONNECTION_FLAG.rstFromB);
    if (!connections.has(id, CONNECTION_FLAG.ackSeen)) connections.setFlag(id, CONNECTION_FLAG.rstInHandshake);
  }

  /** The first segment of the client after the SYN-ACK, or (SYN-ACK not captured) after the SYN: the third of the handshake. */
  #finalAck(segment: Segment): void {
    const connections = this.connections;
    const id = segment.connection;
    if ((segment.flags & TCP_FLAG.ack) === 0 || !connections.has(id, CONNECTION_FLAG.synSeen | CONNECTION_FLAG.synAckSeen)) return;
    const clientDirection = connections.has(id, CONNECTION_FLAG.clientIsB) ? 1 : 0;
    if (segment.direction !== clientDirection) return;
    connections.setFlag(id, CONNECTION_FLAG.ackSeen);
    connections.addEvent(id, EVENT.ack, segment.frame);
    // Behind segments that were not captured it is not the third of the handshake: it tells that this was completed, not when.
    const first = (connections.base(id, clientDirection) + 1) >>> 0;
    const isLater = !segment.sequenceUnknown && sequenceAfter(segment.sequence, first) && !connections.has(id, CONNECTION_FLAG.fastOpen);
    if (isLater || !connections.has(id, CONNECTION_FLAG.synSeen)) return;
    const elapsedNs = this.packets.differenceNs(segment.frame - 1, connections.firstFrame(id) - 1);
    connections.setHandshakeUs(id, Math.min(0xffffffff, Math.max(1, Math.round(elapsedNs / 1000))));
    if (elapsedNs >= SHORTEST_SYN_TIMEOUT_NS) connections.setRoundTripNs(id, handshakeRoundTripNs(this.packets, connections, id));
  }

  #update(segment: Segment, hot: Uint32Array, sender: number, peer: number, verdict: ProbeVerdict): void {
    const { flags } = segment;
    const consumed = consumedBy(segment);
    let state = (hot[sender + E.state] as number) & ~END_FLAG.lastWasWindowProbe;
    if (verdict === 'window-probe') state |= END_FLAG.lastWasWindowProbe;
    if ((state & END_FLAG.heard) === 0) state = this.#begin(segment, hot, sender, peer, verdict, consumed, state);
    else if ((flags & TCP_FLAG.rst) === 0) state = this.#advance(segment, hot, sender, verdict, consumed, state);
    const windowWord = hot[sender + E.window] as number;
    let duplicateAcks = (windowWord >>> 16) & 0xff;
    if ((flags & (TCP_FLAG.ack | TCP_FLAG.rst)) === TCP_FLAG.ack) {
      if ((segment.marks & PACKET_MARK.duplicateAck) !== 0) duplicateAcks = Math.min(MOST_DUPLICATE_ACKS, duplicateAcks + 1);
      else if (hot[sender + E.lastAck] !== segment.acknowledgement) duplicateAcks = 0;
      hot[sender + E.lastAck] = segment.acknowledgement;
      state |= END_FLAG.ackSet;
      const peerState = hot[peer + E.state] as number;
      if ((peerState & END_FLAG.finSeen) !== 0 && !sequenceBefore(segment.acknowledgement, hot[peer + E.next] as number)) {
        hot[peer + E.state] = peerState | END_FLAG.finAcked;
      }
    }
    const window = (flags & TCP_FLAG.rst) !== 0 ? windowWord & 0xffff : segment.window;
    hot[sender + E.window] = window | (duplicateAcks << 16) | (segment.hopLimit << 24);
    hot[sender + E.state] = state;
  }

  /** First segment of an end; returns its state. */
  #begin(segment: Segment, hot: Uint32Array, sender: number, peer: number, verdict: ProbeVerdict, consumed: number, before: number): number {
    const isSyn = (segment.flags & TCP_FLAG.syn) !== 0;
    const isProbe = verdict === 'probe';
    const peerKnows = ((hot[peer + E.state] as number) & END_FLAG.ackSet) !== 0;
    this.connections.setBase(segment.connection, segment.direction, isSyn ? segment.sequence : (segment.sequence - 1) >>> 0);
    hot[sender + E.next] = (segment.sequence + (isProbe ? 1 : consumed)) >>> 0;
    let state = before | END_FLAG.heard;
    if (consumed > 0 || peerKnows || isProbe) state |= END_FLAG.sequenceFirm;
    const small = segment.payloadLength <= 1 && (segment.flags & (TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst)) === 0;
    if (small && verdict === 'none') {
      state |= END_FLAG.candidate;
      this.connections.setProbe(segment.connection, segment.direction, segment.frame);
    }
    return state;
  }

  /** A further segment of an end; returns its state. */
  #advance(segment: Segment, hot: Uint32Array, sender: number, verdict: ProbeVerdict, consumed: number, before: number): number {
    if (verdict === 'repeated-probe') {
      hot[sender + E.next] = (segment.sequence + 1) >>> 0;
      return before | END_FLAG.sequenceFirm;
    }
    const end = (segment.sequence + consumed) >>> 0;
    const restarts = restartsSequence(this.connections, segment);
    if (restarts) this.connections.setBase(segment.connection, segment.direction, segment.sequence);
    // The byte that probes a closed window is sent again unless the peer takes it: its acknowledgement tells.
    const moves = verdict !== 'window-probe' && sequenceAfter(end, hot[sender + E.next] as number);
    if (restarts || moves) hot[sender + E.next] = end;
    if (moves && consumed === 0 && this.#probes.mayBeProbe(segment)) {
      this.connections.setProbe(segment.connection, segment.direction, segment.frame);
      return (before & ~END_FLAG.sequenceFirm) | END_FLAG.candidate;
    }
    if (consumed > 0) return verdict === 'none' ? (before & ~END_FLAG.candidate) | END_FLAG.sequenceFirm : before | END_FLAG.sequenceFirm;
    if ((before & END_FLAG.sequenceFirm) !== 0) return before;
    this.connections.setProbe(segment.connection, segment.direction, segment.frame);
    return before | END_FLAG.candidate;
  }

  /** An ICMP error that quotes a segment of the end `direction`. */
  onIcmpError(frame: number, connection: number, direction: 0 | 1, quotedSequence: number): void {
    this.#probes.onIcmpError(frame, connection, direction, quotedSequence);
  }

  /** Window scale shift in force for what an end announces; null when the handshake was not captured. */
  windowScale(connection: number, direction: 0 | 1): number | null {
    return effectiveScale(this.connections.endState(connection, direction), this.connections.endState(connection, (1 - direction) as 0 | 1));
  }
}

function endAt(direction: number): number {
  return direction === 0 ? H.endA : H.endB;
}

/** Fills the segment from the header; returns the header's length in bytes. */
function readHeader(segment: Segment, path: PacketPath): number {
  const view = path.view;
  const at = path.transportOffset;
  const offsetAndFlags = view.getUint16(at + 12);
  const headerLength = (offsetAndFlags >>> 12) * 4;
  segment.sequence = view.getUint32(at + 4);
  segment.acknowledgement = view.getUint32(at + 8);
  segment.flags = offsetAndFlags & 0x0fff;
  segment.window = view.getUint16(at + 14);
  segment.payloadLength = Math.max(0, path.wireEnd - at - headerLength);
  segment.hopLimit = path.hopLimit;
  return headerLength;
}

function flagMarks(segment: Segment): number {
  let marks = segment.payloadLength > 0 ? PACKET_MARK.data : 0;
  if ((segment.flags & TCP_FLAG.syn) !== 0) marks |= PACKET_MARK.syn;
  if ((segment.flags & TCP_FLAG.fin) !== 0) marks |= PACKET_MARK.fin;
  if ((segment.flags & TCP_FLAG.rst) !== 0) marks |= PACKET_MARK.rst;
  if (segment.sequenceUnknown) marks |= PACKET_MARK.sequenceUnknown;
  return marks;
}
