import type { FieldNode } from '../../shared/contract/dissection';
import type { LayerBuilder } from './dissection';
import { freeText, freeUint, freeWide, group } from './field-spec';
import { writtenNumber } from './field-value';
import { PDU } from './message-stream';
import { defineProtocol } from './protocol';
import { asciiText, lineEnd, lineText } from './text-scan';

/** Redis serialization protocol, versions 2 and 3, several values in a row, and inline commands. */

const PORT = 6379;
const MAX_DEPTH = 32;
const MAX_VALUES = 1000;
/** Words of the Info column that are shown of a command. */
const SHOWN_WORDS = 8;
/** Of a long string in the tree and in Info; its value is whole. */
const SHOWN_CHARACTERS = 200;

interface Kind {
  readonly field: string;
  readonly name: string;
  readonly form: 'line' | 'bulk' | 'array' | 'pairs';
}

/** By first byte (https://redis.io/docs/latest/develop/reference/protocol-spec). */
const INTEGER = 'resp.integer';
const KINDS: Readonly<Record<string, Kind>> = {
  '+': { field: 'resp.string', name: 'Simple String', form: 'line' },
  '-': { field: 'resp.error', name: 'Error', form: 'line' },
  ':': { field: INTEGER, name: 'Integer', form: 'line' },
  _: { field: 'resp.null', name: 'Null', form: 'line' },
  '#': { field: 'resp.boolean', name: 'Boolean', form: 'line' },
  ',': { field: 'resp.double', name: 'Double', form: 'line' },
  '(': { field: 'resp.big_number', name: 'Big Number', form: 'line' },
  $: { field: 'resp.bulk_string', name: 'Bulk String', form: 'bulk' },
  '!': { field: 'resp.bulk_error', name: 'Bulk Error', form: 'bulk' },
  '=': { field: 'resp.verbatim_string', name: 'Verbatim String', form: 'bulk' },
  '*': { field: 'resp.array', name: 'Array', form: 'array' },
  '~': { field: 'resp.set', name: 'Set', form: 'array' },
  '>': { field: 'resp.push', name: 'Push', form: 'array' },
  '%': { field: 'resp.map', name: 'Map', form: 'pairs' },
  '|': { field: 'resp.attribute', name: 'Attribute', form: 'pairs' },
};

/** A value as far as it goes in these bytes. */
interface Value {
  readonly end: number;
  /** For the Info column. */
  readonly text: string;
  readonly words: readonly string[];
}

/** An array or bulk string by its first lines: certain enough for any port. */
export function isResp(bytes: Uint8Array, offset: number, end: number): boolean {
  const feed = lineEnd(bytes, offset, end, 32);
  if (feed < 0 || bytes[feed - 1] !== 0x0d) return false;
  const first = bytes[offset] as number;
  if (first !== 0x2a || !/^\*\d{1,7}$/.test(lineText(bytes, offset, feed))) return false;
  const second = lineEnd(bytes, feed + 1, end, 32);
  return second > 0 && /^[$*:+]-?\d{1,10}$/.test(lineText(bytes, feed + 1, second));
}

/** Longest inline command, and line that begins a value. */
const LONGEST_LINE = 65_536;

/** One value with all that lies in it, or an inline command. */
function respLength(bytes: Uint8Array, offset: number, end: number): number {
  let at = offset;
  for (let owed = 1; owed > 0; owed--) {
    if (at >= end) return PDU.more;
    const kind = KINDS[String.fromCharCode(bytes[at] as number)];
    const feed = lineEnd(bytes, at, end, LONGEST_LINE);
    if (kind === undefined && (at > offset || !isLetter(bytes[at] as number))) return PDU.none;
    if (feed < 0) return end - at < LONGEST_LINE ? PDU.more : PDU.none;
    const line = lineText(bytes, at + 1, feed);
    at = feed + 1;
    if (kind === undefined || kind.form === 'line') continue;
    if (!/^(-1|\d{1,10})$/.test(line)) return PDU.none;
    const count = Math.max(-1, Number.parseInt(line, 10));
    if (kind.form === 'bulk') at += count < 0 ? 0 : count + 2;
    else owed += Math.max(0, kind.form === 'pairs' ? 2 * count : count);
  }
  return at - offset;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

function decodeResp(layer: LayerBuilder): void {
  const { bytes, end, offset } = layer;
  const isRequest = layer.note === true;
  const texts: string[] = [];
  let at = offset;
  for (let count = 0; count < MAX_VALUES && at < end; count++) {
    const value = KINDS[String.fromCharCode(bytes[at] as number)]
      ? decodeValue(layer, at, layer.node, 0)
      : isRequest
        ? decodeInline(layer, at)
        : null;
    if (!value) break;
    texts.push(isRequest ? commandText(value) : value.text);
    at = value.end;
  }
  layer.describe(at - offset, `Redis Serialization Protocol${texts.length > 1 ? ` (${texts.length} values)` : ''}`);
  if (texts.length > 0) layer.column('info', `${layer.shared.infoPrefix}${texts.slice(0, 4).join(' | ')}${texts.length > 4 ? ' …' : ''}`);
  else layer.column('info', `${layer.shared.infoPrefix}[continuation]`);
  layer.data(at, end);
}

/** Command names are the same in either case; they are shown in capitals. */
function commandText({ text, words }: Value): string {
  const [command, ...rest] = words;
  if (command === undefined) return text;
  return [command.toUpperCase(), ...rest.slice(0, SHOWN_WORDS - 1), ...(rest.length >= SHOWN_WORDS ? ['…'] : [])].join(' ');
}

function decodeInline(layer: LayerBuilder, at: number): Value | null {
  const feed = lineEnd(layer.bytes, at, layer.end);
  if (feed < 0) return null;
  const line = lineText(layer.bytes, at, feed);
  if (!/^[\x20-\x7e]*$/.test(line)) return null;
  layer.field('resp.inline_command', at, feed + 1 - at, line);
  const words = line.split(/\s+/).filter((word) => word !== '');
  return { end: feed + 1, text: line, words };
}

/** Shows the value at `at`; null when its first line is not there whole or says nonsense. */
function decodeValue(layer: LayerBuilder, at: number, parent: FieldNode, depth: number): Value | null {
  const { bytes, end } = layer;
  const kind = KINDS[String.fromCharCode(bytes[at] as number)];
  const feed = lineEnd(bytes, at, end);
  if (!kind || feed < 0 || depth > MAX_DEPTH) return null;
  const line = lineText(bytes, at + 1, feed);
  if (kind.form === 'line') {
    const shown = kind.field === 'resp.null' ? 'null' : line;
    const value = kind.field === INTEGER ? writtenNumber(line) : shown;
    layer.field(kind.field, at, feed + 1 - at, value, { parent, text: shown, explanation: { code: 'resp-line', data: { kind: kind.name } } });
    return { end: feed + 1, text: shown, words: [shown] };
  }
  if (!/^(-1|\d{1,10}|\?)$/.test(line)) {
    layer.issue('malformed', at, feed + 1 - at);
    return null;
  }
  const count = line === '?' ? Number.POSITIVE_INFINITY : Number.parseInt(line, 10);
  if (kind.form === 'bulk') return decodeBulk(layer, kind, at, feed, count, parent);
  return decodeAggregate(layer, kind, at, feed, count, parent, depth);
}

function decodeBulk(layer: LayerBuilder, kind: Kind, at: number, feed: number, length: number, parent: FieldNode): Value {
  const { bytes, end } = layer;
  const from = feed + 1;
  if (length < 0) {
    layer.field(kind.field, at, from - at, null, { parent, text: 'null', explanation: { code: 'resp-null', data: {} } });
    return { end: from, text: 'null', words: ['null'] };
  }
  const to = Math.min(end, from + length);
  const valueEnd = Math.min(end, from + length + 2);
  const node = layer.field(kind.field, at, valueEnd - at, null, { parent });
  layer.field(`${kind.field}.length`, at, from - at, length, { parent: node, explanation: { code: 'resp-bulk-length', data: { length } } });
  const text = asciiText(bytes, from, Math.min(to, from + SHOWN_CHARACTERS));
  if (to > from && layer.detailed) layer.field(`${kind.field}.value`, from, to - from, asciiText(bytes, from, to), { parent: node, text });
  if (node !== layer.node) node.text = text;
  layer.has(from, length + 2);
  return { end: valueEnd, text, words: [text] };
}

function decodeAggregate(layer: LayerBuilder, kind: Kind, at: number, feed: number, count: number, parent: FieldNode, depth: number): Value {
  const { bytes, end } = layer;
  const node = layer.field(kind.field, at, feed + 1 - at, null, { parent });
  const shown = Number.isFinite(count) ? count : -1;
  layer.field(`${kind.field}.length`, at, feed + 1 - at, shown, {
    parent: node,
    explanation: { code: shown < 0 ? 'resp-null' : kind.form === 'pairs' ? 'resp-map-length' : 'resp-array-length', data: { count: shown } },
  });
  const words: string[] = [];
  const values = kind.form === 'pairs' ? 2 * count : count;
  let position = feed + 1;
  for (let i = 0; i < values && i < MAX_VALUES && position < end; i++) {
    if (bytes[position] === 0x2e) break; // `.` ends a streamed aggregate
    const value = decodeValue(layer, position, node, depth + 1);
    if (!value) break;
    if (words.length <= SHOWN_WORDS) words.push(value.words.length === 1 ? (value.words[0] as string) : `(${value.text})`);
    position = value.end;
  }
  if (node !== layer.node) {
    node.length = position - at;
    node.text = `${kind.name} (${shown < 0 ? 'null' : shown})`;
  }
  return { end: position, text: shown < 0 ? 'null' : `${kind.name}(${shown})`, words };
}

export const resp = defineProtocol({
  id: 'resp',
  title: 'Redis Serialization Protocol',
  short: 'RESP',
  spec: 'Redis protocol specification',
  fields: {
    'resp.inline_command': freeText('Inline Command'),
    ...Object.fromEntries(Object.values(KINDS).map(({ field, name, form }) => [field, form === 'line' ? freeText(name) : group(name)])),
    [INTEGER]: freeWide('Integer'),
    ...Object.fromEntries(
      Object.values(KINDS)
        .filter(({ form }) => form !== 'line')
        .map(({ field }) => [`${field}.length`, freeUint('Length')]),
    ),
    ...Object.fromEntries(
      Object.values(KINDS)
        .filter(({ form }) => form === 'bulk')
        .map(({ field }) => [`${field}.value`, freeText('Value')]),
    ),
  },
  attach: [
    { table: 'tcp-port', keys: [PORT] },
    { parent: 'tcp', test: isResp },
  ],
  pdu: respLength,
  follow: (_bytes, _offset, _end, side) => side.fromClient,
  decode: decodeResp,
});
