import type { FieldSpec } from './protocol';

/** Short forms for rows of a field table; `at` and `size` in bytes. */

type Extra = Omit<FieldSpec, 'label' | 'type' | 'at' | 'size' | 'bits'>;
type Bits = readonly [first: number, count: number];

const toRange = ([offset, count]: Bits) => ({ offset, count });

export const uint = (label: string, at: number, size: number, extra?: Extra): FieldSpec => ({ label, type: 'uint', at, size, ...extra });
export const hex = (label: string, at: number, size: number, extra?: Extra): FieldSpec => ({ label, type: 'hex', at, size, ...extra });
export const uint64 = (label: string, at: number): FieldSpec => ({ label, type: 'uint64', at, size: 8 });
export const ipv4Address = (label: string, at: number): FieldSpec => ({ label, type: 'ipv4', at, size: 4 });
export const ipv6Address = (label: string, at: number): FieldSpec => ({ label, type: 'ipv6', at, size: 16 });
export const macAddress = (label: string, at: number): FieldSpec => ({ label, type: 'mac', at, size: 6 });
export const bytesAt = (label: string, at: number, size: number): FieldSpec => ({ label, type: 'bytes', at, size });
export const bits = (label: string, at: number, size: number, range: Bits, extra?: Extra): FieldSpec => ({
  label,
  type: 'uint',
  at,
  size,
  bits: toRange(range),
  ...extra,
});
export const hexBits = (label: string, at: number, size: number, range: Bits, extra?: Extra): FieldSpec => ({
  label,
  type: 'hex',
  at,
  size,
  bits: toRange(range),
  ...extra,
});
/** One bit. */
export const flag = (label: string, at: number, size: number, bit: number, values?: Readonly<Record<number, string>>): FieldSpec => ({
  label,
  type: 'boolean',
  at,
  size,
  bits: { offset: bit, count: 1 },
  ...(values && { values }),
});

/** Fields whose place varies: the decoder gives it. */
export const freeUint = (label: string, extra?: Extra): FieldSpec => ({ label, type: 'uint', ...extra });
export const freeHex = (label: string, extra?: Extra): FieldSpec => ({ label, type: 'hex', ...extra });
/** More than 32 bits, or a number that is written as text: its value is the text. */
export const freeWide = (label: string): FieldSpec => ({ label, type: 'uint64' });
/** A time of the calendar, its value as `absoluteTimeText` writes it. */
export const freeTime = (label: string): FieldSpec => ({ label, type: 'time' });
export const freeBytes = (label: string): FieldSpec => ({ label, type: 'bytes' });
export const freeText = (label: string): FieldSpec => ({ label, type: 'text' });
/** A line that groups others. */
export const group = (label: string): FieldSpec => ({ label, type: 'none' });

/** Computed fields without bytes of their own. */
export const generated = (label: string, type: FieldSpec['type'] = 'uint', values?: Readonly<Record<number, string>>): FieldSpec => ({
  label,
  type,
  generated: true,
  ...(values && { values }),
});

/** Value of a `*.checksum.status` field, as Wireshark numbers it. */
export const CHECKSUM_STATUS: Readonly<Record<number, string>> = { 0: 'Bad', 1: 'Good', 2: 'Unverified', 3: 'Not present', 4: 'Illegal' };
