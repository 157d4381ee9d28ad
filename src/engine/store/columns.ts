/**
 * Growing columns of typed arrays. A column grows by whole segments, so that nothing is ever copied: the peak of memory is what is stored.
 * Reading beyond `length` gives the value 0 of an unused slot or fails; callers stay below it.
 */

export const SEGMENT_SHIFT = 14;
export const SEGMENT_ROWS = 1 << SEGMENT_SHIFT;
const MASK = SEGMENT_ROWS - 1;

type NumberArray = Uint8Array | Uint32Array;

export class Column<T extends NumberArray> {
  readonly #segments: T[] = [];
  #length = 0;

  constructor(private readonly make: (rows: number) => T) {}

  get length(): number {
    return this.#length;
  }

  /** Appends a value and returns its index. */
  push(value: number): number {
    const index = this.#length++;
    const at = index & MASK;
    let segment: T;
    if (at === 0) {
      segment = this.make(SEGMENT_ROWS);
      this.#segments.push(segment);
    } else {
      segment = this.#segments[index >>> SEGMENT_SHIFT] as T;
    }
    segment[at] = value;
    return index;
  }

  get(index: number): number {
    return (this.#segments[index >>> SEGMENT_SHIFT] as T)[index & MASK] as number;
  }

  set(index: number, value: number): void {
    (this.#segments[index >>> SEGMENT_SHIFT] as T)[index & MASK] = value;
  }
}

export const uint8Column = () => new Column((rows) => new Uint8Array(rows));
export const uint32Column = () => new Column((rows) => new Uint32Array(rows));
