/** Sorting many rows by a number each: a million take some ten milliseconds a pass, where comparing them would take a second. */
import type { SlicedWork } from './in-slices';

const DIGITS = 1 << 16;
/** Fewer rows are quicker compared. */
const FEW = 4096;
const TWO_TO_32 = 2 ** 32;

/** Places of `keys` in ascending (or descending) order; equal ones keep theirs. NaN comes last. */
export function* sortedOrder(keys: Float64Array, descending: boolean): SlicedWork<Uint32Array> {
  const order = new Uint32Array(keys.length);
  for (let place = 0; place < order.length; place++) order[place] = place;
  const shape = shapeOf(keys);
  if (descending ? shape.falls : shape.rises) return order;
  if (descending ? shape.rises : shape.falls) return reversed(keys, order);
  if (keys.length <= FEW) return order.sort((a, b) => compare(keys[a] as number, keys[b] as number, descending) || a - b);
  yield;
  let sorted = order;
  for (const words of shape.whole ? [wholeKeys(keys, shape.least, shape.most, descending)] : sortableBits(keys, descending)) {
    yield;
    sorted = yield* byWords(words, sorted);
  }
  return sorted;
}

type Words = Uint32Array<ArrayBuffer>;

/** `order` by the word of each place; equal ones keep their order. Words move with their places: to look them up each time would read all over the memory. */
function* byWords(words: Words, order: Words): SlicedWork<Words> {
  let from = { places: order, words: order.map((place) => words[place] as number) };
  let to = { places: new Uint32Array(order.length), words };
  const counts = new Uint32Array(DIGITS);
  for (const shift of [0, 16]) {
    yield;
    if (!countDigits(from.words, shift, counts)) continue;
    for (let i = 0; i < order.length; i++) {
      const word = from.words[i] as number;
      const digit = (word >>> shift) & (DIGITS - 1);
      const at = counts[digit] as number;
      counts[digit] = at + 1;
      to.places[at] = from.places[i] as number;
      to.words[at] = word;
    }
    [from, to] = [to, from];
  }
  return from.places;
}

interface Shape {
  /** No key is less, or more, than the one before it. */
  readonly rises: boolean;
  readonly falls: boolean;
  /** All are whole numbers, less than 2^32 apart. */
  readonly whole: boolean;
  readonly least: number;
  readonly most: number;
}

function shapeOf(keys: Float64Array): Shape {
  let [rises, falls, whole] = [true, true, true];
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let before = keys[0] as number;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    // False of NaN, whatever it is compared with.
    rises = rises && key >= before;
    falls = falls && key <= before;
    whole = whole && key === Math.floor(key);
    if (key < least) least = key;
    if (key > most) most = key;
    before = key;
  }
  return { rises, falls, whole: whole && most - least < TWO_TO_32, least, most };
}

/** Ordered keys the other way round; equal ones keep their order. */
function reversed(keys: Float64Array, order: Uint32Array<ArrayBuffer>): Uint32Array {
  let at = 0;
  for (let end = keys.length; end > 0; ) {
    let begin = end - 1;
    while (begin > 0 && keys[begin - 1] === keys[begin]) begin--;
    for (let place = begin; place < end; place++) order[at++] = place;
    end = begin;
  }
  return order;
}

function compare(a: number, b: number, descending: boolean): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (a === b) return 0;
  return a < b === descending ? 1 : -1;
}

function wholeKeys(keys: Float64Array, least: number, most: number, descending: boolean): Words {
  const words = new Uint32Array(keys.length);
  for (let i = 0; i < words.length; i++) words[i] = descending ? most - (keys[i] as number) : (keys[i] as number) - least;
  return words;
}

/** The lower and the upper words of the keys, which are together in order as unsigned integers when the keys are (IEEE 754). */
function sortableBits(keys: Float64Array, descending: boolean): [Words, Words] {
  const low = new Uint32Array(keys.length);
  const high = new Uint32Array(keys.length);
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    float[0] = key === 0 ? 0 : key;
    const negative = (words[1] as number) >>> 31 === 1;
    const flip = negative !== descending ? 0xffff_ffff : 0;
    const sign = negative ? 0 : 0x8000_0000;
    const isLast = Number.isNaN(key);
    low[i] = isLast ? 0xffff_ffff : (words[0] as number) ^ flip;
    high[i] = isLast ? 0xffff_ffff : (words[1] as number) ^ flip ^ sign;
  }
  return [low, high];
}

/** Where the rows of each digit begin; false when all have the same one. */
function countDigits(words: Uint32Array, shift: number, counts: Uint32Array): boolean {
  counts.fill(0);
  for (let i = 0; i < words.length; i++) {
    const digit = ((words[i] as number) >>> shift) & (DIGITS - 1);
    counts[digit] = (counts[digit] as number) + 1;
  }
  let before = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = counts[digit] as number;
    if (count === words.length) return false;
    counts[digit] = before;
    before += count;
  }
  return true;
}
