import { formatIpv4, formatIpv6, formatMac } from '../../shared/base/address';
import { toHex } from '../../shared/base/bytes';
import type { FieldNode } from '../../shared/contract/dissection';
import type { FieldOptions, LayerBuilder } from './dissection';
import { readUint, readUint64 } from './field-value';

const utf8 = new TextDecoder();

/** Text in UTF-8 up to the first zero byte; what is no UTF-8 becomes U+FFFD. */
export function utf8Text(bytes: Uint8Array, from: number, to: number): string {
  const text = utf8.decode(bytes.subarray(from, to));
  const zero = text.indexOf('\0');
  return zero < 0 ? text : text.slice(0, zero);
}

/**
 * Reads the fields of a message one after the other: each call adds a field where the cursor stands and moves it behind. The first thing that is
 * missing becomes the layer's issue (truncated when the capture cut it, malformed when the message itself ends); from then on the cursor has
 * `failed` and gives 0 or '' without adding anything.
 */
export class MessageCursor {
  failed = false;

  constructor(
    readonly layer: LayerBuilder,
    /** Absolute offset of the next byte. */
    public at: number = layer.offset,
    /** Where the message or its part ends on the wire. */
    readonly end: number = layer.wireEnd,
    /** The line that fields are added below. */
    readonly parent: FieldNode = layer.node,
  ) {}

  /** Bytes up to `end` on the wire; 0 once something was missing. */
  get left(): number {
    return this.failed ? 0 : Math.max(0, this.end - this.at);
  }

  /** True when `length` more bytes are there; else the issue is noted and the cursor fails. */
  has(length: number): boolean {
    if (this.failed) return false;
    // Where the whole message ends the layer knows whether more of it is to come.
    if (this.at + length > this.end && this.end < this.layer.wireEnd) this.layer.issue('malformed', this.at, length);
    else if (this.layer.has(this.at, length)) return true;
    this.failed = true;
    return false;
  }

  /** Notes that what stands here cannot be, and fails. */
  refuse(length: number): void {
    if (!this.failed) this.layer.issue('malformed', this.at, length);
    this.failed = true;
  }

  /** Adds a field of `length` bytes with a value already known. */
  add(name: string, length: number, value: number | string | boolean | null, options?: FieldOptions): FieldNode {
    if (!this.has(length)) return this.layer.node;
    const node = this.#show(name, length, value, options);
    this.at += length;
    return node;
  }

  #show(name: string, length: number, value: number | string | boolean | null, options?: FieldOptions): FieldNode {
    if (!this.layer.detailed) return this.layer.node;
    return this.layer.field(name, this.at, length, value, options ? { parent: this.parent, ...options } : { parent: this.parent });
  }

  #number(name: string, size: number, value: number, options?: FieldOptions): number {
    this.#show(name, size, value, options);
    this.at += size;
    return value;
  }

  /** Unsigned big-endian number of 1 to 4 bytes. */
  uint(name: string, size: number, options?: FieldOptions): number {
    return this.has(size) ? this.#number(name, size, readUint(this.layer.bytes, this.at, size), options) : 0;
  }

  /** Unsigned little-endian number of 1 to 6 bytes. */
  uintLittle(name: string, size: number, options?: FieldOptions): number {
    return this.has(size) ? this.#number(name, size, this.peekLittle(size), options) : 0;
  }

  /** Signed big-endian number of 1 to 4 bytes. */
  int(name: string, size: number, options?: FieldOptions): number {
    if (!this.has(size)) return 0;
    const shift = 32 - 8 * size;
    return this.#number(name, size, (readUint(this.layer.bytes, this.at, size) << shift) >> shift, options);
  }

  /** Unsigned number of 8 bytes as decimal text. */
  uint64(name: string, options?: FieldOptions): string {
    if (!this.has(8)) return '';
    const value = readUint64(this.layer.bytes, this.at);
    this.#show(name, 8, value, options);
    this.at += 8;
    return value;
  }

  /** UTF-8 text of `length` bytes. */
  text(name: string, length: number, options?: FieldOptions): string {
    if (!this.has(length)) return '';
    const value = utf8Text(this.layer.bytes, this.at, this.at + length);
    this.#show(name, length, value, options);
    this.at += length;
    return value;
  }

  /** Text that ends with a zero byte, which counts to the field. */
  textZero(name: string, options?: FieldOptions): string {
    return this.text(name, this.zeroLength(), options);
  }

  /** Bytes as hex digits; nothing is added for a length of 0. */
  bytes(name: string, length: number, options?: FieldOptions): void {
    if (length <= 0 || !this.has(length)) return;
    const { layer, at } = this;
    if (layer.detailed) this.#show(name, length, toHex(layer.bytes.subarray(at, at + length)), options);
    this.at += length;
  }

  ipv4(name: string, options?: FieldOptions): string {
    if (!this.has(4)) return '';
    const value = formatIpv4(this.layer.bytes, this.at);
    this.add(name, 4, value, options);
    return value;
  }

  ipv6(name: string, options?: FieldOptions): string {
    if (!this.has(16)) return '';
    const value = formatIpv6(this.layer.bytes, this.at);
    this.add(name, 16, value, options);
    return value;
  }

  mac(name: string, options?: FieldOptions): string {
    if (!this.has(6)) return '';
    const value = formatMac(this.layer.bytes, this.at);
    this.add(name, 6, value, options);
    return value;
  }

  /** A number of `size` bytes and the bit fields in it, whose places the field table counts from its first byte. */
  flags(name: string, size: number, bits: readonly string[], options?: FieldOptions): number {
    if (!this.has(size)) return 0;
    const { layer, at } = this;
    const value = readUint(layer.bytes, at, size);
    const parent = this.#show(name, size, value, options);
    if (layer.detailed) for (const bit of bits) layer.read(bit, { parent }, at);
    this.at += size;
    return value;
  }

  /** Bit fields side by side in the next `size` bytes, without a line around them. */
  bits(size: number, names: readonly string[]): number {
    if (!this.has(size)) return 0;
    const { layer, at } = this;
    if (layer.detailed) for (const name of names) layer.read(name, { parent: this.parent }, at);
    this.at += size;
    return readUint(layer.bytes, at, size);
  }

  /**
   * A line around the next `length` bytes and a cursor for what lies in them; this one moves behind. The line is cut where the capture is: the
   * inner cursor says what is missing. Fails when the part does not fit in this one.
   */
  group(name: string, length: number, options?: FieldOptions): MessageCursor {
    const { layer, at } = this;
    if (!this.has(at + length > this.end ? length : 0)) return this.#finished();
    const shown = Math.max(0, Math.min(length, layer.end - at));
    const node = this.#show(name, shown, null, options);
    this.at += length;
    return new MessageCursor(layer, at, at + length, node);
  }

  /** A line around what is read until `close`; how long it is shows then. */
  open(name: string, options?: FieldOptions): MessageCursor {
    const { layer, at } = this;
    if (!this.has(0)) return this.#finished();
    const node = this.#show(name, Math.max(0, Math.min(this.end, layer.end) - at), null, options);
    return new MessageCursor(layer, at, this.end, node);
  }

  /** Goes on behind what `inner`, made by `open`, has read, and says what it holds. */
  close(inner: MessageCursor, text?: string): void {
    const { parent, layer } = inner;
    if (parent !== layer.node && parent !== this.parent) {
      parent.length = Math.max(0, Math.min(inner.at, layer.end) - parent.offset);
      if (text !== undefined) parent.text = text;
    }
    this.at = inner.at;
    this.failed = inner.failed;
  }

  /** A cursor over the next `length` bytes that adds to the same line; this one moves behind. */
  part(length: number): MessageCursor {
    if (!this.has(this.at + length > this.end ? length : 0)) return this.#finished();
    const inner = new MessageCursor(this.layer, this.at, this.at + length, this.parent);
    this.at += length;
    return inner;
  }

  /** Says what a line made by `group` holds, and its value where a line that groups has one. */
  describe(text: string, value?: number | string): void {
    if (this.parent === this.layer.node) return;
    this.parent.text = text;
    if (value !== undefined) this.parent.value = value;
  }

  #finished(): MessageCursor {
    const cursor = new MessageCursor(this.layer, this.at, this.at, this.parent);
    cursor.failed = true;
    return cursor;
  }

  skip(length: number): void {
    if (this.has(length)) this.at += length;
  }

  /** A number of 1 to 4 bytes ahead without adding a field; 0 when it is not there (nothing is noted). */
  peek(size: number, ahead = 0): number {
    const at = this.at + ahead;
    return !this.failed && at + size <= Math.min(this.end, this.layer.end) ? readUint(this.layer.bytes, at, size) : 0;
  }

  /** As `peek`, little-endian, up to 6 bytes. */
  peekLittle(size: number, ahead = 0): number {
    const at = this.at + ahead;
    if (this.failed || at + size > Math.min(this.end, this.layer.end)) return 0;
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + (this.layer.bytes[at + i] as number);
    return value;
  }

  /** Bytes up to and with the next zero byte; one more than there are when none follows. */
  zeroLength(): number {
    const limit = Math.min(this.end, this.layer.end);
    for (let i = this.at; i < limit; i++) if (this.layer.bytes[i] === 0) return i + 1 - this.at;
    return Math.max(0, limit - this.at) + 1;
  }

  /** Shows everything up to `end`, as far as it was captured. */
  rest(name: string): void {
    if (this.failed) return;
    this.bytes(name, Math.min(this.end, this.layer.end) - this.at);
    if (this.at < this.end) this.has(this.end - this.at);
  }
}
