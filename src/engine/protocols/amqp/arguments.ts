import { absoluteTimeText } from '../absolute-time';
import { freeBytes, freeText, freeTime, freeUint, group } from '../field-spec';
import { type MessageCursor, utf8Text } from '../message-cursor';
import type { FieldSpec } from '../protocol';
import { type Argument, type ArgumentForm, CONTENT_PROPERTIES, METHODS } from './methods';

const SIZES: Readonly<Record<string, number>> = { u8: 1, u16: 2, u32: 4 };
/** Tables in tables; deeper ones are shown as bytes. */
const MAX_DEPTH = 16;

/** Adds one argument below `prefix`; returns its text where the Info column may want it. */
export function addArgument(cursor: MessageCursor, prefix: string, [form, ...names]: Argument): string {
  const field = `${prefix}.${names[0]}`;
  switch (form) {
    case 'u8':
    case 'u16':
    case 'u32':
      return String(cursor.uint(field, SIZES[form] as number));
    case 'u64':
      return cursor.uint64(field);
    case 'time': {
      const seconds = cursor.peek(4) * 2 ** 32 + cursor.peek(4, 4);
      cursor.add(field, 8, absoluteTimeText(seconds));
      return '';
    }
    case 'short':
      return addShort(cursor, field);
    case 'counted': {
      const length = cursor.peek(1);
      const { layer, at } = cursor;
      if (!cursor.has(1 + length)) return '';
      const text = utf8Text(layer.bytes, at + 1, at + 1 + length);
      cursor.add(field, 1 + length, text);
      return text;
    }
    case 'long': {
      const length = cursor.peek(4);
      cursor.skip(4);
      cursor.bytes(field, length);
      return '';
    }
    case 'secret':
      addSecret(cursor, field);
      return '';
    case 'table':
      addTable(cursor, field, 0);
      return '';
    case 'bits':
      addBits(cursor, prefix, names);
      return '';
  }
}

/** Text behind its length, which has no field of its own. */
function addShort(cursor: MessageCursor, field: string): string {
  const length = cursor.peek(1);
  cursor.skip(1);
  return length === 0 ? '' : cursor.text(field, length);
}

function addSecret(cursor: MessageCursor, field: string): void {
  const length = cursor.peek(4);
  const { layer, at } = cursor;
  if (!cursor.has(4 + length)) return;
  const digits = Array.from(layer.bytes.subarray(at + 4, at + 4 + length), (byte) => byte.toString(16).padStart(2, '0'));
  cursor.add(field, 4 + length, digits.join(''));
}

function addBits(cursor: MessageCursor, prefix: string, names: readonly string[]): void {
  const value = cursor.peek(1);
  const { layer, at, parent } = cursor;
  if (!cursor.has(1)) return;
  for (const [index, name] of names.entries()) {
    const bits = { offset: 7 - index, count: 1 };
    layer.field(`${prefix}.${name}`, at, 1, (value & (1 << index)) !== 0, { parent, bits });
  }
  cursor.skip(1);
}

/** AMQP 0-9-1 section 4.2.5.5. */
function addTable(cursor: MessageCursor, field: string, depth: number): void {
  const length = cursor.peek(4);
  cursor.skip(4);
  const table = cursor.group(field, length);
  while (table.left > 0) addEntry(table, depth);
  cursor.failed ||= table.failed;
}

function addEntry(table: MessageCursor, depth: number): void {
  const { layer } = table;
  const nameLength = table.peek(1);
  table.skip(1);
  const from = table.at;
  table.skip(nameLength);
  if (table.failed) return;
  const name = utf8Text(layer.bytes, from, table.at);
  const entry = table.open('amqp.field');
  const text = addValue(entry, depth);
  table.close(entry, `${name}: ${text}`);
}

/** Size and text of the values of one size, by the letter of their kind (section 4.2.1, with RabbitMQ's corrections: `l` and `s` are signed). */
const FIXED: Readonly<Record<string, readonly [size: number, text: (view: DataView) => string]>> = {
  b: [1, (view) => String(view.getInt8(0))],
  B: [1, (view) => String(view.getUint8(0))],
  U: [2, (view) => String(view.getInt16(0))],
  s: [2, (view) => String(view.getInt16(0))],
  u: [2, (view) => String(view.getUint16(0))],
  I: [4, (view) => String(view.getInt32(0))],
  i: [4, (view) => String(view.getUint32(0))],
  L: [8, (view) => String(view.getBigInt64(0))],
  l: [8, (view) => String(view.getBigInt64(0))],
  f: [4, (view) => String(view.getFloat32(0))],
  d: [8, (view) => String(view.getFloat64(0))],
  D: [5, (view) => decimalText(view.getInt32(1), view.getUint8(0))],
  T: [8, (view) => absoluteTimeText(Number(view.getBigUint64(0)))],
};

/** `value` divided by ten `scale` times, with all digits. */
function decimalText(value: number, scale: number): string {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${value < 0 ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`;
}

/** A value behind the letter of its kind, with RabbitMQ's letters; returns its text. */
function addValue(entry: MessageCursor, depth: number): string {
  const kind = String.fromCharCode(entry.peek(1));
  entry.skip(1);
  const { layer, at } = entry;
  if (kind === 'V') return 'void';
  if (kind === 't') {
    entry.skip(1);
    return layer.bytes[at] === 0 ? 'false' : 'true';
  }
  const fixed = FIXED[kind];
  if (fixed !== undefined) {
    const [size, text] = fixed;
    entry.skip(size);
    if (entry.failed) return '';
    const shown = text(new DataView(layer.bytes.buffer, layer.bytes.byteOffset + at, size));
    if (kind === 'T' && layer.detailed) layer.field('amqp.field.timestamp', at - 1, 1 + size, shown, { parent: entry.parent });
    return shown;
  }
  const length = entry.peek(4);
  if (kind === 'F' && depth < MAX_DEPTH) {
    entry.skip(4);
    const table = entry.part(length);
    while (table.left > 0) addEntry(table, depth + 1);
    return '(field table)';
  }
  if ('SxAF'.includes(kind)) {
    entry.skip(4 + length);
    return entry.failed ? '' : kind === 'S' ? utf8Text(layer.bytes, at + 4, entry.at) : `(${length} bytes)`;
  }
  entry.refuse(1);
  return '';
}

function specOf(form: ArgumentForm, name: string): FieldSpec {
  const label = name.replace(/(^|_)[a-z]/g, (start) => start.toUpperCase()).replaceAll('_', '-');
  if (form === 'bits') return { label, type: 'boolean', values: { 0: 'False', 1: 'True' } };
  if (form === 'table') return group(label);
  if (form === 'short' || form === 'counted') return freeText(label);
  if (form === 'u64') return { label, type: 'uint64' };
  if (form === 'time') return freeTime(label);
  return form === 'long' || form === 'secret' ? freeBytes(label) : freeUint(label);
}

/** The fields of every argument and property, from the tables. */
export function argumentFields(): Record<string, FieldSpec> {
  const fields: Record<string, FieldSpec> = {};
  const add = (prefix: string, [form, ...names]: Argument): void => {
    for (const name of names) fields[`${prefix}.${name}`] = specOf(form, name);
  };
  for (const methods of Object.values(METHODS))
    for (const method of Object.values(methods)) for (const argument of method.arguments) add('amqp.method.arguments', argument);
  for (const property of CONTENT_PROPERTIES) add('amqp.method.properties', property);
  return fields;
}
