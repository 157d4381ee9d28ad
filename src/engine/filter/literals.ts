/** Reads what is written in a filter as a value of the type that it is compared with. */
import { parseBytes, parseIpv4, parseIpv6 } from './address-literals';
import type { Term } from './checked';
import { type FilterHint, type FilterProblem, filterError } from './filter-error';
import type { FilterField } from './filter-fields';
import type { Operand } from './syntax-tree';
import { unescapeText } from './text-literals';
import { parseSeconds, parseTime } from './time-literals';
import type { Value, ValueType } from './values';

/** A word, a quoted text or a character. */
export type Written = Extract<Operand, { kind: 'word' | 'string' | 'character' }>;

export function isWritten(operand: Operand): operand is Written {
  return operand.kind === 'word' || operand.kind === 'string' || operand.kind === 'character';
}

const encoder = new TextEncoder();
const LARGEST = (1n << 64n) - 1n;
const HINTS: Readonly<Record<ValueType, FilterHint>> = {
  integer: 'number',
  boolean: 'boolean',
  text: 'text',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  mac: 'mac',
  duration: 'duration',
  time: 'time',
  bytes: 'bytes',
  protocol: 'bytes',
  label: 'presence-only',
};

/** The text as it was meant: without quotes, escapes read. */
export function writtenText(written: Written): string {
  if (written.kind === 'character') return String.fromCharCode(written.code);
  if (written.kind === 'string') return written.raw ? written.text : unescapeText(written.text);
  return written.text;
}

/** The value as a term of `type`; `field` gives its names of values. Throws AppError `filter.syntax`. */
export function literalTerm(filter: string, written: Written, type: ValueType, field: FilterField | null): Term {
  const text = writtenText(written);
  const slash = type === 'ipv4' || type === 'ipv6' ? text.indexOf('/') : -1;
  const refuse = (problem: FilterProblem = 'not-a-value', hint: FilterHint = HINTS[type], suggestion = '') =>
    filterError(filter, written.range, problem, hint, suggestion);
  if (slash >= 0) {
    const bits = Number(text.slice(slash + 1));
    const value = readValue(text.slice(0, slash), written, type, field);
    if (value === null || bits > (type === 'ipv4' ? 32 : 128)) throw refuse();
    return { kind: 'literal', type, value, prefix: bits };
  }
  const value = readValue(text, written, type, field);
  if (value === null) {
    const names = Object.values(field?.values ?? {}).filter((name) => name !== '');
    if (names.length > 0 && type === 'integer') throw refuse('not-a-value', 'named-value', names.slice(0, 3).join(', '));
    throw refuse();
  }
  if (typeof value === 'bigint' && type === 'integer' && (value > LARGEST || value < -LARGEST)) throw refuse('value-too-large', 'number');
  if (typeof value === 'number' && field?.largest && field.type === 'integer' && value > field.largest && !field.name.endsWith('.hdr_len')) {
    throw refuse('value-too-large', 'number');
  }
  return { kind: 'literal', type, value, prefix: null };
}

function readValue(text: string, written: Written, type: ValueType, field: FilterField | null): Value | null {
  switch (type) {
    case 'integer':
      return written.kind === 'character' ? written.code : ((written.kind === 'word' ? parseInteger(text) : null) ?? namedValue(text, field));
    case 'boolean':
      return (written.kind === 'word' ? truthOfNumber(text) : null) ?? truth(text) ?? namedValue(text, field);
    case 'text':
      return text;
    case 'ipv4':
      return parseIpv4(text);
    case 'ipv6':
      return parseIpv6(text);
    case 'mac': {
      const bytes = parseBytes(text);
      return bytes?.length === 6 ? bytes : null;
    }
    case 'duration':
      return parseSeconds(text);
    case 'time':
      return parseTime(text);
    case 'bytes':
    case 'protocol':
      if (written.kind === 'character') return Uint8Array.of(written.code & 0xff);
      return written.kind === 'string' ? encoder.encode(text) : parseBytes(text);
    case 'label':
      return null;
  }
}

/** Decimal, `0x`, `0b` and octal with a leading 0; a bigint where a number would lose digits. */
function parseInteger(text: string): number | bigint | null {
  const octal = /^0[0-7]+$/.test(text);
  if (!octal && !/^(?:0x[0-9a-f]+|0b[01]+|\d+)$/i.test(text)) return null;
  const value = BigInt(octal ? `0o${text.slice(1)}` : text);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** As in C, every number but 0 is true. */
function truthOfNumber(text: string): number | null {
  const number = parseInteger(text);
  return number === null ? null : Number(number !== 0);
}

function truth(text: string): number | null {
  if (/^(?:true|set)$/i.test(text)) return 1;
  return /^(?:false|not set)$/i.test(text) ? 0 : null;
}

function namedValue(text: string, field: FilterField | null): number | null {
  const wanted = text.toLowerCase();
  const found = Object.entries(field?.values ?? {}).find(([, name]) => name.toLowerCase() === wanted);
  return found ? Number(found[0]) : null;
}
