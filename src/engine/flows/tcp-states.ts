/** The TCP state of both ends of a connection, followed segment by segment as if each arrived (RFC 9293 section 3.3.2). */
import { sequenceBefore } from '../../shared/base/sequence';
import type { TcpState } from '../../shared/contract/connection-life';
import { TCP_FLAG } from './segment';

interface End {
  state: TcpState;
  /** Sequence number behind its FIN; null before it sent one. */
  finEnd: number | null;
}

const SENT_FIN: Readonly<Partial<Record<TcpState, TcpState>>> = {
  SYN_RECEIVED: 'FIN_WAIT_1',
  ESTABLISHED: 'FIN_WAIT_1',
  CLOSE_WAIT: 'LAST_ACK',
  unknown: 'FIN_WAIT_1',
};
const GOT_FIN: Readonly<Partial<Record<TcpState, TcpState>>> = {
  SYN_RECEIVED: 'CLOSE_WAIT',
  ESTABLISHED: 'CLOSE_WAIT',
  FIN_WAIT_1: 'CLOSING',
  FIN_WAIT_2: 'TIME_WAIT',
  unknown: 'CLOSE_WAIT',
};
const FIN_ACKNOWLEDGED: Readonly<Partial<Record<TcpState, TcpState>>> = {
  FIN_WAIT_1: 'FIN_WAIT_2',
  CLOSING: 'TIME_WAIT',
  LAST_ACK: 'CLOSED',
};

export class TcpStates {
  readonly #ends: readonly [End, End] = [
    { state: 'unknown', finEnd: null },
    { state: 'unknown', finEnd: null },
  ];

  state(direction: 0 | 1): TcpState {
    return this.#ends[direction].state;
  }

  /** A segment of the end `direction`; a copy of a frame is none. */
  next(direction: 0 | 1, flags: number, sequence: number, payloadLength: number, acknowledgement: number): void {
    const sender = this.#ends[direction];
    const receiver = this.#ends[1 - direction] as End;
    if ((flags & TCP_FLAG.rst) !== 0) {
      sender.state = 'CLOSED';
      receiver.state = 'CLOSED';
      return;
    }
    if ((flags & TCP_FLAG.syn) !== 0) {
      this.#syn(sender, receiver, (flags & TCP_FLAG.ack) !== 0);
      return;
    }
    // A connection whose beginning was not captured.
    if (sender.state === 'unknown') sender.state = 'ESTABLISHED';
    if (receiver.state === 'unknown') receiver.state = 'ESTABLISHED';
    if ((flags & TCP_FLAG.ack) !== 0) this.#acknowledge(receiver, acknowledgement);
    if ((flags & TCP_FLAG.fin) === 0 || sender.finEnd !== null) return;
    sender.finEnd = (sequence + payloadLength + 1) >>> 0;
    sender.state = SENT_FIN[sender.state] ?? sender.state;
    receiver.state = GOT_FIN[receiver.state] ?? receiver.state;
  }

  #syn(sender: End, receiver: End, acknowledges: boolean): void {
    if (acknowledges) {
      if (sender.state === 'unknown' || sender.state === 'LISTEN' || sender.state === 'SYN_SENT') sender.state = 'SYN_RECEIVED';
      if (receiver.state === 'SYN_SENT' || receiver.state === 'unknown') receiver.state = 'ESTABLISHED';
      return;
    }
    if (receiver.state === 'SYN_SENT') {
      // Both ends opened at once.
      sender.state = 'SYN_RECEIVED';
      receiver.state = 'SYN_RECEIVED';
      return;
    }
    if (sender.state === 'unknown') sender.state = 'SYN_SENT';
    if (receiver.state === 'unknown') receiver.state = 'LISTEN';
  }

  #acknowledge(receiver: End, acknowledgement: number): void {
    if (receiver.state === 'SYN_RECEIVED') receiver.state = 'ESTABLISHED';
    if (receiver.finEnd === null || sequenceBefore(acknowledgement, receiver.finEnd)) return;
    receiver.state = FIN_ACKNOWLEDGED[receiver.state] ?? receiver.state;
  }
}
