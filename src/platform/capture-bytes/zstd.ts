import { setImmediate } from 'node:timers/promises';
import { Decompress } from 'fzstd';
import type { CaptureBytes } from '../../engine/session/host';
import type { CancelSignal } from '../../shared/base/cancellation';
import { PieceReader } from './piece-reader';

/** A block is at least 4 bytes and makes at most 128 KiB: no piece can make more than 32 times 128 KiB without a pause. */
const PIECE_BYTES = 4 * 1024;
const SLICE_MS = 10;

/** The decoder's memory: what the zstd tool grants a file by default. */
const MAX_WINDOW_BYTES = 128 * 1024 * 1024;

/**
 * Decompresses Zstandard (RFC 8878), several frames and skippable ones included, from `source` into `append`.
 * Returns what is wrong with it, after all that can be had was appended; null when nothing is. Waits for a source that still grows.
 */
export async function unzstd(source: CaptureBytes, append: (bytes: Uint8Array) => void, signal: CancelSignal): Promise<string | null> {
  if (windowBytes(await frameHeader(source, signal)) > MAX_WINDOW_BYTES) return 'window larger than 128 MiB';
  let failure: unknown = null;
  const decompressor = new Decompress((bytes) => {
    try {
      if (failure === null) append(bytes);
    } catch (error) {
      failure = error;
    }
  });
  const push = (bytes: Uint8Array, final: boolean): string | null => {
    try {
      decompressor.push(bytes, final);
    } catch (error) {
      return (error as Error).message;
    }
    if (failure !== null) throw failure;
    return null;
  };

  const input = new PieceReader(source, signal);
  let sliceEnd = performance.now() + SLICE_MS;
  for (;;) {
    const piece = await input.next(PIECE_BYTES);
    if (piece === null) return signal.cancelled ? null : push(new Uint8Array(0), true);
    const problem = push(piece, false);
    if (problem !== null) return problem;
    if (performance.now() > sliceEnd) {
      await setImmediate();
      sliceEnd = performance.now() + SLICE_MS;
    }
  }
}

/** Magic number, descriptor, window descriptor, and of a frame without the latter 8 bytes of content size behind a 4-byte dictionary id. */
const FRAME_HEADER_BYTES = 4 + 1 + 4 + 8;

async function frameHeader(source: CaptureBytes, signal: CancelSignal): Promise<Uint8Array> {
  const input = new PieceReader(source, signal);
  const header: number[] = [];
  while (header.length < FRAME_HEADER_BYTES) {
    const piece = await input.next(FRAME_HEADER_BYTES - header.length);
    if (piece === null) break;
    header.push(...piece);
  }
  return Uint8Array.from(header);
}

/** Window of the first frame (RFC 8878 section 3.1.1.1.2); 0 when the header does not tell. */
function windowBytes(header: Uint8Array): number {
  const SKIPPABLE = 0x18;
  const descriptor = header[4];
  if (descriptor === undefined || header[3] === SKIPPABLE) return 0;
  const singleSegment = (descriptor & 0x20) !== 0;
  if (!singleSegment) {
    const window = header[5] ?? 0;
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const dictionaryIdBytes = [0, 1, 2, 4][descriptor & 3] as number;
  const contentSizeBytes = [1, 2, 4, 8][descriptor >> 6] as number;
  let contentSize = 0;
  for (let i = contentSizeBytes - 1; i >= 0; i--) contentSize = contentSize * 256 + (header[5 + dictionaryIdBytes + i] ?? 0);
  return contentSize;
}
