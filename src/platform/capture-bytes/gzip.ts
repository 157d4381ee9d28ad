import { createGunzip, type Gunzip } from 'node:zlib';
import type { CaptureBytes } from '../../engine/session/host';
import type { CancelSignal } from '../../shared/base/cancellation';
import { PieceReader } from './piece-reader';

/** zlib tells of damage instead of giving what it made of the piece it met it in: a small piece keeps the second look cheap. */
const PIECE_BYTES = 16 * 1024;
const OUTPUT_BYTES = 256 * 1024;

/**
 * Decompresses gzip (RFC 1952), several members one after another included, from `source` into `append`.
 * Returns what is wrong with it, after all that can be had was appended; null when nothing is. Waits for a source that still grows.
 */
export async function gunzip(source: CaptureBytes, append: (bytes: Uint8Array) => void, signal: CancelSignal): Promise<string | null> {
  let appended = 0;
  const failedPiece = await inflate(source, 0, Number.POSITIVE_INFINITY, signal, (bytes) => {
    append(bytes);
    appended += bytes.length;
  });
  if (failedPiece === null) return null;
  if (failedPiece.length === 0) return failedPiece.problem;
  let toSkip = appended;
  await inflate(source, failedPiece.offset, failedPiece.offset + failedPiece.length, signal, (bytes) => {
    const skipped = Math.min(toSkip, bytes.length);
    toSkip -= skipped;
    if (skipped < bytes.length) append(bytes.subarray(skipped));
  });
  return failedPiece.problem;
}

interface FailedPiece {
  readonly offset: number;
  readonly length: number;
  readonly problem: string;
}

/** Inflates from the start; the input in [fineFrom, fineTo) byte by byte, so that all output that precedes damage in there comes out. */
async function inflate(
  source: CaptureBytes,
  fineFrom: number,
  fineTo: number,
  signal: CancelSignal,
  onOutput: (bytes: Uint8Array) => void,
): Promise<FailedPiece | null> {
  const fine = Number.isFinite(fineTo);
  const input = new PieceReader(source, signal);
  const stream = new GunzipStream(onOutput);
  try {
    while (input.offset < fineTo) {
      const { offset } = input;
      const piece = await input.next(fine && offset >= fineFrom ? 1 : PIECE_BYTES);
      if (piece === null) break;
      const problem = await stream.write(piece);
      if (problem !== null) return { offset, length: piece.length, problem };
    }
    if (signal.cancelled || fine) return null;
    const problem = await stream.finish();
    return problem === null ? null : { offset: input.offset, length: 0, problem };
  } finally {
    stream.destroy();
  }
}

/** zlib's stream with its output handed on at once (nothing is lost when it fails) and its errors as values. */
class GunzipStream {
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: OUTPUT_BYTES });
  #problem: string | null = null;
  /** Of the step under way; zlib ends a step that fails by its error alone. */
  #proceed = (): void => {};
  #failure: unknown = null;

  constructor(onOutput: (bytes: Uint8Array) => void) {
    this.#gunzip.on('data', (bytes: Uint8Array) => {
      try {
        if (this.#failure === null) onOutput(bytes);
      } catch (error) {
        this.#failure = error;
      }
    });
    this.#gunzip.on('error', (error) => {
      this.#problem = error.message;
      this.#proceed();
    });
    this.#gunzip.on('end', () => this.#proceed());
  }

  /** What is wrong with the input, null when nothing is. Throws what `onOutput` threw. */
  write(bytes: Uint8Array): Promise<string | null> {
    return this.#step(() => this.#gunzip.write(bytes, () => this.#proceed()));
  }

  finish(): Promise<string | null> {
    return this.#step(() => this.#gunzip.end());
  }

  destroy(): void {
    this.#gunzip.destroy();
  }

  async #step(start: () => void): Promise<string | null> {
    if (this.#problem === null) {
      await new Promise<void>((resolve) => {
        this.#proceed = resolve;
        start();
      });
    }
    if (this.#failure !== null) throw this.#failure;
    return this.#problem;
  }
}
