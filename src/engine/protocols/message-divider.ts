/** Divides one direction of a conversation, given in order, into the messages of its protocol. */
import type { ConversationProtocols } from './conversation-protocols';
import { PDU, type StreamSide } from './message-stream';
import type { Protocol } from './protocol';

/** Bytes of one message that are kept; what lies beyond is counted, not shown. */
const MOST_KEPT_BYTES = 4 << 20;
/** A message whose bytes do not tell its length by then is given up. */
const MOST_UNMEASURED_BYTES = 2 << 20;
/** Segments of one message that are named. */
const MOST_PIECES = 10_000;

/** Bytes of a segment's payload; offsets count from the payload's first byte. */
export interface MessagePiece {
  readonly frame: number;
  readonly from: number;
  readonly to: number;
}

export interface FoundMessage {
  /** Null: bytes of no known protocol. */
  readonly protocol: Protocol | null;
  /** Its bytes from the first on, up to its end or to the first that is missing. */
  readonly pieces: readonly MessagePiece[];
  /** Length by its header, more than the pieces hold when bytes are missing; null when the bytes there do not tell it. */
  readonly length: number | null;
  /** The frame that is dissected with this message: the last one that holds bytes of `pieces`. */
  readonly shownIn: number;
  /** What `follow` returned. */
  readonly note: unknown;
  /** Nothing told its length: all that its segment holds. */
  readonly isRest: boolean;
}

/** A message that lies whole in one segment, as nearly all do: its own piece, and small, since there may be a million of them. */
class WholeMessage implements FoundMessage, MessagePiece {
  constructor(
    readonly protocol: Protocol | null,
    readonly frame: number,
    readonly from: number,
    readonly to: number,
    readonly note: unknown,
    readonly isRest: boolean,
  ) {}

  get pieces(): readonly MessagePiece[] {
    return [this];
  }

  get length(): number {
    return this.to - this.from;
  }

  get shownIn(): number {
    return this.frame;
  }
}

/** Told of every range of payload: the message may still be under way, its frame is known once it has ended. */
export type PartListener = (piece: MessagePiece, message: FoundMessage) => void;

/** A message under way. */
class OpenMessage implements FoundMessage {
  readonly pieces: MessagePiece[] = [];
  length: number | null = null;
  shownIn = 0;
  note: unknown = null;
  readonly isRest = false;
  bytes = new Uint8Array(4096);
  kept = 0;
  /** Bytes passed of it, kept or not. */
  count = 0;
  /** PDU.more, or the length. */
  needed: number = PDU.more;
  hasHole = false;

  constructor(
    readonly protocol: Protocol,
    readonly position: number | null,
  ) {}

  append(frame: number, bytes: Uint8Array, from: number, to: number): void {
    this.count += to - from;
    if (this.hasHole) return;
    if (this.kept + to - from > MOST_KEPT_BYTES || this.pieces.length >= MOST_PIECES) {
      this.hasHole = true;
      return;
    }
    this.#reserve(this.kept + to - from);
    this.bytes.set(bytes.subarray(from, to), this.kept);
    this.kept += to - from;
    this.pieces.push({ frame, from, to });
    this.shownIn = frame;
  }

  /** Takes back the bytes behind `length` of the piece appended last; returns how many. */
  trim(length: number): number {
    const excess = Math.max(0, this.kept - length);
    const last = this.pieces.pop();
    if (last) this.pieces.push({ ...last, to: last.to - excess });
    this.kept -= excess;
    this.count -= excess;
    return excess;
  }

  #reserve(size: number): void {
    if (size <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(size, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.kept));
    this.bytes = larger;
  }
}

export class MessageDivider {
  readonly #protocols: ConversationProtocols;
  readonly #fromClient: boolean;
  readonly #listen: PartListener;
  #position: number | null;
  #open: OpenMessage | null = null;

  /** `fromStart`: the first byte given is the first that this direction sent. */
  constructor(protocols: ConversationProtocols, fromClient: boolean, fromStart: boolean, listen: PartListener) {
    this.#protocols = protocols;
    this.#fromClient = fromClient;
    this.#position = fromStart ? 0 : null;
    this.#listen = listen;
  }

  /** The next bytes of the stream: `[from, to)` of a segment's payload, which is `bytes`. */
  segment(frame: number, bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    if (this.#open !== null) at = this.#continue(this.#open, frame, bytes, at, to);
    while (at < to) at = this.#begin(frame, bytes, at, to);
  }

  /** `length` bytes of the stream are missing here. */
  gap(length: number): void {
    const open = this.#open;
    if (open !== null && open.needed !== PDU.more && open.count + length < open.needed) {
      open.hasHole = true;
      open.count += length;
      return;
    }
    if (open !== null) this.#finish(open, false);
    this.#position = null;
  }

  /** Nothing follows. `closed`: by its sender, else the capture ends here. */
  end(closed: boolean): void {
    if (this.#open !== null) this.#finish(this.#open, closed && this.#open.needed === PDU.untilClose);
  }

  /** Returns where the next message may begin. */
  #begin(frame: number, bytes: Uint8Array, at: number, to: number): number {
    const side = this.#side(this.#position, frame, true);
    const protocol = this.#protocols.choose(bytes, at, to, side);
    const length = protocol?.pdu?.(bytes, at, to, side) ?? to - at;
    if (protocol !== null && (length === PDU.more || length > to - at)) {
      const open = new OpenMessage(protocol, this.#position);
      open.needed = length;
      this.#open = open;
      open.append(frame, bytes, at, to);
      this.#listen({ frame, from: at, to }, open);
      return to;
    }
    const unknown = length < 0;
    const end = unknown ? to : at + length;
    const note = protocol === null || unknown ? null : (protocol.follow?.(bytes, at, end, side) ?? null);
    const whole = new WholeMessage(protocol, frame, at, end, note, unknown || protocol?.pdu === undefined);
    this.#listen(whole, whole);
    this.#position = this.#position === null || unknown ? null : this.#position + end - at;
    return end;
  }

  #continue(open: OpenMessage, frame: number, bytes: Uint8Array, at: number, to: number): number {
    const known = open.needed !== PDU.more;
    const before = open.kept;
    const end = known ? Math.min(to, at + open.needed - open.count) : to;
    open.append(frame, bytes, at, end);
    const taken = known ? end : end - this.#measure(open, before);
    if (taken > at) this.#listen({ frame, from: at, to: taken }, open);
    if (open.needed !== PDU.more && open.count >= open.needed) this.#finish(open, true);
    else if (open.needed === PDU.more && (open.hasHole || open.kept > MOST_UNMEASURED_BYTES)) this.#finish(open, false);
    return taken;
  }

  /** Asks for the length again; returns how many of the bytes appended last do not belong to the message. */
  #measure(open: OpenMessage, before: number): number {
    const length = open.protocol.pdu?.(open.bytes, 0, open.kept, this.#side(open.position, open.shownIn, true)) ?? PDU.none;
    if (length === PDU.more) return 0;
    open.needed = length < 0 ? open.kept : Math.max(length, before + 1);
    return open.trim(open.needed);
  }

  #finish(open: OpenMessage, complete: boolean): void {
    this.#open = null;
    const whole = complete && !open.hasHole;
    const side = this.#side(open.position, open.shownIn, whole);
    open.note = open.protocol.follow?.(open.bytes, 0, open.kept, side) ?? null;
    open.length = whole ? open.kept : Number.isFinite(open.needed) && open.needed !== PDU.more ? open.needed : null;
    open.bytes = new Uint8Array(0);
    this.#position = complete && open.position !== null ? open.position + open.count : null;
  }

  #side(position: number | null, frame: number, whole: boolean): StreamSide {
    const protocols = this.#protocols;
    return { fromClient: this.#fromClient, position, frame, whole, memory: protocols.memory, become: (id) => protocols.become(id) };
  }
}
