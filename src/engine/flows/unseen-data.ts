/**
 * Data of an end that the capture lacks so far: behind a segment that was not captured, or acknowledged before it came by. Most connections have none;
 * bits of the end's state say so, and only then anything is looked up.
 */
import { sequenceAfter, sequenceBefore } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { E, END_FLAG } from './connection-table';
import { type Segment, TCP_FLAG } from './segment';

const REPEATED = PACKET_MARK.retransmission | PACKET_MARK.fastRetransmission | PACKET_MARK.spuriousRetransmission | PACKET_MARK.outOfOrder;
/** What is unseen of an end: a hole that its later segments showed, or what the peer acknowledged ahead of the capture. */
export const UNSEEN = END_FLAG.hole | END_FLAG.acknowledgedAhead;

export class UnseenData {
  /** First sequence number that is lacking, by connection and direction. */
  readonly #from = new Map<number, number>();

  /** Marks of a segment by what its sender's data lacks; `marks`: those that its place told. Keeps account of what is lacking, reads state from before. */
  marksOf(segment: Segment, marks: number, hot: Uint32Array, sender: number): number {
    const state = hot[sender + E.state] as number;
    if ((state & UNSEEN) !== 0 && (segment.flags & TCP_FLAG.syn) !== 0) {
      this.#forget(segment.connection, segment.direction, hot, sender);
      return marks;
    }
    const next = hot[sender + E.next] as number;
    const key = keyOf(segment.connection, segment.direction);
    if ((marks & PACKET_MARK.lostSegment) !== 0) {
      if ((state & UNSEEN) === 0) this.#from.set(key, next);
      hot[sender + E.state] = (state & ~END_FLAG.acknowledgedAhead) | END_FLAG.hole;
      return marks;
    }
    if ((state & UNSEEN) === 0) return marks;
    const from = this.#from.get(key) ?? next;
    const end = (segment.sequence + consumedBy(segment)) >>> 0;
    const reaches = !sequenceAfter(segment.sequence, from) && sequenceAfter(end, from);
    if ((state & END_FLAG.hole) !== 0) {
      if (reaches) this.#forget(segment.connection, segment.direction, hot, sender);
      return marks;
    }
    if (!sequenceBefore(segment.sequence, next)) {
      this.#forget(segment.connection, segment.direction, hot, sender);
      return (segment.flags & TCP_FLAG.rst) === 0 ? marks | PACKET_MARK.lostSegment : marks;
    }
    if (sequenceBefore(segment.sequence, from)) return marks;
    // Captured behind its acknowledgement: not a repetition.
    if (reaches) this.#from.set(key, end);
    if (!sequenceBefore(end, next)) this.#forget(segment.connection, segment.direction, hot, sender);
    return marks & ~REPEATED;
  }

  /** True when an acknowledgement of the peer's data covers a hole in it, which is forgotten then. */
  coversHole(segment: Segment, hot: Uint32Array, peer: number): boolean {
    if (((hot[peer + E.state] as number) & END_FLAG.hole) === 0) return false;
    const direction = (1 - segment.direction) as 0 | 1;
    const from = this.#from.get(keyOf(segment.connection, direction));
    if (from === undefined || !sequenceAfter(segment.acknowledgement, from)) return false;
    this.#forget(segment.connection, direction, hot, peer);
    return true;
  }

  /** The peer's data up to this acknowledgement was not captured so far. */
  noteAcknowledgedAhead(segment: Segment, hot: Uint32Array, peer: number): void {
    const key = keyOf(segment.connection, (1 - segment.direction) as 0 | 1);
    const state = hot[peer + E.state] as number;
    if ((state & END_FLAG.acknowledgedAhead) === 0) this.#from.set(key, hot[peer + E.next] as number);
    hot[peer + E.state] = (state & ~END_FLAG.hole) | END_FLAG.acknowledgedAhead;
  }

  /** Nothing is lacking of an end any more. */
  #forget(connection: number, direction: 0 | 1, hot: Uint32Array, end: number): void {
    this.#from.delete(keyOf(connection, direction));
    hot[end + E.state] = (hot[end + E.state] as number) & ~UNSEEN;
  }
}

function keyOf(connection: number, direction: 0 | 1): number {
  return 2 * connection + direction;
}

/** Sequence numbers that a segment takes. */
export function consumedBy({ payloadLength, flags }: Segment): number {
  return payloadLength + ((flags & TCP_FLAG.syn) !== 0 ? 1 : 0) + ((flags & TCP_FLAG.fin) !== 0 ? 1 : 0);
}
