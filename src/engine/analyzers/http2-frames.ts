/** Finds the frames of HTTP/2 (RFC 9113 section 4.1) in one direction of a connection, from segment to segment. */
import { readUint24, readUint32 } from '../../shared/base/bytes';
import { sequenceAdd, sequenceDifference } from '../../shared/base/sequence';
import type { Segment } from '../flows/segment';

export const HTTP2_FRAME = { data: 0, headers: 1, rstStream: 3, goaway: 7 } as const;
export const END_STREAM = 0x1;

export const FRAME_HEADER_BYTES = 9;
/** SETTINGS_MAX_FRAME_SIZE before an end raises it: a longer frame is not believed where the place of its header is a guess. */
const USUAL_FRAME_BYTES = 16_384;

const PRIORITY = 2;
const SETTINGS = 4;
const PING = 6;
const WINDOW_UPDATE = 8;
const CONTINUATION = 9;
/** Length of frames that have one length only. */
const FIXED_LENGTHS: ReadonlyMap<number, number> = new Map([
  [PRIORITY, 5],
  [HTTP2_FRAME.rstStream, 4],
  [PING, 8],
  [WINDOW_UPDATE, 4],
]);
const OF_STREAMS: ReadonlySet<number> = new Set([HTTP2_FRAME.data, HTTP2_FRAME.headers, PRIORITY, HTTP2_FRAME.rstStream, CONTINUATION]);
const OF_CONNECTION: ReadonlySet<number> = new Set([SETTINGS, PING, HTTP2_FRAME.goaway]);

/** The flags that each type may have (section 6), by type. */
const FLAGS: readonly number[] = [0x09, 0x2d, 0, 0, 0x01, 0x0c, 0x01, 0, 0, 0x04];

export type TakeFrame = (type: number, flags: number, stream: number) => void;

/** One direction. A header may be split by segments; where bytes are missing, frames are found again at the next segment that begins with one. */
export class Http2FrameWalk {
  /** Sequence number of the next header. */
  #next: number;
  #isLost: boolean;
  readonly #header = new Uint8Array(FRAME_HEADER_BYTES);
  /** Bytes of the next header that are there. */
  #held = 0;

  /** `firstHeader`: sequence number of the first header; null where it has to be found. */
  constructor(firstHeader: number | null) {
    this.#next = firstHeader ?? 0;
    this.#isLost = firstHeader === null;
  }

  /** Tells of each frame whose header ends in the segment; its bytes are `bytes` from `at` to `end`. */
  read(segment: Segment, bytes: Uint8Array, at: number, end: number, take: TakeFrame): void {
    const ahead = sequenceDifference(sequenceAdd(this.#next, this.#held), segment.sequence);
    // Sent before already, or within a frame.
    if (!this.#isLost && ahead >= segment.payloadLength) return;
    let place = at + ahead;
    if (this.#isLost || ahead < 0) {
      if (!mayBeginFrame(bytes, at, end)) {
        this.#isLost = true;
        return;
      }
      this.#isLost = false;
      this.#held = 0;
      this.#next = segment.sequence;
      place = at;
    }
    this.#readFrom(place, bytes, end, take);
    if (end - at < segment.payloadLength && this.#isBefore(sequenceAdd(segment.sequence, segment.payloadLength))) this.#isLost = true;
  }

  #readFrom(start: number, bytes: Uint8Array, end: number, take: TakeFrame): void {
    let place = start;
    while (place < end) {
      const count = Math.min(FRAME_HEADER_BYTES - this.#held, end - place);
      this.#header.set(bytes.subarray(place, place + count), this.#held);
      this.#held += count;
      if (this.#held < FRAME_HEADER_BYTES) return;
      this.#held = 0;
      if (!isFrameHeader(this.#header, 0)) {
        this.#isLost = true;
        return;
      }
      const length = readUint24(this.#header, 0);
      take(this.#header[3] as number, this.#header[4] as number, streamOf(this.#header, 0));
      place += count + length;
      this.#next = sequenceAdd(this.#next, FRAME_HEADER_BYTES + length);
    }
  }

  #isBefore(sequence: number): boolean {
    return sequenceDifference(this.#next, sequence) < 0;
  }
}

/**
 * True for a segment of whole frames of HTTP/2 and nothing else: what a connection is known by whose preface was not captured. One that begins with
 * DATA is not believed. Of others, allocates and looks up nothing.
 */
export function isMadeOfFrames(bytes: Uint8Array, start: number, end: number): boolean {
  const type = bytes[start + 3] as number;
  if (end - start < FRAME_HEADER_BYTES || bytes[start] !== 0 || type === HTTP2_FRAME.data || type > CONTINUATION) return false;
  let at = start;
  while (at < end && mayBeginFrame(bytes, at, end) && hasKnownFlags(bytes, at)) at += FRAME_HEADER_BYTES + readUint24(bytes, at);
  return at === end;
}

function hasKnownFlags(bytes: Uint8Array, at: number): boolean {
  const known = FLAGS[bytes[at + 3] as number];
  return known !== undefined && ((bytes[at + 4] as number) & ~known) === 0;
}

function mayBeginFrame(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= FRAME_HEADER_BYTES && isFrameHeader(bytes, at) && readUint24(bytes, at) <= USUAL_FRAME_BYTES;
}

/** What its type allows of length and stream. Frames of unknown types are allowed (section 5.5). */
function isFrameHeader(bytes: Uint8Array, at: number): boolean {
  const type = bytes[at + 3] as number;
  const length = readUint24(bytes, at);
  const stream = streamOf(bytes, at);
  const fixed = FIXED_LENGTHS.get(type);
  if (fixed !== undefined && length !== fixed) return false;
  if (type === SETTINGS && length % 6 !== 0) return false;
  return stream === 0 ? !OF_STREAMS.has(type) : !OF_CONNECTION.has(type);
}

/** Without the reserved bit. */
function streamOf(bytes: Uint8Array, at: number): number {
  return readUint32(bytes, at + 5) & 0x7fffffff;
}
