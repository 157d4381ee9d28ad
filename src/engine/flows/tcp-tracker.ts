import { sequenceAfter, sequenceBefore } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { PacketPath } from '../protocols/packet-path';
import { P, type PacketTable } from '../store/packet-table';
import { CONNECTION_FLAG, type ConnectionTable, D, DIRECTION_FLAG, EVENT } from './connection-table';
import { DuplicateFrames } from './duplicate-frames';
import { type ProbeEvidence, type ProbeVerdict, probeVerdict } from './keep-alive-rule';
import { type FlowListener, Segment, TCP_FLAG } from './segment';
import { type SequenceState, sequenceMarks } from './sequence-analysis';
import { fastOpenRequested, SCALE_ABSENT, scaleCode } from './syn-options';

const NO_WORDS = new Uint32Array(16);
const SYN_ACK = TCP_FLAG.syn | TCP_FLAG.ack;

type SegmentListener = FlowListener & Required<Pick<FlowListener, 'onSegment'>>;

/** Byte positions inside a direction's `misc` word. */
const SCALE_SHIFT = 8;

/** Follows every TCP connection of a capture: roles, handshake, sequence state, keep-alive probes, close. Fills the TCP columns of the packet table. */
export class TcpTracker {
  readonly #duplicates = new DuplicateFrames();
  readonly #segment = new Segment();
  readonly #evidence: ProbeEvidence = {
    flags: 0,
    payloadLength: 0,
    sequence: 0,
    acknowledgement: 0,
    window: 0,
    sequenceUnknown: false,
    row: 0,
    previousFrame: 0,
    senderHeard: false,
    previousFromSender: false,
    next: 0,
    nextFirm: false,
    senderAck: 0,
    senderWindow: 0,
    peerAckSet: false,
    peerAck: 0,
    peerWindow: 0,
  };
  readonly #state: SequenceState = {
    sender: NO_WORDS,
    senderAt: 0,
    peer: NO_WORDS,
    peerAt: 0,
    peerScale: null,
  };
  /** Copies of frames seen before. */
  duplicateFrames = 0;
  readonly #segmentListeners: readonly SegmentListener[];
  readonly #duplicateOf = new Map<number, number>();

  constructor(
    readonly packets: PacketTable,
    readonly connections: ConnectionTable,
    readonly listeners: readonly FlowListener[],
  ) {
    this.#segmentListeners = listeners.filter((listener): listener is SegmentListener => listener.onSegment !== undefined);
  }

  /** Frame that a duplicate frame is a copy of. */
  originalOf(frame: number): number | null {
    return this.#duplicateOf.get(frame) ?? null;
  }

  /** One TCP segment, reached whole by `path` (the fixed header was captured). */
  onSegment(frame: number, path: PacketPath, sequenceUnknown: boolean): void {
    const row = frame - 1;
    const segment = this.#segment;
    const headerLength = readHeader(segment, path);
    segment.frame = frame;
    segment.sequenceUnknown = sequenceUnknown;
    segment.wireLength = this.packets.originalLength.get(row);
    segment.timeNs = this.packets.timeMs(row) * 1e6;
    segment.marks = flagMarks(segment);

    const original = this.#duplicates.check(frame, path, headerLength, segment.payloadLength, segment.timeNs, this.packets.interfaceId.get(row));
    const id = this.#locate(path, segment, original !== 0);
    segment.connection = id;
    const previous = this.connections.touch(id, frame);
    this.#store(row, segment, previous);
    if (original !== 0) {
      this.duplicateFrames++;
      this.#duplicateOf.set(frame, original);
      segment.marks |= PACKET_MARK.duplicate;
      if ((segment.flags & TCP_FLAG.syn) !== 0) this.connections.addEvent(id, (segment.flags & TCP_FLAG.ack) !== 0 ? EVENT.synAck : EVENT.syn, frame);
    } else {
      this.#follow(segment, path, headerLength, previous);
    }
    this.packets.marks.set(row, this.packets.marks.get(row) | segment.marks | (segment.direction === 1 ? PACKET_MARK.reverse : 0));
    if (original === 0) for (let i = 0; i < this.#segmentListeners.length; i++) (this.#segmentListeners[i] as SegmentListener).onSegment(segment);
  }

  #store(row: number, segment: Segment, previous: number): void {
    const words = this.packets.rows.words(row);
    const at = this.packets.rows.at(row);
    words[at + P.connection] = segment.connection + 1;
    words[at + P.previousFrame] = previous;
    words[at + P.sequence] = segment.sequence;
    words[at + P.acknowledgement] = segment.acknowledgement;
    words[at + P.payloadLength] = segment.payloadLength;
    words[at + P.windowAndFlags] = (segment.flags << 16) | segment.window;
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
    segment.direction = connections.direction as 0 | 1;
    return id;
  }

  #opensAnother(id: number, direction: number, sequence: number): boolean {
    const connections = this.connections;
    const row = connections.heardRow(id, direction);
    if (row >= 0) {
      const words = connections.directions.words(row);
      const at = connections.directions.at(row);
      return ((words[at + D.flags] as number) & DIRECTION_FLAG.sequenceSet) !== 0 && words[at + D.base] !== sequence;
    }
    // Only the other end was heard: its acknowledgement fixes our numbers unless it was a SYN.
    const peer = connections.heardRow(id, 1 - direction);
    if (peer < 0) return false;
    const words = connections.directions.words(peer);
    const at = connections.directions.at(peer);
    const acks = ((words[at + D.flags] as number) & DIRECTION_FLAG.ackSet) !== 0;
    return acks && ((words[at + D.lastAck] as number) - 1) >>> 0 !== sequence;
  }

  #follow(segment: Segment, path: PacketPath, headerLength: number, previous: number): void {
    const connections = this.connections;
    const id = segment.connection;
    const direction = segment.direction;
    const senderHeard = connections.heardRow(id, direction) >= 0;
    const row = connections.directionRow(id, direction);
    const sender = connections.directions.words(row);
    const at = connections.directions.at(row);
    const peerRow = connections.heardRow(id, 1 - direction);
    const peer = peerRow < 0 ? NO_WORDS : connections.directions.words(peerRow);
    const peerAt = peerRow < 0 ? 0 : connections.directions.at(peerRow);

    if (peerRow >= 0) this.#settleByAcknowledgement(segment, peer, peerAt, 1 - direction);
    const verdict = segment.payloadLength <= 1 ? this.#probeVerdict(segment, sender, at, peer, peerAt, senderHeard, previous) : 'none';
    if (verdict === 'none') this.#mark(segment, sender, at, peer, peerAt);
    else this.#markProbe(segment, verdict, sender, at);
    if (peerRow >= 0 && verdict !== 'probe' && verdict !== 'repeated-probe') this.#answer(segment, peer, peerAt);
    this.#handshake(segment, path, headerLength, sender, at);
    this.#update(segment, sender, at, verdict, peer, peerAt);
    const floats = connections.directions.floats(row);
    floats[(at + D.bytes) >> 1] = (floats[(at + D.bytes) >> 1] as number) + segment.wireLength;
  }

  #probeVerdict(
    segment: Segment,
    sender: Uint32Array,
    at: number,
    peer: Uint32Array,
    peerAt: number,
    senderHeard: boolean,
    previous: number,
  ): ProbeVerdict {
    const flags = sender[at + D.flags] as number;
    const evidence = this.#evidence;
    evidence.flags = segment.flags;
    evidence.payloadLength = segment.payloadLength;
    evidence.sequence = segment.sequence;
    evidence.acknowledgement = segment.acknowledgement;
    evidence.window = segment.window;
    evidence.sequenceUnknown = segment.sequenceUnknown;
    evidence.row = segment.frame - 1;
    evidence.previousFrame = previous;
    evidence.senderHeard = senderHeard;
    evidence.previousFromSender = senderHeard && sender[at + D.lastFrame] === previous;
    evidence.next = sender[at + D.next] as number;
    evidence.nextFirm = (flags & DIRECTION_FLAG.sequenceFirm) !== 0;
    evidence.senderAck = sender[at + D.lastAck] as number;
    evidence.senderWindow = sender[at + D.window] as number;
    evidence.peerAckSet = ((peer[peerAt + D.flags] as number) & DIRECTION_FLAG.ackSet) !== 0;
    evidence.peerAck = peer[peerAt + D.lastAck] as number;
    evidence.peerWindow = peer[peerAt + D.window] as number;
    return probeVerdict(evidence, this.packets);
  }

  #markProbe(segment: Segment, verdict: ProbeVerdict, sender: Uint32Array, at: number): void {
    if (verdict === 'window-probe') {
      segment.marks |= PACKET_MARK.zeroWindowProbe;
      return;
    }
    segment.marks |= PACKET_MARK.keepAlive;
    if (verdict === 'repeated-probe') this.#foundProbe(segment.connection, segment.direction, sender[at + D.candidate] as number, 0);
    else if (segment.payloadLength === 1) this.#recogniseFirstByte(segment, sender, at);
    sender[at + D.pendingProbe] = segment.frame;
    for (const listener of this.listeners) {
      listener.onProbe?.(segment.connection, segment.direction, segment.frame, segment.payloadLength, verdict === 'inferred-probe');
    }
  }

  /** The same single byte again: what looked like data at the start of the capture was a probe as well. */
  #recogniseFirstByte(segment: Segment, sender: Uint32Array, at: number): void {
    const first = sender[at + D.candidate] as number;
    if (first === 0) return;
    sender[at + D.candidate] = 0;
    if (this.packets.payloadLength.get(first - 1) === 1 && this.packets.sequence.get(first - 1) === segment.sequence) {
      this.#foundProbe(segment.connection, segment.direction, first, 1);
    }
  }

  /** Marks an earlier frame as a probe. */
  #foundProbe(connection: number, direction: 0 | 1, frame: number, payloadBytes: number): void {
    if (frame === 0) return;
    this.packets.marks.set(frame - 1, this.packets.marks.get(frame - 1) | PACKET_MARK.keepAlive);
    for (const listener of this.listeners) listener.onProbe?.(connection, direction, frame, payloadBytes, false);
  }

  /** The peer's acknowledgement proves what the sender's empty segments left open: its next sequence number, and a first probe. */
  #settleByAcknowledgement(segment: Segment, other: Uint32Array, otherAt: number, otherDirection: number): void {
    if ((segment.flags & TCP_FLAG.ack) === 0) return;
    const flags = other[otherAt + D.flags] as number;
    if ((flags & DIRECTION_FLAG.sequenceFirm) !== 0 || (flags & DIRECTION_FLAG.sequenceSet) === 0) return;
    const candidate = other[otherAt + D.candidate] as number;
    const next = other[otherAt + D.next] as number;
    const ack = segment.acknowledgement;
    if (candidate !== 0 && ack === (next + 1) >>> 0 && (segment.flags & (TCP_FLAG.syn | TCP_FLAG.rst)) === 0) {
      this.#foundProbe(segment.connection, otherDirection as 0 | 1, candidate, 0);
      other[otherAt + D.pendingProbe] = candidate;
    }
    if (!sequenceBefore(ack, next)) other[otherAt + D.next] = ack;
    other[otherAt + D.flags] = flags | DIRECTION_FLAG.sequenceFirm;
    other[otherAt + D.candidate] = 0;
  }

  /** Does this segment answer the peer's pending probe? */
  #answer(segment: Segment, peer: Uint32Array, peerAt: number): void {
    const pending = peer[peerAt + D.pendingProbe] as number;
    if (pending === 0) return;
    const probed = (this.packets.sequence.get(pending - 1) + 1) >>> 0;
    const prober = (1 - segment.direction) as 0 | 1;
    if ((segment.flags & TCP_FLAG.rst) !== 0) {
      peer[peerAt + D.pendingProbe] = 0;
      this.#tellAnswer(segment, prober, 'rst');
      return;
    }
    const acknowledges = segment.sequenceUnknown || !sequenceBefore(segment.acknowledgement, probed);
    if ((segment.flags & (TCP_FLAG.ack | TCP_FLAG.syn)) !== TCP_FLAG.ack || !acknowledges) return;
    const pure = segment.payloadLength === 0 && (segment.flags & TCP_FLAG.fin) === 0;
    if (pure) {
      peer[peerAt + D.pendingProbe] = 0;
      segment.marks = (segment.marks & ~(PACKET_MARK.duplicateAck | PACKET_MARK.windowUpdate)) | PACKET_MARK.keepAliveAck;
    }
    this.#tellAnswer(segment, prober, 'ack');
  }

  /** An ICMP error that quotes a segment of the end `direction`: it answers that end's pending probe when the quote is the probe. */
  onIcmpError(frame: number, connection: number, direction: 0 | 1, quotedSequence: number): void {
    const row = this.connections.heardRow(connection, direction);
    if (row < 0) return;
    const pending = this.connections.directions.words(row)[this.connections.directions.at(row) + D.pendingProbe] as number;
    if (pending === 0 || this.packets.sequence.get(pending - 1) !== quotedSequence) return;
    for (const listener of this.listeners) listener.onProbeAnswer?.(connection, direction, 'icmp', frame);
  }

  #tellAnswer(segment: Segment, prober: 0 | 1, kind: 'ack' | 'rst'): void {
    for (const listener of this.listeners) listener.onProbeAnswer?.(segment.connection, prober, kind, segment.frame);
  }

  #mark(segment: Segment, sender: Uint32Array, at: number, peer: Uint32Array, peerAt: number): void {
    const state = this.#state;
    state.sender = sender;
    state.senderAt = at;
    state.peer = peer;
    state.peerAt = peerAt;
    state.peerScale = effectiveScale(peer[peerAt + D.misc] as number, sender[at + D.misc] as number);
    const marks = sequenceMarks(segment, state, this.packets, this.connections);
    segment.marks |= marks;
    if ((marks & PACKET_MARK.retransmission) !== 0) {
      this.connections.addEvent(segment.connection, segment.direction === 0 ? EVENT.retransmissionA : EVENT.retransmissionB, segment.frame);
    }
    if ((segment.flags & TCP_FLAG.ack) === 0 || peer === NO_WORDS || segment.sequenceUnknown) return;
    const peerFlags = peer[peerAt + D.flags] as number;
    const knows = (peerFlags & DIRECTION_FLAG.sequenceFirm) !== 0;
    if (knows && sequenceAfter(segment.acknowledgement, peer[peerAt + D.next] as number) && (segment.flags & TCP_FLAG.rst) === 0) {
      segment.marks |= PACKET_MARK.ackLostSegment;
      peer[peerAt + D.next] = segment.acknowledgement;
    }
  }

  #handshake(segment: Segment, path: PacketPath, headerLength: number, sender: Uint32Array, at: number): void {
    const connections = this.connections;
    const id = segment.connection;
    const flags = segment.flags;
    if ((flags & TCP_FLAG.syn) !== 0) {
      const answer = (flags & TCP_FLAG.ack) !== 0;
      connections.addEvent(id, answer ? EVENT.synAck : EVENT.syn, segment.frame);
      if (!connections.has(id, CONNECTION_FLAG.rolesKnown)) {
        connections.setFlag(id, CONNECTION_FLAG.rolesKnown);
        if ((segment.direction === 1) !== answer) connections.setFlag(id, CONNECTION_FLAG.clientIsB);
      }
      connections.setFlag(id, answer ? CONNECTION_FLAG.synAckSeen : CONNECTION_FLAG.synSeen);
      const scale = scaleCode(path, headerLength);
      sender[at + D.misc] = scale << SCALE_SHIFT;
      if (!answer && fastOpenRequested(path, headerLength)) connections.setFlag(id, CONNECTION_FLAG.fastOpen);
      return;
    }
    if ((flags & TCP_FLAG.rst) !== 0) this.#reset(segment);
    else if ((flags & TCP_FLAG.ack) !== 0 && !connections.has(id, CONNECTION_FLAG.ackSeen)) this.#finalAck(segment);
    if ((flags & TCP_FLAG.fin) !== 0 && sender[at + D.finFrame] === 0) {
      sender[at + D.finFrame] = segment.frame;
      sender[at + D.finEnd] = (segment.sequence + segment.payloadLength + 1) >>> 0;
      connections.addEvent(id, EVENT.fin, segment.frame);
    }
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
    if (!connections.has(id, CONNECTION_FLAG.synSeen | CONNECTION_FLAG.synAckSeen)) return;
    const clientDirection = connections.has(id, CONNECTION_FLAG.clientIsB) ? 1 : 0;
    if (segment.direction !== clientDirection) return;
    connections.setFlag(id, CONNECTION_FLAG.ackSeen);
    connections.addEvent(id, EVENT.ack, segment.frame);
    if (!connections.has(id, CONNECTION_FLAG.synSeen)) return;
    const elapsedNs = this.packets.differenceNs(segment.frame - 1, connections.firstFrame(id) - 1);
    connections.setHandshakeUs(id, Math.min(0xffffffff, Math.max(1, Math.round(elapsedNs / 1000))));
  }

  #update(segment: Segment, sender: Uint32Array, at: number, verdict: ProbeVerdict, peer: Uint32Array, peerAt: number): void {
    let flags = sender[at + D.flags] as number;
    const hasSyn = (segment.flags & TCP_FLAG.syn) !== 0;
    const consumed = segment.payloadLength + (hasSyn ? 1 : 0) + ((segment.flags & TCP_FLAG.fin) !== 0 ? 1 : 0);
    const end = (segment.sequence + consumed) >>> 0;
    if ((flags & DIRECTION_FLAG.sequenceSet) === 0) {
      const peerKnows = ((peer[peerAt + D.flags] as number) & DIRECTION_FLAG.ackSet) !== 0;
      sender[at + D.base] = hasSyn ? segment.sequence : (segment.sequence - 1) >>> 0;
      sender[at + D.next] = verdict === 'probe' ? (segment.sequence + 1) >>> 0 : end;
      sender[at + D.nextFrame] = segment.frame;
      flags |= DIRECTION_FLAG.sequenceSet;
      if (hasSyn) flags |= DIRECTION_FLAG.synSeen;
      if (consumed > 0 || peerKnows || verdict === 'probe') flags |= DIRECTION_FLAG.sequenceFirm;
      if (!hasSyn && segment.payloadLength <= 1 && (segment.flags & (TCP_FLAG.fin | TCP_FLAG.rst)) === 0 && verdict === 'none')
        sender[at + D.candidate] = segment.frame;
    } else if (verdict === 'repeated-probe') {
      sender[at + D.next] = (segment.sequence + 1) >>> 0;
      sender[at + D.candidate] = 0;
      flags |= DIRECTION_FLAG.sequenceFirm;
    } else if ((segment.flags & TCP_FLAG.rst) === 0) {
      if (sequenceAfter(end, sender[at + D.next] as number)) {
        sender[at + D.next] = end;
        sender[at + D.nextFrame] = segment.frame;
      }
      if (consumed > 0) {
        flags |= DIRECTION_FLAG.sequenceFirm;
        if (verdict === 'none') sender[at + D.candidate] = 0;
      } else if ((flags & DIRECTION_FLAG.sequenceFirm) === 0) {
        sender[at + D.candidate] = segment.frame;
      }
    }
    if ((segment.flags & TCP_FLAG.ack) !== 0 && (segment.flags & TCP_FLAG.rst) === 0) {
      const repeated = (segment.marks & PACKET_MARK.duplicateAck) !== 0;
      const sameAck = (flags & DIRECTION_FLAG.ackSet) !== 0 && sender[at + D.lastAck] === segment.acknowledgement;
      sender[at + D.duplicateAcks] = repeated ? (sender[at + D.duplicateAcks] as number) + 1 : sameAck ? (sender[at + D.duplicateAcks] as number) : 0;
      sender[at + D.lastAck] = segment.acknowledgement;
      sender[at + D.window] = segment.window;
      flags |= DIRECTION_FLAG.ackSet;
      if (peer !== NO_WORDS && peer[peerAt + D.finFrame] !== 0 && !sequenceBefore(segment.acknowledgement, peer[peerAt + D.finEnd] as number)) {
        peer[peerAt + D.flags] = (peer[peerAt + D.flags] as number) | DIRECTION_FLAG.finAcked;
      }
    } else if (hasSyn) {
      sender[at + D.window] = segment.window;
    }
    flags &= ~(DIRECTION_FLAG.lastWasProbe | DIRECTION_FLAG.lastWasWindowProbe);
    if (verdict === 'window-probe') flags |= DIRECTION_FLAG.lastWasWindowProbe;
    else if (verdict !== 'none') flags |= DIRECTION_FLAG.lastWasProbe;
    sender[at + D.flags] = flags;
    sender[at + D.lastFrame] = segment.frame;
    sender[at + D.packets] = (sender[at + D.packets] as number) + 1;
    sender[at + D.misc] = ((sender[at + D.misc] as number) & ~0xff) | segment.hopLimit;
  }

  /** Window scale shift in force for what an end announces; null when the handshake was not captured. */
  windowScale(connection: number, direction: 0 | 1): number | null {
    const connections = this.connections;
    return effectiveScale(connections.directionWord(connection, direction, D.misc), connections.directionWord(connection, 1 - direction, D.misc));
  }
}

/** RFC 7323 section 2.2: windows are scaled only when both SYNs carry the option. */
function effectiveScale(own: number, other: number): number | null {
  const scale = (own >>> SCALE_SHIFT) & 0xff;
  const otherScale = (other >>> SCALE_SHIFT) & 0xff;
  if (scale === SCALE_ABSENT || otherScale === SCALE_ABSENT) return 0;
  return scale === 0 ? null : scale - 1;
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
