/**
 * How a protocol over TCP says where its messages end, so that a message over several segments is dissected as one (Wireshark: tcp_dissect_pdus).
 *
 * ```ts
 * // A header of four bytes: kind, flags, and a 16-bit length that does not count the header.
 * pdu: (bytes, offset, end) => (end - offset < 4 ? PDU.more : 4 + readUint16(bytes, offset + 2)),
 * ```
 *
 * `decode` is then called once a message, with `layer.offset` and `layer.wireEnd` at its ends. A protocol whose messages mean something else after others
 * (compressed headers, an upgrade, who speaks) has `follow` too: it sees every message of both directions in order, keeps what it must in
 * `side.memory`, and what it returns is `layer.note` when that message is dissected.
 */

/** What `pdu` returns instead of a length. */
export const PDU = {
  /** The bytes before `end` do not tell the length yet. */
  more: 0,
  /** No message of this protocol begins here. */
  none: -1,
  /** The message goes on until its sender closes. */
  untilClose: Number.POSITIVE_INFINITY,
} as const;

/** One direction of a conversation, at a message. */
export interface StreamSide {
  /** Sent by the end that opened the connection, or is taken to be the client. */
  readonly fromClient: boolean;
  /** Bytes that this direction sent before the message; null where the beginning of the stream was not captured, or bytes are missing before. */
  readonly position: number | null;
  /** In `follow`: the frame that the message is shown in, where it ends. */
  readonly frame: number;
  /** In `follow`: false when bytes of the message are missing, at its end. */
  readonly whole: boolean;
  /** What protocols remember of the conversation, both directions together; see `remembered`. */
  readonly memory: Map<symbol, unknown>;
  /** What follows, in both directions, is of another protocol (by id): after an upgrade, or when encryption begins. */
  become(protocolId: string): void;
}

/** Length in bytes of the message at `offset`, or one of PDU; may exceed `end - offset`. Cheap, looks at nothing from `end` on. */
export type PduLength = (bytes: Uint8Array, offset: number, end: number, side: StreamSide) => number;

/** Sees each message once, in order; returns what its decoder needs to know of the conversation. */
export type FollowMessage = (bytes: Uint8Array, offset: number, end: number, side: StreamSide) => unknown;

/** A typed place in the memory of conversations: `const phase = remembered(() => ({ … }))`, then `phase(side)`. */
export function remembered<T>(create: () => T): (side: StreamSide) => T {
  const key = Symbol();
  return ({ memory }) => {
    const known = memory.get(key);
    if (known !== undefined) return known as T;
    const made = create();
    memory.set(key, made);
    return made;
  };
}
