import type { LayerBuilder } from './dissection';
import { freeText, freeUint, freeWide } from './field-spec';
import { writtenNumber } from './field-value';
import { PDU } from './message-stream';
import { defineProtocol } from './protocol';
import { asciiText, lineEnd, lineText } from './text-scan';

/** The text protocol of memcached (protocol.txt): a line, behind some a block of data with a line end. */
const PORT = 11211;
const LONGEST_LINE = 4096;
const LINE_END = 2;

/** Commands with data behind their line: the word that tells its length, counted from 0. */
const STORES: Readonly<Record<string, number>> = { set: 4, add: 4, replace: 4, append: 4, prepend: 4, cas: 4, ms: 2 };
const KEYED = ['get', 'gets', 'gat', 'gats', 'delete', 'incr', 'decr', 'touch', 'mg', 'md', 'ma', 'me'];
const PLAIN = ['stats', 'flush_all', 'version', 'verbosity', 'quit', 'mn', 'slabs', 'lru', 'watch', 'cache_memlimit', 'shutdown'];
const RESPONSES = [
  'STORED',
  'NOT_STORED',
  'EXISTS',
  'NOT_FOUND',
  'DELETED',
  'TOUCHED',
  'OK',
  'END',
  'ERROR',
  'CLIENT_ERROR',
  'SERVER_ERROR',
  'VERSION',
  'STAT',
  'RESET',
  'BUSY',
  'MN',
  'HD',
  'EN',
  'NS',
  'EX',
  'NF',
];
/** Answers with data behind their line. */
const VALUES: Readonly<Record<string, number>> = { VALUE: 3, VA: 1 };
const WORDS = new Set([...Object.keys(STORES), ...KEYED, ...PLAIN, ...RESPONSES, ...Object.keys(VALUES)]);

interface Line {
  readonly text: string;
  readonly words: readonly string[];
  /** Behind the line feed. */
  readonly end: number;
  /** Bytes of data behind it, -1 for none. */
  readonly data: number;
}

function readLine(bytes: Uint8Array, offset: number, end: number): Line | null {
  const feed = lineEnd(bytes, offset, end, LONGEST_LINE);
  if (feed < 0) return null;
  const text = lineText(bytes, offset, feed);
  const words = text.split(' ').filter((word) => word !== '');
  const place = STORES[words[0] ?? ''] ?? VALUES[words[0] ?? ''];
  const told = place === undefined ? undefined : words[place];
  return { text, words, end: feed + 1, data: told !== undefined && /^\d{1,9}$/.test(told) ? Number(told) : -1 };
}

function messageLength(bytes: Uint8Array, offset: number, end: number): number {
  const line = readLine(bytes, offset, end);
  if (line === null) return end - offset >= LONGEST_LINE ? PDU.none : PDU.more;
  if (!isKnown(line)) return PDU.none;
  return line.end - offset + (line.data < 0 ? 0 : line.data + LINE_END);
}

/** A word of the protocol, or the number that `incr` and `decr` are answered with. */
function isKnown({ words }: Line): boolean {
  const [first = ''] = words;
  return WORDS.has(first) || (words.length === 1 && /^\d{1,20}$/.test(first));
}

/** Called with a line that is there whole, or with what there is of it. */
function decodeMemcached(layer: LayerBuilder): void {
  const { bytes, offset, end } = layer;
  const line = readLine(bytes, offset, end);
  layer.describe(end - offset, 'Memcache Protocol');
  if (line === null) {
    if (end > offset) layer.field('memcache.line', offset, end - offset, asciiText(bytes, offset, end));
    layer.has(end, 1);
    return;
  }
  layer.describe(end - offset, `Memcache Protocol, ${line.text}`);
  layer.column('info', line.text);
  const [first = ''] = line.words;
  const isResponse = !(first in STORES) && !KEYED.includes(first) && !PLAIN.includes(first);
  if (isResponse) addResponse(layer, line);
  else addCommand(layer, line);
  if (line.data < 0) return;
  const stop = Math.min(end, line.end + line.data);
  if (stop > line.end) layer.field('memcache.value', line.end, stop - line.end, asciiText(bytes, line.end, stop));
  layer.has(line.end, line.data + LINE_END);
}

/** Adds the words of the line at their places under the names given; '' skips a word, the last name holds for all that follow. */
function addWords(layer: LayerBuilder, { words, text }: Line, names: readonly string[]): void {
  let from = 0;
  for (const [index, word] of words.entries()) {
    const at = text.indexOf(word, from);
    from = at + word.length;
    const name = names[Math.min(index, names.length - 1)] ?? '';
    const type = layer.registry.field(name)?.type;
    const isNumber = type === 'uint' && /^\d{1,10}$/.test(word);
    const value = isNumber ? Number(word) : type === 'uint64' ? writtenNumber(word) : word;
    if (name !== '') layer.field(name, layer.offset + at, word.length, value, { text: word, explanation: explainWord(name, word) });
  }
}

function explainWord(name: string, word: string): { code: string; data: Record<string, string> } | null {
  return name === 'memcache.command' && (word === 'mn' || word === 'version') ? { code: 'memcache-noop', data: {} } : null;
}

function addCommand(layer: LayerBuilder, line: Line): void {
  const [first = ''] = line.words;
  if (first === 'ms') addWords(layer, line, ['memcache.command', 'memcache.key', 'memcache.value.length', 'memcache.argument']);
  else if (first in STORES) {
    const last = line.words.length > 5 && first === 'cas' ? 'memcache.cas' : 'memcache.noreply';
    addWords(layer, line, ['memcache.command', 'memcache.key', 'memcache.flags', 'memcache.expiration', 'memcache.value.length', last]);
  } else if (first === 'incr' || first === 'decr') addWords(layer, line, ['memcache.command', 'memcache.key', 'memcache.value', 'memcache.noreply']);
  else if (KEYED.includes(first)) addWords(layer, line, ['memcache.command', 'memcache.key']);
  else addWords(layer, line, ['memcache.command', 'memcache.argument']);
}

function addResponse(layer: LayerBuilder, line: Line): void {
  const [first = ''] = line.words;
  if (first === 'VALUE') addWords(layer, line, ['memcache.command', 'memcache.key', 'memcache.flags', 'memcache.value.length', 'memcache.cas']);
  else if (first === 'VA') addWords(layer, line, ['memcache.response', 'memcache.value.length', 'memcache.argument']);
  else if (first === 'VERSION') addWords(layer, line, ['memcache.command', 'memcache.version']);
  else if (first === 'STAT') addWords(layer, line, ['memcache.command', 'memcache.name', 'memcache.name_value']);
  else addWords(layer, line, ['memcache.response', 'memcache.argument']);
}

export const memcached = defineProtocol({
  id: 'memcache',
  title: 'Memcache Protocol',
  short: 'MEMCACHE',
  spec: 'memcached protocol.txt',
  fields: {
    'memcache.command': freeText('Command'),
    'memcache.response': freeText('Response'),
    'memcache.key': freeText('Key'),
    'memcache.flags': freeUint('Flags'),
    'memcache.expiration': freeUint('Expiration'),
    'memcache.value.length': freeUint('Value length'),
    'memcache.noreply': freeText('Noreply'),
    'memcache.cas': freeWide('CAS'),
    'memcache.value': freeText('Value'),
    'memcache.version': freeText('Version'),
    'memcache.name': freeText('Stat name'),
    'memcache.name_value': freeText('Stat value'),
    'memcache.argument': freeText('Argument'),
    'memcache.line': freeText('Line that goes on'),
  },
  attach: [{ table: 'tcp-port', keys: [PORT] }],
  pdu: messageLength,
  decode: decodeMemcached,
});
