import { setImmediate } from 'node:timers/promises';
import { Decompress } from 'fzstd';
import type { CaptureBytes } from '../../engine/session/host';
import type { CancelSignal } from '../../shared/base/cancellation';
import { PieceReader } from './piece-reader';
import { zstdPieces } from './zstd-pieces';

const SLICE_MS = 10;

/** The decoder's memory, all of which it moves for each block: what the zstd tool grants a file by default. */
const MAX_WINDOW_BYTES = 128 * 1024 * 1024;

/**
 * Decompresses Zstandard (RFC 8878), several frames and skippable ones included, from `source` into `append`.
 * Returns what is wrong with it, after all that can be had was appended; null when nothing is. Waits for a source that still grows.
 */
export async function unzstd(source: CaptureBytes, append: (bytes: Uint8Array) => void, signal: CancelSignal): Promise<string | null> {
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

  let sliceEnd = performance.now() + SLICE_MS;
  for await (const { bytes, windowBytes } of zstdPieces(new PieceReader(source, signal))) {
    const problem = windowBytes > MAX_WINDOW_BYTES ? 'window larger than 128 MiB' : push(bytes, false);
    if (problem !== null) return problem;
    if (performance.now() > sliceEnd) {
      await setImmediate();
      sliceEnd = performance.now() + SLICE_MS;
    }
  }
  return signal.cancelled ? null : push(new Uint8Array(0), true);
}
