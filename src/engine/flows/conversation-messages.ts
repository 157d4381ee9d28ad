/** The messages of a connection by frame: its streams divided by their protocols. Made on demand for connections that are looked at. */
import type { ConversationProtocols } from '../protocols/conversation-protocols';
import { type FoundMessage, MessageDivider, type MessagePiece } from '../protocols/message-divider';
import type { PacketTable } from '../store/packet-table';
import { type ConversationSink, ConversationStream } from './conversation-stream';

/** A range of a frame's payload, and the message that it belongs to. */
export interface MessagePart {
  readonly from: number;
  readonly to: number;
  readonly message: FoundMessage;
}

/** As kept: the piece of a message that lies whole in its segment is the message itself. */
interface KeptPart {
  readonly piece: MessagePiece;
  readonly message: FoundMessage;
}
type Kept = KeptPart | (FoundMessage & MessagePiece);

export class ConversationMessages implements ConversationSink {
  readonly #payloadOf: (frame: number) => Uint8Array;
  readonly #stream: ConversationStream;
  readonly #dividers: readonly [MessageDivider, MessageDivider];
  readonly #parts = new Map<number, Kept | Kept[]>();
  /** Parts of all frames. */
  size = 0;

  /** `payloadOf`: the captured bytes of a frame's TCP payload. `fromStart`: by direction, whether the first packets given hold the stream's beginning. */
  constructor(
    packets: PacketTable,
    protocols: ConversationProtocols,
    clientDirection: 0 | 1,
    fromStart: readonly [boolean, boolean],
    payloadOf: (frame: number) => Uint8Array,
  ) {
    this.#payloadOf = payloadOf;
    this.#stream = new ConversationStream(packets, this);
    const listen = (piece: MessagePiece, message: FoundMessage) => this.#note(piece, message);
    const divider = (direction: 0 | 1) => new MessageDivider(protocols, direction === clientDirection, fromStart[direction], listen);
    this.#dividers = [divider(0), divider(1)];
  }

  /** The next packet of the connection, by its row. */
  add(row: number): void {
    this.#stream.add(row);
  }

  end(): void {
    this.#stream.end();
    for (const divider of this.#dividers) divider.end(false);
  }

  /** In order of the payload; none for a frame whose bytes were all sent before. */
  partsOf(frame: number): readonly MessagePart[] {
    const kept = this.#parts.get(frame);
    if (kept === undefined) return [];
    return (Array.isArray(kept) ? kept : [kept]).map(partOf);
  }

  data(direction: 0 | 1, frame: number, from: number, to: number): void {
    const payload = this.#payloadOf(frame);
    const divider = this.#dividers[direction];
    const end = Math.min(to, payload.length);
    if (end > from) divider.segment(frame, payload, from, end);
    if (to > end) divider.gap(to - Math.max(from, end));
  }

  gap(direction: 0 | 1, length: number): void {
    this.#dividers[direction].gap(length);
  }

  closed(direction: 0 | 1): void {
    this.#dividers[direction].end(true);
  }

  #note(piece: MessagePiece, message: FoundMessage): void {
    const { frame } = piece;
    const part: Kept = isPiece(message) ? message : { piece, message };
    const before = this.#parts.get(frame);
    this.size++;
    if (before === undefined) this.#parts.set(frame, part);
    else if (Array.isArray(before)) before.push(part);
    else this.#parts.set(frame, [before, part]);
  }
}

function isPiece(message: FoundMessage): message is FoundMessage & MessagePiece {
  return 'frame' in message;
}

function partOf(kept: Kept): MessagePart {
  if (!('piece' in kept)) return { from: kept.from, to: kept.to, message: kept };
  return { from: kept.piece.from, to: kept.piece.to, message: kept.message };
}
