/**
 * Growing rows of 32-bit words, for state that is read and written together: a row lies in one or two cache lines.
 * Grows by whole segments and never copies. A row's word w is `words(row)[at(row) + w]`; a 64-bit float at even w is `floats(row)[(at(row) + w) >> 1]`.
 */
const SEGMENT_SHIFT = 12;
const SEGMENT_ROWS = 1 << SEGMENT_SHIFT;
const MASK = SEGMENT_ROWS - 1;

export class RecordTable {
  readonly #words: Uint32Array[] = [];
  readonly #floats: Float64Array[] = [];
  #length = 0;

  /** `wordsPerRow` must be even. */
  constructor(readonly wordsPerRow: number) {}

  get length(): number {
    return this.#length;
  }

  /** Appends a row of zeros and returns its index. */
  add(): number {
    const row = this.#length++;
    if ((row & MASK) === 0) {
      const buffer = new ArrayBuffer(SEGMENT_ROWS * this.wordsPerRow * 4);
      this.#words.push(new Uint32Array(buffer));
      this.#floats.push(new Float64Array(buffer));
    }
    return row;
  }

  words(row: number): Uint32Array {
    return this.#words[row >>> SEGMENT_SHIFT] as Uint32Array;
  }

  floats(row: number): Float64Array {
    return this.#floats[row >>> SEGMENT_SHIFT] as Float64Array;
  }

  /** Index of the row's first word in `words(row)`. */
  at(row: number): number {
    return (row & MASK) * this.wordsPerRow;
  }
}

/** One whole word of every row. */
export class WordField {
  constructor(
    readonly table: RecordTable,
    readonly word: number,
  ) {}

  get(row: number): number {
    return this.table.words(row)[this.table.at(row) + this.word] as number;
  }

  set(row: number, value: number): void {
    this.table.words(row)[this.table.at(row) + this.word] = value;
  }
}

/** Sixteen bits of a word of every row. */
export class HalfWordField {
  readonly #shift: number;

  constructor(
    readonly table: RecordTable,
    readonly word: number,
    half: 'low' | 'high',
  ) {
    this.#shift = half === 'low' ? 0 : 16;
  }

  get(row: number): number {
    return ((this.table.words(row)[this.table.at(row) + this.word] as number) >>> this.#shift) & 0xffff;
  }
}

/** Lengths from here on do not fit half a word. */
export const LONG = 0xffff;

/** What half a word holds of a length. */
export function lengthHalf(length: number): number {
  return length < LONG ? length : LONG;
}

/** A length in sixteen bits of a word of every row; longer ones, which are rare, are kept apart. */
export class LengthField {
  readonly #half: HalfWordField;
  readonly #long = new Map<number, number>();

  constructor(table: RecordTable, word: number, half: 'low' | 'high') {
    this.#half = new HalfWordField(table, word, half);
  }

  get(row: number): number {
    const length = this.#half.get(row);
    return length < LONG ? length : (this.#long.get(row) ?? length);
  }

  /** Of a row that holds `lengthHalf(length)`. */
  keepLong(row: number, length: number): void {
    this.#long.set(row, length);
  }
}
