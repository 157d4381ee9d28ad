/** Where HTTP/2 frames end, and what a connection must remember: header tables, header blocks over frames, streams that carry gRPC. */
import { readUint16, readUint24, readUint32 } from '../../../shared/base/bytes';
import { PDU, remembered, type StreamSide } from '../message-stream';
import { startsWith } from '../text-scan';
import { HeaderDecoder, type HeaderField } from './header-decoder';

export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
/** As much of the preface as is not found elsewhere: it may be cut by the segment. */
const SURE_OF_PREFACE = 14;
export const FRAME_HEADER = 9;
/** Larger than what any server of note allows; a longer frame is no frame. */
const LONGEST_FRAME = 1 << 20;
const MOST_STREAMS = 10_000;
const MOST_BLOCK_BYTES = 1 << 18;
const LARGEST_SETTING = 0x10;

export const FRAME = {
  data: 0,
  headers: 1,
  priority: 2,
  rstStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;
export const FLAG = { endStream: 0x1, ack: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20 } as const;

interface Sender {
  readonly headers: HeaderDecoder;
  /** Header block whose end is still to come. */
  block: Uint8Array[];
  blockBytes: number;
  /** By stream that carries gRPC: bytes outstanding of a message. */
  readonly grpc: Map<number, number>;
}

export interface Http2Note {
  /** Of the block that ends in this frame. */
  readonly headers: readonly HeaderField[];
  /** True when the block began in this frame: the fields' places are known. */
  readonly inPlace: boolean;
  /** Bytes at the beginning of the DATA frame that end a gRPC message of earlier frames; null where the stream carries no gRPC. */
  readonly grpcCarried: number | null;
}

const newSender = (): Sender => ({ headers: new HeaderDecoder(), block: [], blockBytes: 0, grpc: new Map() });
const senders = remembered(() => ({ client: newSender(), server: newSender() }));
const NOTHING: Http2Note = { headers: [], inPlace: false, grpcCarried: null };

export interface FrameHeader {
  readonly length: number;
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
}

/** Of a frame whose header is there whole. */
export function readFrameHeader(bytes: Uint8Array, offset: number): FrameHeader {
  return {
    length: readUint24(bytes, offset),
    type: bytes[offset + 3] as number,
    flags: bytes[offset + 4] as number,
    stream: readUint32(bytes, offset + 5) & 0x7fffffff,
  };
}

/** The client's preface, or a SETTINGS frame as a server begins with it. */
export function isHttp2(bytes: Uint8Array, offset: number, end: number): boolean {
  if (end - offset >= SURE_OF_PREFACE && startsWith(bytes, offset, end, PREFACE.slice(0, end - offset))) return true;
  if (end - offset < FRAME_HEADER) return false;
  const { length, type, flags, stream } = readFrameHeader(bytes, offset);
  if (type !== FRAME.settings || flags > FLAG.ack || stream !== 0 || length % 6 !== 0 || length > 6 * LARGEST_SETTING) return false;
  if (length === 0) return flags === FLAG.ack && end - offset === FRAME_HEADER;
  const setting = end - offset >= FRAME_HEADER + 2 ? readUint16(bytes, offset + FRAME_HEADER) : 0;
  return flags === 0 && setting > 0 && setting <= LARGEST_SETTING;
}

export function frameLength(bytes: Uint8Array, offset: number, end: number): number {
  if (bytes[offset] === PREFACE.charCodeAt(0) && startsWith(bytes, offset, end, PREFACE.slice(0, end - offset))) {
    return end - offset < PREFACE.length ? PDU.more : PREFACE.length;
  }
  if (end - offset < FRAME_HEADER) return PDU.more;
  const { length } = readFrameHeader(bytes, offset);
  return length > LONGEST_FRAME ? PDU.none : FRAME_HEADER + length;
}

export function followFrame(bytes: Uint8Array, offset: number, end: number, side: StreamSide): Http2Note {
  if (end - offset < FRAME_HEADER || startsWith(bytes, offset, end, PREFACE)) return NOTHING;
  const frame = readFrameHeader(bytes, offset);
  const both = senders(side);
  const sender = side.fromClient ? both.client : both.server;
  if (frame.type === FRAME.data) return { ...NOTHING, grpcCarried: followGrpc(bytes, offset, end, frame, sender) };
  const place = headerBlock(bytes, offset, end, frame);
  if (place === null) return NOTHING;
  const begins = frame.type !== FRAME.continuation;
  if (begins) sender.block = [];
  sender.blockBytes = begins ? place.to - place.from : sender.blockBytes + place.to - place.from;
  if (sender.blockBytes <= MOST_BLOCK_BYTES) sender.block.push(bytes.slice(place.from, place.to));
  if ((frame.flags & FLAG.endHeaders) === 0) return NOTHING;
  const headers = sender.headers.decode(joined(sender.block));
  sender.block = [];
  const type = headers.find(({ name }) => name === 'content-type')?.value ?? '';
  if (type.startsWith('application/grpc'))
    for (const one of [both.client, both.server]) if (one.grpc.size < MOST_STREAMS) one.grpc.set(frame.stream, 0);
  return { headers, inPlace: begins, grpcCarried: null };
}

/** Where the header block fragment of a frame lies, behind padding length, priority and promised stream; null for other frames. */
export function headerBlock(
  bytes: Uint8Array,
  offset: number,
  end: number,
  { type, flags, length }: FrameHeader,
): { from: number; to: number } | null {
  if (type !== FRAME.headers && type !== FRAME.pushPromise && type !== FRAME.continuation) return null;
  let from = offset + FRAME_HEADER;
  let to = Math.min(end, from + length);
  if (type !== FRAME.continuation && (flags & FLAG.padded) !== 0 && from < to) {
    to = Math.max(from + 1, to - (bytes[from] as number));
    from++;
  }
  if (type === FRAME.headers && (flags & FLAG.priority) !== 0) from += 5;
  if (type === FRAME.pushPromise) from += 4;
  return { from: Math.min(from, to), to };
}

/** Where a DATA frame's content lies, padding left out. */
export function dataContent(bytes: Uint8Array, offset: number, end: number, { flags, length }: FrameHeader): { from: number; to: number } {
  const from = offset + FRAME_HEADER;
  const to = Math.min(end, from + length);
  if ((flags & FLAG.padded) === 0 || from >= to) return { from, to };
  return { from: from + 1, to: Math.max(from + 1, to - (bytes[from] as number)) };
}

/** Length-prefixed messages may go on in the next DATA frame of the stream. */
function followGrpc(bytes: Uint8Array, offset: number, end: number, frame: FrameHeader, sender: Sender): number | null {
  const carried = sender.grpc.get(frame.stream);
  if (carried === undefined) return null;
  const { from, to } = dataContent(bytes, offset, end, frame);
  let at = from + carried;
  while (at + 5 <= to) at += 5 + readUint32(bytes, at + 1);
  sender.grpc.set(frame.stream, Math.max(0, at - to));
  return carried;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (pieces.length === 1 && first) return first;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
