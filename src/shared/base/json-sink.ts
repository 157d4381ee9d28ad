/** Writes JSON as UTF-8 bytes, number by number and name by name: no object is made for it, and no text of a number. */
import { formatSeconds } from './time';

const CHARACTER = { quote: 0x22, comma: 0x2c, minus: 0x2d, point: 0x2e, zero: 0x30, colon: 0x3a, backslash: 0x5c } as const;
const BRACKET = { object: 0x7b, objectEnd: 0x7d, list: 0x5b, listEnd: 0x5d } as const;
const FIRST_PRINTABLE = 0x20;
const LAST_ASCII = 0x7e;

const NANOSECOND_DIGITS = 9;
const MILLIONTH_DIGITS = 6;
/** Most bytes of UTF-8 for a character of a text. */
const MOST_BYTES_PER_CHARACTER = 3;
/** What a number, a bracket or a word takes at most. */
const SHORT_BYTES = 32;
const MILLION = 1e6;
/** Up to here a decimal of six places is the shortest text of its double: it has 15 digits at most. */
const MOST_MILLIONTHS = 1e15;
/** Digits of larger numbers are written in two parts, so that each is a small integer. */
const BILLION = 1e9;
const BILLION_DIGITS = 9;

/** Takes what `ObjectSink` and `ListSink` take. What it has written is `JSON.stringify`'s text of the same object. */
export class JsonSink {
  readonly #encoder = new TextEncoder();
  readonly #room: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  /** Something stands in front of the next field or element that a comma must part it from. */
  #follows = false;

  /** `room`: bytes that are held before more are needed; one object may take more. */
  constructor(room: number) {
    this.#room = room;
    this.#bytes = new Uint8Array(room);
  }

  /** Bytes written and not taken yet. */
  get length(): number {
    return this.#length;
  }

  /** All that was written since the last `take`; a view of memory that is written again afterwards. */
  take(): Uint8Array<ArrayBuffer> {
    const written = this.#bytes.subarray(0, this.#length);
    if (this.#bytes.length > this.#room) this.#bytes = new Uint8Array(this.#room);
    this.#length = 0;
    return written;
  }

  /** Text between the values, as it is. */
  literal(text: string): void {
    this.#reserve(text.length);
    this.#ascii(text);
    this.#follows = false;
  }

  put(field: string, value: unknown): void {
    if (value === undefined) return;
    this.#name(field);
    this.value(value);
  }

  time(field: string, seconds: number, nanoseconds: number, digits: number): void {
    this.#name(field);
    this.#time(seconds, nanoseconds, digits);
  }

  addTime(seconds: number, nanoseconds: number, digits: number): void {
    this.#separate();
    this.#time(seconds, nanoseconds, digits);
  }

  /** All fields of an object. */
  fields(object: object): void {
    for (const field in object) this.put(field, (object as Record<string, unknown>)[field]);
  }

  add(element: unknown): void {
    this.#separate();
    this.value(element);
  }

  object(field?: string): this {
    return this.#begin(BRACKET.object, field);
  }

  list(field?: string): this {
    return this.#begin(BRACKET.list, field);
  }

  endObject(): void {
    this.#end(BRACKET.objectEnd);
  }

  endList(): void {
    this.#end(BRACKET.listEnd);
  }

  /** A value with neither name nor comma in front. */
  value(value: unknown): void {
    if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'boolean') this.#word(value ? 'true' : 'false');
    else if (value === null || value === undefined) this.#word('null');
    else if (Array.isArray(value)) this.#elements(value);
    else this.#object(value);
    this.#follows = true;
  }

  #elements(elements: readonly unknown[]): void {
    this.#open(BRACKET.list);
    for (const element of elements) this.add(element);
    this.#end(BRACKET.listEnd);
  }

  #object(object: object): void {
    this.#open(BRACKET.object);
    this.fields(object);
    this.#end(BRACKET.objectEnd);
  }

  #begin(bracket: number, field: string | undefined): this {
    if (field === undefined) this.#separate();
    else this.#name(field);
    this.#open(bracket);
    return this;
  }

  #open(bracket: number): void {
    this.#reserve(SHORT_BYTES);
    this.#bytes[this.#length++] = bracket;
    this.#follows = false;
  }

  #end(bracket: number): void {
    this.#reserve(SHORT_BYTES);
    this.#bytes[this.#length++] = bracket;
    this.#follows = true;
  }

  #separate(): void {
    if (!this.#follows) return;
    this.#reserve(SHORT_BYTES);
    this.#bytes[this.#length++] = CHARACTER.comma;
  }

  /** The names of fields are ASCII words. */
  #name(field: string): void {
    this.#reserve(field.length + SHORT_BYTES);
    if (this.#follows) this.#bytes[this.#length++] = CHARACTER.comma;
    this.#bytes[this.#length++] = CHARACTER.quote;
    this.#ascii(field);
    this.#bytes[this.#length++] = CHARACTER.quote;
    this.#bytes[this.#length++] = CHARACTER.colon;
  }

  #word(word: string): void {
    this.#reserve(SHORT_BYTES);
    this.#ascii(word);
  }

  #ascii(text: string): void {
    const bytes = this.#bytes;
    const at = this.#length;
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
    this.#length = at + text.length;
  }

  #text(text: string): void {
    this.#reserve(text.length + SHORT_BYTES);
    const bytes = this.#bytes;
    const start = this.#length;
    let at = start;
    bytes[at++] = CHARACTER.quote;
    for (let i = 0; i < text.length; i++) {
      const character = text.charCodeAt(i);
      if (character < FIRST_PRINTABLE || character > LAST_ASCII || character === CHARACTER.quote || character === CHARACTER.backslash) {
        this.#encoded(JSON.stringify(text));
        return;
      }
      bytes[at++] = character;
    }
    bytes[at++] = CHARACTER.quote;
    this.#length = at;
    this.#follows = true;
  }

  #encoded(text: string): void {
    this.#reserve(text.length * MOST_BYTES_PER_CHARACTER);
    this.#length += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
    this.#follows = true;
  }

  #time(seconds: number, nanoseconds: number, digits: number): void {
    if (!Number.isSafeInteger(seconds) || seconds < 0 || nanoseconds >= BILLION) {
      this.#text(formatSeconds(seconds, nanoseconds, digits));
      return;
    }
    this.#reserve(SHORT_BYTES);
    this.#bytes[this.#length++] = CHARACTER.quote;
    this.#integer(seconds);
    if (digits > 0) {
      this.#bytes[this.#length++] = CHARACTER.point;
      this.#digits(nanoseconds, NANOSECOND_DIGITS);
      this.#length -= NANOSECOND_DIGITS - digits;
    }
    this.#bytes[this.#length++] = CHARACTER.quote;
    this.#follows = true;
  }

  #number(value: number): void {
    this.#reserve(SHORT_BYTES);
    if (Number.isSafeInteger(value)) {
      this.#signedInteger(value);
      return;
    }
    const millionths = Math.round(value * MILLION);
    if (Math.abs(millionths) < MOST_MILLIONTHS && millionths / MILLION === value) this.#decimal(millionths);
    else this.#word(Number.isFinite(value) ? String(value) : 'null');
  }

  #signedInteger(value: number): void {
    if (value < 0) this.#bytes[this.#length++] = CHARACTER.minus;
    this.#integer(Math.abs(value));
  }

  /** No whole number. */
  #decimal(millionths: number): void {
    if (millionths < 0) this.#bytes[this.#length++] = CHARACTER.minus;
    const size = Math.abs(millionths);
    const whole = Math.floor(size / MILLION);
    this.#integer(whole);
    this.#bytes[this.#length++] = CHARACTER.point;
    this.#digits(size - whole * MILLION, MILLIONTH_DIGITS);
    while (this.#bytes[this.#length - 1] === CHARACTER.zero) this.#length--;
  }

  /** 0 to 2^53 - 1. */
  #integer(value: number): void {
    if (value >= BILLION) {
      const high = Math.floor(value / BILLION);
      this.#integer(high);
      this.#digits(value - high * BILLION, BILLION_DIGITS);
      return;
    }
    let count = 1;
    for (let bound = 10; value >= bound; bound *= 10) count++;
    this.#digits(value, count);
  }

  /** `value` below 10^`count`, with zeros in front. */
  #digits(value: number, count: number): void {
    const bytes = this.#bytes;
    const start = this.#length;
    let rest = value | 0;
    for (let at = start + count - 1; at >= start; at--) {
      const tenth = (rest / 10) | 0;
      bytes[at] = CHARACTER.zero + rest - tenth * 10;
      rest = tenth;
    }
    this.#length = start + count;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes > this.#bytes.length) this.#grow(bytes);
  }

  #grow(bytes: number): void {
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
