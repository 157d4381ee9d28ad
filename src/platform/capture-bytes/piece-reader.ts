import type { CaptureBytes } from '../../engine/session/host';
import type { CancelSignal } from '../../shared/base/cancellation';

/** Reads bytes piece by piece, waiting for those that are still to come. */
export class PieceReader {
  #offset = 0;
  readonly #cancelled: Promise<void>;

  constructor(
    private readonly source: CaptureBytes,
    private readonly signal: CancelSignal,
  ) {
    this.#cancelled = new Promise((resolve) => signal.onCancel(resolve));
  }

  /** Where the next piece begins. */
  get offset(): number {
    return this.#offset;
  }

  /** The next bytes, at most `length`, in memory of their own; null at the end and when cancelled. */
  async next(length: number): Promise<Uint8Array | null> {
    if (this.source.available <= this.#offset) await Promise.race([this.source.waitFor(this.#offset), this.#cancelled]);
    if (this.signal.cancelled) return null;
    const piece = new Uint8Array(Math.min(length, this.source.available - this.#offset));
    const count = this.source.read(this.#offset, piece, 0, piece.length);
    this.#offset += count;
    return count === 0 ? null : piece.subarray(0, count);
  }
}
