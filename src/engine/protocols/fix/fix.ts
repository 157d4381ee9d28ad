import type { Explanation } from '../../../shared/contract/dissection';
import type { LayerBuilder } from '../dissection';
import { freeText, freeUint, generated } from '../field-spec';
import { PDU } from '../message-stream';
import { defineProtocol } from '../protocol';
import { asciiText, startsWith } from '../text-scan';
import { MESSAGE_TYPES, TAGS } from './tags';

/** FIX, session layer: `tag=value` pairs, each with a SOH behind it; the first two and the last are fixed. */
const BEGIN = '8=FIX';
const SOH = 1;
const EQUALS = 0x3d;
const CHECKSUM = 10;
const MESSAGE_TYPE = 35;
const HEARTBEAT_INTERVAL = 108;
/** `10=` and three digits with the SOH. */
const TRAILER_LENGTH = 7;
/** Both fields before the body are there within this many bytes. */
const LONGEST_START = 40;
const LONGEST = 1 << 28;

export function isFix(bytes: Uint8Array, offset: number, end: number): boolean {
  return startsWith(bytes, offset, end, BEGIN);
}

function soh(bytes: Uint8Array, from: number, end: number): number {
  const at = bytes.subarray(0, end).indexOf(SOH, from);
  return at < 0 ? end : at;
}

function messageLength(bytes: Uint8Array, offset: number, end: number): number {
  for (let i = 0; i < BEGIN.length && offset + i < end; i++) if (bytes[offset + i] !== BEGIN.charCodeAt(i)) return PDU.none;
  const first = soh(bytes, offset, end);
  const second = soh(bytes, first + 1, end);
  if (second >= end) return end - offset > LONGEST_START ? PDU.none : PDU.more;
  const told = /^9=(\d{1,9})$/.exec(asciiText(bytes, first + 1, Math.min(second, first + LONGEST_START)))?.[1];
  const length = told === undefined ? -1 : second + 1 - offset + Number(told) + TRAILER_LENGTH;
  return length < 0 || length > LONGEST ? PDU.none : length;
}

function decodeFix(layer: LayerBuilder): void {
  const { bytes, end } = layer;
  layer.describe(end - layer.offset, 'Financial Information eXchange Protocol');
  let at = layer.offset;
  while (at < end) {
    const stop = soh(bytes, at, end);
    if (stop >= end) {
      layer.field('fix.field', at, end - at, asciiText(bytes, at, end));
      layer.has(end, 1);
      return;
    }
    addPair(layer, at, stop);
    at = stop + 1;
  }
  if (layer.end < layer.wireEnd) layer.has(layer.end, layer.wireEnd - layer.end);
}

/** One pair; its field holds the SOH too. */
function addPair(layer: LayerBuilder, at: number, stop: number): void {
  const { bytes } = layer;
  const equals = bytes.subarray(0, stop).indexOf(EQUALS, at);
  const digits = equals < 0 ? '' : asciiText(bytes, at, equals);
  const tag = /^\d{1,6}$/.test(digits) ? Number(digits) : -1;
  const value = asciiText(bytes, equals < 0 ? at : equals + 1, stop);
  const length = stop + 1 - at;
  const name = TAGS[tag];
  if (name === undefined) {
    const parent = layer.field('fix.field', at, length, asciiText(bytes, at, stop));
    if (tag < 0) return;
    layer.field('fix.field.tag', at, digits.length, tag, { parent });
    layer.field('fix.field.value', equals + 1, value.length, value, { parent });
    return;
  }
  const label = `${name} (${tag})`;
  if (tag === CHECKSUM) addChecksum(layer, at, length, label, value);
  else if (tag === MESSAGE_TYPE) addType(layer, at, length, label, value);
  else layer.field(`fix.${name}`, at, length, value, { label, explanation: explainPair(tag, value) });
}

function explainPair(tag: number, value: string): Explanation | null {
  return tag === HEARTBEAT_INTERVAL && /^\d+$/.test(value) ? { code: 'fix-heartbeat-interval', data: { seconds: Number(value) } } : null;
}

function addType(layer: LayerBuilder, at: number, length: number, label: string, value: string): void {
  const [tree, info] = MESSAGE_TYPES[value] ?? ['unknown', `FIX Message (${value})`];
  const code = value === '0' ? 'fix-heartbeat' : value === '1' ? 'fix-test-request' : null;
  layer.field('fix.MsgType', at, length, value, { label, text: `${value} (${tree})`, explanation: code ? { code, data: {} } : null });
  layer.describe(layer.end - layer.offset, `Financial Information eXchange Protocol, ${info}`);
  layer.column('info', info);
}

/** The bytes before it, modulo 256, as three digits. */
function addChecksum(layer: LayerBuilder, at: number, length: number, label: string, value: string): void {
  let sum = 0;
  for (let i = layer.offset; i < at; i++) sum = (sum + (layer.bytes[i] as number)) & 255;
  const expected = String(sum).padStart(3, '0');
  const isGood = expected === value;
  const explanation = { code: isGood ? 'fix-checksum-correct' : 'fix-checksum-incorrect', data: { sum: expected } };
  const parent = layer.field('fix.CheckSum', at, length, value, {
    label,
    text: `${value} [${isGood ? 'correct' : `incorrect should be ${expected}`}]`,
    explanation,
  });
  for (const [name, set] of [
    ['fix.checksum_good', isGood],
    ['fix.checksum_bad', !isGood],
  ] as const) {
    const node = layer.field(name, at, length, set, { parent });
    if (node !== layer.node) node.generated = true;
  }
}

export const fix = defineProtocol({
  id: 'fix',
  title: 'Financial Information eXchange Protocol',
  short: 'FIX',
  spec: 'FIX 4.4, FIXT 1.1',
  fields: {
    ...Object.fromEntries(Object.entries(TAGS).map(([tag, name]) => [`fix.${name}`, freeText(`${name} (${tag})`)])),
    'fix.field': freeText('Field'),
    'fix.field.tag': freeUint('Field Tag'),
    'fix.field.value': freeText('Field Value'),
    'fix.checksum_good': generated('Good Checksum', 'boolean', { 0: 'False', 1: 'True' }),
    'fix.checksum_bad': generated('Bad Checksum', 'boolean', { 0: 'False', 1: 'True' }),
  },
  attach: [{ parent: 'tcp', test: isFix }],
  pdu: messageLength,
  decode: decodeFix,
});
