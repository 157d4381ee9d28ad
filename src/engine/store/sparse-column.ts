const SEGMENT_SHIFT = 12;
const SEGMENT_ROWS = 1 << SEGMENT_SHIFT;
const MASK = SEGMENT_ROWS - 1;

/** 32-bit values by index, of which few are set, or those of a stretch: memory is taken where a value lies. What was never set is 0. */
export class SparseColumn {
  readonly #segments: (Uint32Array | undefined)[] = [];

  get(index: number): number {
    const at = index >>> SEGMENT_SHIFT;
    // Reading beyond the end of an array throws away the compiled code of whoever asks.
    return at < this.#segments.length ? (this.#segments[at]?.[index & MASK] ?? 0) : 0;
  }

  set(index: number, value: number): void {
    const at = index >>> SEGMENT_SHIFT;
    while (this.#segments.length <= at) this.#segments.push(undefined);
    let segment = this.#segments[at];
    if (segment === undefined) {
      segment = new Uint32Array(SEGMENT_ROWS);
      this.#segments[at] = segment;
    }
    segment[index & MASK] = value;
  }
}
