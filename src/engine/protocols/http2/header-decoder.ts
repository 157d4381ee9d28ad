/** Header compression of HTTP/2 (RFC 7541): the library decodes, one instance a direction; here each field is found first and its lengths are checked. */
import Hpack from 'hpack';
import { asciiText } from '../text-scan';

/** Fields of one header block that are shown. */
const MOST_FIELDS = 1000;
/** Longest name or value that is decoded. */
const LONGEST_STRING = 1 << 16;
/** A table that a peer may ask for at most. */
const LARGEST_TABLE = 1 << 20;

export interface HeaderField {
  /** Place of its representation in the block. */
  readonly offset: number;
  readonly length: number;
  readonly name: string;
  readonly value: string;
}

/** Behaves like a Buffer where the library asks for text. */
class HeaderBytes extends Uint8Array {
  override toString(_encoding?: string, from = 0, to: number = this.length): string {
    return asciiText(this, from, Math.min(to, this.length));
  }
}

/** The dynamic table of one direction. Blocks must be given in order. */
export class HeaderDecoder {
  readonly #library = new Hpack();

  /** Fields of a block; an index into what was sent before the capture began gives a name of `(index n)`. */
  decode(block: Uint8Array): HeaderField[] {
    const fields: HeaderField[] = [];
    let at = 0;
    while (at < block.length && fields.length < MOST_FIELDS) {
      const length = representationLength(block, at);
      if (length === null) break;
      const first = block[at] as number;
      const decoded = this.#decodeOne(block.subarray(at, at + length));
      if ((first & 0xe0) !== 0x20) fields.push({ offset: at, length, ...(decoded ?? unknownField(block, at)) });
      at += length;
    }
    return fields;
  }

  #decodeOne(representation: Uint8Array): { name: string; value: string } | null {
    try {
      const [field] = this.#library.decode(new HeaderBytes(representation));
      return field?.[0] === undefined ? null : { name: field[0], value: field[1] };
    } catch {
      return null;
    }
  }
}

function unknownField(block: Uint8Array, at: number): { name: string; value: string } {
  const first = block[at] as number;
  const bits = (first & 0x80) !== 0 ? 7 : (first & 0x40) !== 0 ? 6 : 4;
  return { name: `(index ${readInteger(block, at, bits)?.value ?? 0})`, value: '' };
}

/** Bytes of the representation at `at` (RFC 7541 section 6); null when it does not fit in the block or is absurd. */
function representationLength(block: Uint8Array, at: number): number | null {
  const first = block[at] as number;
  if ((first & 0x80) !== 0) return readInteger(block, at, 7)?.length ?? null;
  if ((first & 0xe0) === 0x20) {
    const size = readInteger(block, at, 5);
    return size === null || size.value > LARGEST_TABLE ? null : size.length;
  }
  const index = readInteger(block, at, (first & 0x40) !== 0 ? 6 : 4);
  if (index === null) return null;
  let end = at + index.length;
  for (let strings = index.value === 0 ? 2 : 1; strings > 0; strings--) {
    const length = end < block.length ? readInteger(block, end, 7) : null;
    if (length === null || length.value > LONGEST_STRING) return null;
    end += length.length + length.value;
    if (end > block.length) return null;
  }
  return end - at;
}

/** RFC 7541 section 5.1, up to 28 bits. */
function readInteger(block: Uint8Array, at: number, bits: number): { value: number; length: number } | null {
  const most = (1 << bits) - 1;
  let value = (block[at] as number) & most;
  if (value < most) return { value, length: 1 };
  for (let i = 1; i <= 4 && at + i < block.length; i++) {
    const byte = block[at + i] as number;
    value += (byte & 0x7f) << (7 * (i - 1));
    if ((byte & 0x80) === 0) return { value, length: i + 1 };
  }
  return null;
}
