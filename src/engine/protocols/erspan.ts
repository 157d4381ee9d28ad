import { readUint16, readUint32 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { ethernet } from './ethernet';
import { bits, flag, freeUint } from './field-spec';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** Encapsulated remote SPAN, a mirrored port's frames inside GRE (draft-foschiano-erspan): type I has no header of its own. */
const TYPE_2_LENGTH = 8;
const TYPE_3_LENGTH = 12;
const SUBHEADER_LENGTH = 8;
const VERSION_TYPE_2 = 1;
const VERSION_TYPE_3 = 2;
const LAST_WORD = 10;
/** Type III, last word: frame type (0: Ethernet) and whether a platform's sub-header follows. */
const FRAME_TYPE = 0x7c00;
const SUBHEADER_FOLLOWS = 0x0001;
/** GRE's flag for a sequence number; the header of GRE ends where this one begins: 4 bytes without any option. */
const PLAIN_GRE_LENGTH = 4;
const GRE_OPTIONS = 0xf000;

/** Type I comes in a GRE header without options, where types II and III have a sequence number. */
function isTypeOne(bytes: Uint8Array, offset: number): boolean {
  return offset >= PLAIN_GRE_LENGTH && readUint16(bytes, offset - 2) === 0x88be && (readUint16(bytes, offset - 4) & GRE_OPTIONS) === 0;
}

/** Length of the header at `offset`: 0 for type I, -1 when no Ethernet frame follows or the header is cut. */
function headerLength(bytes: Uint8Array, offset: number, end: number): number {
  if (isTypeOne(bytes, offset)) return 0;
  if (end - offset < TYPE_2_LENGTH) return -1;
  const version = (bytes[offset] as number) >> 4;
  if (version === VERSION_TYPE_2) return TYPE_2_LENGTH;
  if (version !== VERSION_TYPE_3 || end - offset < TYPE_3_LENGTH) return -1;
  const word = readUint16(bytes, offset + LAST_WORD);
  if ((word & FRAME_TYPE) !== 0) return -1;
  const length = (word & SUBHEADER_FOLLOWS) !== 0 ? TYPE_3_LENGTH + SUBHEADER_LENGTH : TYPE_3_LENGTH;
  return end - offset < length ? -1 : length;
}

function stepErspan(path: PacketPath): Protocol | null {
  const length = headerLength(path.bytes, path.offset, path.end);
  if (length < 0) return null;
  path.offset += length;
  return ethernet;
}

function decodeErspan(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(0, 'Encapsulated Remote Switch Packet ANalysis Type I');
  if (isTypeOne(bytes, offset)) {
    layer.limit(layer.nextProtocol(ethernet, offset));
    return;
  }
  if (!layer.has(offset, TYPE_2_LENGTH)) {
    layer.readCut(['erspan.version', 'erspan.vlan']);
    return;
  }
  const version = (bytes[offset] as number) >> 4;
  layer.describe(
    version === VERSION_TYPE_3 ? TYPE_3_LENGTH : TYPE_2_LENGTH,
    `Encapsulated Remote Switch Packet ANalysis ${version === VERSION_TYPE_3 ? 'Type III' : 'Type II'}`,
  );
  layer.read('erspan.version');
  if (version === VERSION_TYPE_2) decodeTypeTwo(layer);
  else if (version === VERSION_TYPE_3) decodeTypeThree(layer);
  else layer.issue('unsupported', offset, 0);
}

function decodeTypeTwo(layer: LayerBuilder): void {
  for (const name of ['erspan.vlan', 'erspan.cos', 'erspan.encap', 'erspan.truncated', 'erspan.spanid', 'erspan.reserved', 'erspan.index'])
    layer.read(name);
  layer.limit(layer.nextProtocol(ethernet, layer.offset + TYPE_2_LENGTH));
}

const TYPE_3_FIELDS = [
  'erspan.vlan',
  'erspan.cos',
  'erspan.bso',
  'erspan.truncated',
  'erspan.spanid',
  'erspan.timestamp',
  'erspan.sgt',
  'erspan.p',
  'erspan.ft',
  'erspan.hw',
  'erspan.direction',
  'erspan.gra',
  'erspan.o',
];

function decodeTypeThree(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  if (!layer.has(offset, TYPE_3_LENGTH)) {
    layer.readCut(TYPE_3_FIELDS);
    return;
  }
  for (const name of TYPE_3_FIELDS) layer.read(name);
  const word = readUint16(bytes, offset + LAST_WORD);
  let next = offset + TYPE_3_LENGTH;
  if ((word & SUBHEADER_FOLLOWS) !== 0) {
    if (!layer.has(next, SUBHEADER_LENGTH)) return;
    layer.field('erspan.platid', next, 4, (bytes[next] as number) >> 2, { bits: { offset: 0, count: 6 } });
    layer.field('erspan.subheader', next + 4, 4, readUint32(bytes, next + 4));
    next += SUBHEADER_LENGTH;
  }
  if ((word & FRAME_TYPE) === 0) layer.limit(layer.nextProtocol(ethernet, next));
  else layer.data(next, layer.end);
}

const COS = {
  0: 'Best effort',
  1: 'Background',
  2: 'Spare',
  3: 'Excellent effort',
  4: 'Controlled load',
  5: 'Video',
  6: 'Voice',
  7: 'Network control',
};

export const erspan = defineProtocol({
  id: 'erspan',
  title: 'Encapsulated Remote Switch Packet ANalysis',
  short: 'ERSPAN',
  spec: 'draft-foschiano-erspan',
  fields: {
    'erspan.version': bits('Version', 0, 2, [0, 4], { values: { 1: 'Type II', 2: 'Type III' } }),
    'erspan.vlan': bits('Vlan', 0, 2, [4, 12]),
    'erspan.cos': bits('COS', 2, 2, [0, 3], { values: COS }),
    'erspan.encap': bits('Encap', 2, 2, [3, 2], {
      values: { 0: 'Originally without VLAN tag', 1: 'ISL encapsulated', 2: 'Originally 802.1Q encapsulated', 3: 'VLAN tag preserved in frame' },
    }),
    'erspan.bso': bits('Bad/Short/Oversized', 2, 2, [3, 2], { values: { 0: 'Good frame', 1: 'Short frame', 2: 'Oversized frame', 3: 'Bad frame' } }),
    'erspan.truncated': bits('Truncated', 2, 2, [5, 1], { values: { 0: 'Not truncated', 1: 'Truncated' } }),
    'erspan.spanid': bits('SpanID', 2, 2, [6, 10]),
    'erspan.reserved': bits('Reserved', 4, 4, [0, 12]),
    'erspan.index': bits('Index', 4, 4, [12, 20]),
    'erspan.timestamp': bits('Timestamp', 4, 4, [0, 32]),
    'erspan.sgt': bits('Security Group Tag', 8, 2, [0, 16]),
    'erspan.p': bits('Has Ethernet PDU', LAST_WORD, 2, [0, 1]),
    'erspan.ft': bits('Frame Type', LAST_WORD, 2, [1, 5], { values: { 0: 'Ethernet', 2: 'IP' } }),
    'erspan.hw': bits('Hardware ID', LAST_WORD, 2, [6, 6]),
    'erspan.direction': flag('Direction', LAST_WORD, 2, 12, { 0: 'Incoming', 1: 'Outgoing' }),
    'erspan.gra': bits('Timestamp granularity', LAST_WORD, 2, [13, 2], { values: { 0: '100 microseconds', 1: '100 nanoseconds', 2: 'IEEE 1588' } }),
    'erspan.o': bits('Optional Sub headers', LAST_WORD, 2, [15, 1]),
    'erspan.platid': freeUint('Platform ID'),
    'erspan.subheader': freeUint('Platform specific'),
  },
  attach: [{ table: 'gre-protocol', keys: [0x88be, 0x22eb] }],
  step: stepErspan,
  decode: decodeErspan,
});
