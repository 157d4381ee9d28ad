/**
 * Frames: one byte of channel, then a MessagePack array whose first element is the kind. Typed arrays travel as MessagePack extension 0x74
 * (msgpackr `moreTypes`) and arrive as aligned copies of the same kind; both ends are little-endian, as every machine that runs them is. An item that is
 * bytes travels as binary data and arrives as a view of its frame.
 */
import { Packr } from 'msgpackr/pack';
import { Unpackr } from 'msgpackr/unpack';
import type { ErrorData } from '../contract/errors';
import type { Channel } from './transport';

export const FRAME = { call: 0, cancel: 1, credit: 2, result: 3, error: 4, item: 5, end: 6 } as const;

/** Id of an error that concerns every open call of the channel: whoever answered is gone. Calls are numbered from 1. */
export const EVERY_CALL = 0;

/** Client to server. `credit`: how many items a stream may send; 0 for a method. */
export type RequestFrame =
  | readonly [kind: typeof FRAME.call, id: number, name: string, params: unknown, credit: number]
  | readonly [kind: typeof FRAME.cancel, id: number]
  | readonly [kind: typeof FRAME.credit, id: number, items: number];

/** Server to client. */
export type ReplyFrame =
  | readonly [kind: typeof FRAME.result, id: number, value: unknown]
  | readonly [kind: typeof FRAME.error, id: number, code: string, data: ErrorData]
  | readonly [kind: typeof FRAME.item, id: number, value: unknown]
  | readonly [kind: typeof FRAME.end, id: number];

/** Objects of one shape travel as records, whose keys stand in a frame once: rows of a table take half the bytes and a fifth of the time to read. */
const OPTIONS = { moreTypes: true, useRecords: true, structuredClone: false };
const packr = new Packr(OPTIONS);
const unpackr = new Unpackr(OPTIONS);

/** The frame's bytes, alone in their buffer, so that a port can move them. */
export function encodeFrame(channel: Channel, frame: RequestFrame | ReplyFrame): Uint8Array {
  if (frame[0] === FRAME.item && frame[2] instanceof Uint8Array) return encodeBytesItem(channel, frame[1], frame[2]);
  const body = packr.pack(frame);
  const bytes = new Uint8Array(1 + body.length);
  bytes[0] = channel;
  bytes.set(body, 1);
  return bytes;
}

/** MessagePack's marks of an array of three, an unsigned 32-bit integer, and binary data with a 32-bit length. */
const ARRAY_OF_3 = 0x93;
const UINT_32 = 0xce;
const BINARY_32 = 0xc6;
const BYTES_ITEM_HEADER = 13;

/** The chunks of a report are most of what crosses: copied once here, as MessagePack's binary data, and read in place at the other end. */
function encodeBytesItem(channel: Channel, id: number, item: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(BYTES_ITEM_HEADER + item.length);
  const view = new DataView(bytes.buffer);
  bytes.set([channel, ARRAY_OF_3, FRAME.item, UINT_32]);
  view.setUint32(4, id);
  bytes[8] = BINARY_32;
  view.setUint32(9, item.length);
  bytes.set(item, BYTES_ITEM_HEADER);
  return bytes;
}

/** Null when the bytes are of another channel or no frame that this end can be sent. */
export function decodeRequest(channel: Channel, bytes: Uint8Array): RequestFrame | null {
  const frame = decode(channel, bytes);
  if (frame === null) return null;
  const [kind, , third, , fifth] = frame;
  if (kind === FRAME.call) return typeof third === 'string' && isCount(fifth) ? (frame as unknown as RequestFrame) : null;
  if (kind === FRAME.credit) return isCount(third) ? (frame as unknown as RequestFrame) : null;
  return kind === FRAME.cancel ? (frame as unknown as RequestFrame) : null;
}

/** Null when the bytes are of another channel or no frame that this end can be sent. */
export function decodeReply(channel: Channel, bytes: Uint8Array): ReplyFrame | null {
  const frame = decode(channel, bytes);
  if (frame === null) return null;
  const [kind, , third, fourth] = frame;
  if (kind === FRAME.error)
    return typeof third === 'string' && typeof fourth === 'object' && fourth !== null ? (frame as unknown as ReplyFrame) : null;
  return kind === FRAME.result || kind === FRAME.item || kind === FRAME.end ? (frame as unknown as ReplyFrame) : null;
}

function decode(channel: Channel, bytes: Uint8Array): readonly unknown[] | null {
  if (bytes[0] !== channel) return null;
  // A Node Buffer would hand out Buffers that share the frame's memory: a plain view gives plain arrays.
  const body = new Uint8Array(bytes.buffer, bytes.byteOffset + 1, bytes.byteLength - 1);
  let frame: unknown;
  try {
    frame = unpackr.unpack(body);
  } catch {
    return null;
  }
  return Array.isArray(frame) && isCount(frame[1]) ? frame : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
