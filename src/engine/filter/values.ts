/** Values that filters compare, and their types. */
import type { FieldType } from '../protocols/protocol';

/**
 * `integer`: a number, or a bigint where the field has 64 bits. `boolean`: 1 or 0. `text`: a string. `ipv4`: 32 bits as a number. `duration` and `time`:
 * nanoseconds (since the epoch) as a bigint. `ipv6`, `mac`, `bytes` and `protocol`: bytes. `label`: a field without a value, there or not.
 */
export type ValueType = 'integer' | 'boolean' | 'text' | 'ipv4' | 'ipv6' | 'mac' | 'duration' | 'time' | 'bytes' | 'protocol' | 'label';
export type Value = number | bigint | string | Uint8Array;

const TYPES: Readonly<Record<FieldType, ValueType>> = {
  uint: 'integer',
  int: 'integer',
  uint64: 'integer',
  hex: 'integer',
  boolean: 'boolean',
  bytes: 'bytes',
  text: 'text',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  mac: 'mac',
  duration: 'duration',
  time: 'time',
  none: 'label',
};

export function valueTypeOf(type: FieldType): ValueType {
  return TYPES[type];
}

const BYTE_TYPES: readonly ValueType[] = ['bytes', 'protocol', 'mac', 'ipv6'];

/** Types whose values are bytes as they are stored. */
export function isByteType(type: ValueType): boolean {
  return BYTE_TYPES.includes(type);
}

/** Types whose values can stand on both sides of one comparison. */
export function comparable(left: ValueType, right: ValueType): boolean {
  if (left === 'label' || right === 'label') return false;
  return left === right || family(left) === family(right);
}

function family(type: ValueType): string {
  if (isByteType(type)) return 'bytes';
  return type === 'boolean' ? 'integer' : type;
}

/** Below 0, 0, above 0; bytes compare from the first to the last, the shorter one first. */
export function compareValues(a: Value, b: Value): number {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The value with the bits behind a prefix of `bits` cleared; addresses only. */
export function maskValue(value: Value, bits: number): Value {
  if (typeof value === 'number') return bits === 0 ? 0 : (value & (0xffffffff << (32 - bits))) >>> 0;
  if (!(value instanceof Uint8Array)) return value;
  return value.map((byte, i) => {
    const kept = Math.min(8, Math.max(0, bits - 8 * i));
    return byte & (0xff00 >> kept) & 0xff;
  });
}

const encoder = new TextEncoder();

/** UTF-8 bytes of text, bytes as they are, the four bytes of an IPv4 address. */
export function bytesOf(value: Value, type: ValueType): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (type === 'ipv4') return Uint8Array.of(Number(value) >>> 24, Number(value) >>> 16, Number(value) >>> 8, Number(value));
  return encoder.encode(String(value));
}

/** Does `whole` hold `part` somewhere? */
export function containsBytes(whole: Uint8Array, part: Uint8Array): boolean {
  if (part.length === 0) return true;
  const first = part[0] as number;
  for (let at = whole.indexOf(first); at >= 0 && at + part.length <= whole.length; at = whole.indexOf(first, at + 1)) {
    let i = 1;
    while (i < part.length && whole[at + i] === part[i]) i++;
    if (i === part.length) return true;
  }
  return false;
}

/** One character a byte: what patterns are matched against. */
export function binaryText(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}
