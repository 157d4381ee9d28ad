import type { OpenedCapture } from '../opened-capture';

const BUFFER_BYTES = 1 << 20;

/** Reads packets back in the order in which they lie, many at once. */
export class HeaderReader {
  /** Holds the packet located last; reused. */
  bytes: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  /** Bytes of the packet located last that are there. */
  length = 0;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #from = 0;
  #filled = 0;

  constructor(readonly capture: OpenedCapture) {}

  /** Place of the packet of a row (0-based) in `bytes`. Throws AppError `file-not-readable`. */
  locate(row: number): number {
    const { packets } = this.capture.pass;
    const offset = packets.offset(row);
    const wanted = Math.min(packets.capturedLength.get(row), BUFFER_BYTES);
    const { derived } = this.capture;
    if (derived !== null) {
      this.bytes = derived.bytes;
      this.length = wanted;
      return offset;
    }
    this.bytes = this.#buffer;
    if (offset < this.#from || offset + wanted > this.#from + this.#filled) {
      this.#filled = this.capture.bytes.read(offset, this.#buffer, 0, BUFFER_BYTES);
      this.#from = offset;
    }
    const at = offset - this.#from;
    this.length = Math.max(0, Math.min(wanted, this.#filled - at));
    return at;
  }
}
