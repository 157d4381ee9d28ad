/** How a connection began and ended, and the TCP state each end is left in, as far as the capture shows (RFC 9293 section 3.3.2). */
import type { ObjectSink } from '../../shared/base/object-sink';
import type { ConnectionReport, End } from '../../shared/contract/report';
import { CONNECTION_FLAG, type ConnectionTable, END_FLAG, EVENT } from './connection-table';
import { clientDirection, endOfDirection } from './roles';

type Handshake = ConnectionReport['handshake'];
type Close = ConnectionReport['close'];

export function handshakeState(connections: ConnectionTable, id: number): Handshake['state'] {
  const flags = connections.flags(id);
  const syn = (flags & CONNECTION_FLAG.synSeen) !== 0;
  const synAck = (flags & CONNECTION_FLAG.synAckSeen) !== 0;
  if (!syn && !synAck) return 'not-captured';
  const serverHeard = connections.isHeard(id, (1 - clientDirection(connections, id)) as 0 | 1);
  if ((flags & CONNECTION_FLAG.rstInHandshake) !== 0) return resetState(connections, id, synAck);
  if ((flags & CONNECTION_FLAG.ackSeen) !== 0 && (synAck || serverHeard)) return 'complete';
  return synAck ? 'half-open' : 'unanswered';
}

function resetState(connections: ConnectionTable, id: number, synAck: boolean): Handshake['state'] {
  const byServer = (connections.has(id, CONNECTION_FLAG.rstFromB) ? 1 : 0) !== clientDirection(connections, id);
  return byServer && !synAck ? 'refused' : 'reset';
}

/** Frames of a connection's events, in capture order; null where there is none of a kind. */
export interface EventFrames {
  syn: number[] | null;
  synAck: number[] | null;
  retransmissionA: number[] | null;
  retransmissionB: number[] | null;
  /** Of the final ACK of the handshake. */
  ack: number | null;
}

export function eventFrames(connections: ConnectionTable, id: number): EventFrames {
  const frames: EventFrames = { syn: null, synAck: null, retransmissionA: null, retransmissionB: null, ack: null };
  connections.forEachEvent(id, (kind, frame) => {
    if (kind === EVENT.syn) frames.syn = withFrame(frames.syn, frame);
    else if (kind === EVENT.synAck) frames.synAck = withFrame(frames.synAck, frame);
    else if (kind === EVENT.ack) frames.ack = frame;
    else if (kind === EVENT.retransmissionA) frames.retransmissionA = withFrame(frames.retransmissionA, frame);
    else if (kind === EVENT.retransmissionB) frames.retransmissionB = withFrame(frames.retransmissionB, frame);
  });
  return frames;
}

/** Lists are made where there is something to list: nearly no connection has frames of each kind. */
function withFrame(frames: number[] | null, frame: number): number[] {
  if (frames === null) return [frame];
  frames.push(frame);
  return frames;
}

/** All of the handshake that the flows know: not whether its SYN-ACK carries a cookie. */
export function describeHandshake(
  sink: ObjectSink<ConnectionReport['handshake']>,
  connections: ConnectionTable,
  id: number,
  { syn, synAck, ack }: EventFrames,
): void {
  const microseconds = connections.handshakeUs(id);
  sink.put('state', handshakeState(connections, id));
  sink.put('synFrames', syn ?? []);
  sink.put('synAckFrames', synAck ?? []);
  sink.put('ackFrame', ack);
  sink.put('connectMs', microseconds === 0 ? null : microseconds / 1000);
  sink.put('fastOpen', connections.has(id, CONNECTION_FLAG.fastOpen));
}

/** How many segments of both ends were retransmissions. */
export function retransmissionCount(connections: ConnectionTable, id: number): number {
  let count = 0;
  connections.forEachEvent(id, (kind) => {
    if (kind === EVENT.retransmissionA || kind === EVENT.retransmissionB) count++;
  });
  return count;
}

export function closeReport(connections: ConnectionTable, id: number): Close {
  const client = clientDirection(connections, id);
  const states = { client: endState(connections, id, client), server: endState(connections, id, (1 - client) as 0 | 1) };
  const kind = closeKind(connections, id);
  if (kind === 'fin') return finClose(connections, id, [finFrame(connections, id, 0), finFrame(connections, id, 1)], states);
  if (kind === 'rst') {
    const by: End = endOfDirection(connections, id, connections.has(id, CONNECTION_FLAG.rstFromB) ? 1 : 0);
    return { kind, by, frame: connections.firstEvent(id, EVENT.rst), states };
  }
  return { kind: 'open', by: null, frame: null, states };
}

/** How a connection ended, as its flags say. A reset after both ends have closed ends nothing. */
export function closeKind(connections: ConnectionTable, id: number): 'fin' | 'rst' | 'open' {
  const finA = finFrame(connections, id, 0) > 0;
  const finB = finFrame(connections, id, 1) > 0;
  if (finA && finB && bothClosed(connections, id)) return 'fin';
  if (connections.has(id, CONNECTION_FLAG.rstSeen)) return 'rst';
  return finA || finB ? 'fin' : 'open';
}

function bothClosed(connections: ConnectionTable, id: number): boolean {
  return finAcked(connections, id, 0) && finAcked(connections, id, 1);
}

function finAcked(connections: ConnectionTable, id: number, direction: 0 | 1): boolean {
  return (connections.endState(id, direction) & END_FLAG.finAcked) !== 0;
}

/** Frame of the first FIN of an end; 0 when there is none. */
function finFrame(connections: ConnectionTable, id: number, direction: 0 | 1): number {
  if ((connections.endState(id, direction) & END_FLAG.finSeen) === 0) return 0;
  return connections.firstEvent(id, direction === 0 ? EVENT.finA : EVENT.finB);
}

/** By the end that sent the first FIN. */
function finClose(connections: ConnectionTable, id: number, frames: readonly [number, number], states: Close['states']): Close {
  const first = frames[0] > 0 && (frames[1] === 0 || frames[0] < frames[1]) ? 0 : 1;
  return { kind: 'fin', by: endOfDirection(connections, id, first), frame: frames[first], states };
}

/** State of the end that sends in `direction`. */
function endState(connections: ConnectionTable, id: number, direction: 0 | 1): string {
  return connections.has(id, CONNECTION_FLAG.rstSeen) ? 'CLOSED' : stateWithoutReset(connections, id, direction);
}

/** State of the end that sends in `direction`, if no reset reached it. */
export function stateWithoutReset(connections: ConnectionTable, id: number, direction: 0 | 1): string {
  const handshake = handshakeState(connections, id);
  const isClient = direction === clientDirection(connections, id);
  if (handshake === 'unanswered') return isClient ? 'SYN_SENT' : 'unknown';
  if (handshake === 'half-open') return isClient ? 'ESTABLISHED' : 'SYN_RECEIVED';
  const sentFin = finFrame(connections, id, direction);
  const gotFin = finFrame(connections, id, (1 - direction) as 0 | 1);
  if (sentFin === 0) return gotFin === 0 ? 'ESTABLISHED' : 'CLOSE_WAIT';
  const acked = finAcked(connections, id, direction);
  if (gotFin === 0) return acked ? 'FIN_WAIT_2' : 'FIN_WAIT_1';
  const activeCloser = sentFin < gotFin;
  if (activeCloser) return acked ? 'TIME_WAIT' : 'CLOSING';
  return acked ? 'CLOSED' : 'LAST_ACK';
}
