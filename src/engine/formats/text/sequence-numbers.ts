/**
 * Absolute sequence numbers from printed ones. tcpdump prints the first segment of a connection (and everything with -S, and what carries no
 * ACK) with absolute numbers and the rest relative to the connection's begin, and prints none at all for empty segments (print-tcp.c).
 */
import { sequenceAdd, sequenceAfter, sequenceDifference } from '../../../shared/base/sequence';
import { MOST_ENDPOINTS } from './hosts';
import { TCP_FLAG, type TcpText } from './tcp-text';

export interface ResolvedNumbers {
  readonly sequence: number;
  readonly acknowledgment: number;
  /** True when no sequence number was printed: it is the next one expected from this sender. */
  readonly sequenceUnknown: boolean;
  /** True when the begin of a direction was never printed, so that its numbers are right relative to each other only. */
  readonly sequenceBaseUnknown: boolean;
  readonly acknowledgmentBaseUnknown: boolean;
  /** Absolute number of a SACK edge: it lies in the peer's sequence space. */
  sackEdge(printed: number): number;
}

interface Direction {
  /** Number that printed ones are relative to; null while none was printed. */
  base: number | null;
  baseKnown: boolean;
  /** Next number expected from this sender; null while nothing is known. */
  next: number | null;
}
interface Conversation {
  readonly directions: readonly [Direction, Direction];
  /** True once a segment with ACK was printed: later numbers are relative. */
  started: boolean;
  /** True when the numbers turned out to be absolute (-S, or text that begins later than the connection's first line). */
  absolute: boolean | null;
}

/** Two readings of a number differ decisively when the better one is this near and the other one this far. */
const NEAR = 2 ** 20;
const FAR = 2 ** 24;

export class SequenceNumbers {
  /** By the lower and the higher of the ends' ids. */
  readonly #conversations = new Map<number, Conversation>();

  /** `source` and `destination`: ids of endpoints. `text.payloadLength` null counts as 0. */
  resolve(source: number, destination: number, text: TcpText): ResolvedNumbers {
    const forward = source <= destination;
    const key = keyOf(source, destination);
    const syn = (text.flags & TCP_FLAG.syn) !== 0;
    const ack = (text.flags & TCP_FLAG.ack) !== 0;
    let conversation = this.#conversations.get(key);
    if (!conversation || (syn && !ack && !isSynAgain(forward ? conversation.directions[0] : conversation.directions[1], text))) {
      conversation = newConversation();
      this.#conversations.set(key, conversation);
    }
    const [first, second] = conversation.directions;
    const sender = forward ? first : second;
    const receiver = forward ? second : first;
    const numbers = ack ? this.#withAck(conversation, sender, receiver, text, syn) : withoutAck(sender, text);
    const consumed = (text.payloadLength ?? 0) + (syn ? 1 : 0) + (text.flags & TCP_FLAG.fin ? 1 : 0);
    const next = sequenceAdd(numbers.sequence, consumed);
    if (sender.next === null || syn || sequenceAfter(next, sender.next)) sender.next = next;
    if (ack && (receiver.next === null || sequenceAfter(numbers.acknowledgment, receiver.next))) receiver.next = numbers.acknowledgment;
    return numbers;
  }

  /**
   * Of a segment whose text tells the ends and the payload alone (-q): the next number of its sender, and an acknowledgment of all that the other end
   * sent before. What was lost or sent again cannot be told from such text, so nothing is.
   */
  count(source: number, destination: number, payloadLength: number): Pick<ResolvedNumbers, 'sequence' | 'acknowledgment'> {
    const key = keyOf(source, destination);
    const conversation = this.#conversations.get(key) ?? newConversation();
    this.#conversations.set(key, conversation);
    const [first, second] = conversation.directions;
    const [sender, receiver] = source <= destination ? [first, second] : [second, first];
    const sequence = sender.next ?? 0;
    sender.next = sequenceAdd(sequence, payloadLength);
    return { sequence, acknowledgment: receiver.next ?? 0 };
  }

  #withAck(conversation: Conversation, sender: Direction, receiver: Direction, text: TcpText, syn: boolean): ResolvedNumbers {
    const printedAck = text.acknowledgment ?? 0;
    const printed = text.sequence;
    if (syn || !conversation.started) {
      conversation.started = true;
      sender.base = printed ?? sender.next ?? 0;
      sender.baseKnown = printed !== null || sender.next !== null;
      receiver.base = sequenceAdd(printedAck, -1);
      receiver.baseKnown = true;
      return resolved(printed ?? sender.next ?? sender.base, printedAck, printed === null, sender, receiver, (edge) =>
        chooseEdge(edge, receiver, printedAck),
      );
    }
    const acknowledgment = choose(conversation, receiver, printedAck);
    const sequence = printed === null ? (sender.next ?? sender.base ?? 0) : choose(conversation, sender, printed);
    return resolved(sequence, acknowledgment, printed === null, sender, receiver, (edge) => chooseEdge(edge, receiver, acknowledgment));
  }
}

function keyOf(source: number, destination: number): number {
  return Math.min(source, destination) * MOST_ENDPOINTS + Math.max(source, destination);
}

/** A SYN with the number it had before is a retransmission, another one opens a new connection. */
function isSynAgain(sender: Direction, text: TcpText): boolean {
  return text.sequence !== null && (sender.base === text.sequence || (sender.base === null && sender.next === sequenceAdd(text.sequence, 1)));
}

function newConversation(): Conversation {
  return {
    directions: [
      { base: null, baseKnown: false, next: null },
      { base: null, baseKnown: false, next: null },
    ],
    started: false,
    absolute: null,
  };
}

function resolved(
  sequence: number,
  acknowledgment: number,
  sequenceUnknown: boolean,
  sender: Direction,
  receiver: Direction,
  sackEdge: (printed: number) => number,
): ResolvedNumbers {
  return {
    sequence,
    acknowledgment,
    sequenceUnknown,
    sequenceBaseUnknown: !sender.baseKnown,
    acknowledgmentBaseUnknown: !receiver.baseKnown,
    sackEdge,
  };
}

/** A segment without ACK is printed with absolute numbers. */
function withoutAck(sender: Direction, text: TcpText): ResolvedNumbers {
  const sequence = text.sequence ?? sender.next ?? 0;
  return {
    sequence,
    acknowledgment: 0,
    sequenceUnknown: text.sequence === null,
    sequenceBaseUnknown: text.sequence === null && sender.next === null,
    acknowledgmentBaseUnknown: false,
    sackEdge: (edge) => edge,
  };
}

/** Relative or absolute, whichever lies nearer to what this direction was at. A decisive case settles it for the conversation. */
function choose(conversation: Conversation, direction: Direction, printed: number): number {
  const relative = sequenceAdd(direction.base ?? 0, printed);
  if (conversation.absolute !== null) return conversation.absolute ? printed : relative;
  if (direction.next === null) return relative;
  const distanceRelative = Math.abs(sequenceDifference(relative, direction.next));
  const distanceAbsolute = Math.abs(sequenceDifference(printed, direction.next));
  const absolute = distanceAbsolute < distanceRelative;
  if (Math.min(distanceRelative, distanceAbsolute) < NEAR && Math.max(distanceRelative, distanceAbsolute) > FAR) conversation.absolute = absolute;
  return absolute ? printed : relative;
}

function chooseEdge(printed: number, receiver: Direction, acknowledgment: number): number {
  const relative = sequenceAdd(receiver.base ?? 0, printed);
  const nearer = Math.abs(sequenceDifference(printed, acknowledgment)) < Math.abs(sequenceDifference(relative, acknowledgment));
  return nearer ? printed : relative;
}
