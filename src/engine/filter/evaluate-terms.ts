/** Values of what a filter compares, as functions of a packet. */
import { formatIpv4, formatIpv6 } from '../../shared/base/address';
import { toHex } from '../../shared/base/bytes';
import { formatSeconds } from '../../shared/base/time';
import type { Term } from './checked';
import type { PacketValues } from './packet-values';
import type { Arithmetic, SlicePart } from './syntax-tree';
import { bytesOf, compareValues, type Value, type ValueType } from './values';

/** Values of all occurrences; empty when the packet has none. */
export type TermValues = (packet: PacketValues) => readonly Value[];

export function termValues(term: Term): TermValues {
  switch (term.kind) {
    case 'field':
      return (packet) => packet.of(term.field, term.layers);
    case 'literal': {
      const values = [term.value];
      return () => values;
    }
    case 'slice':
      return mapped(term.term, (value) => slice(value, term.term.type, term.parts));
    case 'length':
      return lengths(term.term);
    case 'count':
      return occurrences(term.term);
    case 'lower':
      return mapped(term.term, (value) => String(value).toLowerCase());
    case 'upper':
      return mapped(term.term, (value) => String(value).toUpperCase());
    case 'string':
      return mapped(term.term, (value) => valueText(value, term.term.type));
    case 'max':
    case 'min':
      return extreme(term.terms, term.kind === 'max' ? 1 : -1);
    case 'absolute':
      return mapped(term.term, (value) => (compareValues(value, 0) < 0 ? negated(value) : value));
    case 'negate':
      return mapped(term.term, negated);
    case 'arithmetic':
      return arithmetic(term.operator, termValues(term.left), termValues(term.right));
  }
}

/** How many lines a field has; those that group others have no values. */
function occurrences(term: Term): TermValues {
  return (packet) => {
    const count = term.kind === 'field' ? packet.lengthsOf(term.field, term.layers).length : 0;
    return count === 0 ? [] : [count];
  };
}

/** Of a protocol: that of its own bytes, without those that it carries. */
function lengths(term: Term): TermValues {
  if (term.kind === 'field' && term.field.type === 'protocol') return (packet) => packet.lengthsOf(term.field, term.layers);
  return mapped(term, (value) => (typeof value === 'string' ? value.length : bytesOf(value, term.type).length));
}

function mapped(term: Term, map: (value: Value) => Value | null): TermValues {
  const values = termValues(term);
  return (packet) => values(packet).flatMap((value) => map(value) ?? []);
}

function negated(value: Value): Value {
  return typeof value === 'bigint' ? -value : -Number(value);
}

function extreme(terms: readonly Term[], sign: 1 | -1): TermValues {
  const all = terms.map(termValues);
  return (packet) => {
    const values = all.flatMap((each) => [...each(packet)]);
    if (values.length === 0) return [];
    return [values.reduce((best, value) => (compareValues(value, best) * sign > 0 ? value : best))];
  };
}

function arithmetic(operator: Arithmetic, left: TermValues, right: TermValues): TermValues {
  return (packet) => {
    const rights = right(packet);
    return left(packet).flatMap((a) => rights.flatMap((b) => calculate(operator, a, b) ?? []));
  };
}

/** Null for a division by zero. */
function calculate(operator: Arithmetic, a: Value, b: Value): Value | null {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return a.slice(0, b.length).map((byte, i) => byte & (b[i] as number));
  if (typeof a === 'bigint' || typeof b === 'bigint' || operator === '&') return wide(operator, BigInt(a as number), BigInt(b as number));
  const [left, right] = [Number(a), Number(b)];
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : Math.trunc(left / right);
    case '%':
      return right === 0 ? null : left % right;
  }
}

function wide(operator: Arithmetic, a: bigint, b: bigint): Value | null {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '&':
      return a & b;
    case '/':
      return b === 0n ? null : a / b;
    case '%':
      return b === 0n ? null : a % b;
  }
}

/** Null where the value is too short for one of the parts. */
function slice(value: Value, type: ValueType, parts: readonly SlicePart[]): Value | null {
  const whole = type === 'text' ? String(value) : bytesOf(value, type);
  const pieces: (string | Uint8Array)[] = [];
  for (const { start, end } of parts) {
    const from = start < 0 ? whole.length + start : start;
    const to = end === null ? whole.length : end < 0 || (end === 0 && start < 0) ? whole.length + end : end;
    if (from < 0 || to > whole.length || from >= to) return null;
    pieces.push(typeof whole === 'string' ? whole.slice(from, to) : whole.subarray(from, to));
  }
  if (typeof whole === 'string') return pieces.join('');
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : Uint8Array.from(pieces.flatMap((piece) => [...(piece as Uint8Array)]));
}

/** As the fields of the tree show it. */
function valueText(value: Value, type: ValueType): string {
  if (type === 'duration' || type === 'time') {
    const ns = BigInt(value as bigint);
    const seconds = ns / 1_000_000_000n - (ns % 1_000_000_000n < 0n ? 1n : 0n);
    return formatSeconds(Number(seconds), Number(ns - seconds * 1_000_000_000n), 9);
  }
  if (type === 'ipv4') return formatIpv4(bytesOf(value, type), 0);
  if (type === 'boolean') return value ? 'True' : 'False';
  if (!(value instanceof Uint8Array)) return String(value);
  return type === 'ipv6' ? formatIpv6(value, 0) : toHex(value, ':');
}
