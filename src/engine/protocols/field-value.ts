import { formatIpv4, formatIpv6, formatMac } from '../../shared/base/address';
import { readUint16, readUint24, readUint32, toHex } from '../../shared/base/bytes';
import type { FieldSpec } from './protocol';

/** Bytes shown of a long value; the pane beside the tree shows all of them. */
const MAX_SHOWN_BYTES = 64;

/** Unsigned big-endian number of 1 to 4 bytes. */
export function readUint(bytes: Uint8Array, offset: number, size: number): number {
  if (size === 1) return bytes[offset] as number;
  if (size === 2) return readUint16(bytes, offset);
  return size === 3 ? readUint24(bytes, offset) : readUint32(bytes, offset);
}

/** Unsigned big-endian number of 8 bytes as decimal text. */
export function readUint64(bytes: Uint8Array, offset: number): string {
  const high = readUint32(bytes, offset);
  const low = readUint32(bytes, offset + 4);
  return high < 0x200000 ? String(high * 0x1_0000_0000 + low) : ((BigInt(high) << 32n) | BigInt(low)).toString();
}

/** A number of at most 64 bits that a protocol writes as text; null for other text, which has no value to compare. */
export function writtenNumber(text: string): string | null {
  if (!/^[+-]?\d{1,20}$/.test(text)) return null;
  const value = BigInt(text.replace('+', ''));
  return value >= -(1n << 63n) && value < 1n << 64n ? text : null;
}

/** The value of a field at `offset`, where `spec.size` bytes are known to be. */
export function readValue(spec: FieldSpec, bytes: Uint8Array, offset: number): number | string | boolean | null {
  const size = spec.size ?? 0;
  switch (spec.type) {
    case 'uint':
    case 'int':
    case 'hex':
    case 'boolean': {
      const whole = readUint(bytes, offset, size);
      if (!spec.bits) return spec.type === 'boolean' ? whole !== 0 : whole;
      const { offset: first, count } = spec.bits;
      const value = (whole >>> (size * 8 - first - count)) & (count === 32 ? 0xffffffff : (1 << count) - 1);
      return spec.type === 'boolean' ? value !== 0 : value >>> 0;
    }
    case 'uint64':
      return readUint64(bytes, offset);
    case 'ipv4':
      return formatIpv4(bytes, offset);
    case 'ipv6':
      return formatIpv6(bytes, offset);
    case 'mac':
      return formatMac(bytes, offset);
    case 'bytes':
      return toHex(bytes.subarray(offset, offset + size));
    case 'text':
    case 'duration':
    case 'time':
    case 'none':
      return null;
  }
}

/** A number with `0x` and as many digits as Wireshark's field type has. */
export function hexText(spec: FieldSpec, value: number, length: number): string {
  return `0x${value.toString(16).padStart(spec.digits ?? 2 * (spec.size ?? length), '0')}`;
}

/** Text of a value as people read it. */
export function formatValue(spec: FieldSpec, value: number | string | boolean | null, length: number): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return spec.values?.[value ? 1 : 0] ?? (value ? 'Set' : 'Not set');
  if (typeof value === 'number') {
    const text = spec.type === 'hex' ? hexText(spec, value, length) : String(value);
    return spec.values ? `${spec.values[value] ?? 'Unknown'} (${text})` : text;
  }
  if (spec.type === 'bytes' && value.length > 2 * MAX_SHOWN_BYTES) return `${value.slice(0, 2 * MAX_SHOWN_BYTES)}…`;
  return value;
}
