import { readUint16, readUint24, readUint32, toHex } from '../../shared/base/bytes';
import { sequenceAdd, sequenceBefore } from '../../shared/base/sequence';
import type { LayerBuilder } from './dissection';
import { freeBytes, freeUint, generated, group, hex, uint } from './field-spec';
import type { FieldSpec } from './protocol';
import type { TcpOption } from './tcp-options';

/** Options whose content has a structure of its own: SACK blocks, fast open, and those that share the experimental kinds. */

/** Blocks are numbers of the peer's stream; the first one may repeat what arrived twice (D-SACK, RFC 2883). */
export function addSack(layer: LayerBuilder, option: TcpOption): void {
  const { offset, length, node, numbers } = option;
  const { bytes } = layer;
  const base = numbers.acknowledgementBase;
  const relative = base === null ? '' : ' (relative)';
  const edge = (at: number) => (base === null ? readUint32(bytes, at) : sequenceAdd(readUint32(bytes, at), -base));
  const blocks: string[] = [];
  for (let at = offset + 2; at + 8 <= offset + length; at += 8) {
    const left = edge(at);
    const right = edge(at + 4);
    const explanation = { code: 'tcp-sack-block', data: { left, right, bytes: sequenceAdd(right, -left) } };
    layer.field('tcp.options.sack_le', at, 4, left, { parent: node, text: `${left}${relative}`, explanation });
    layer.field('tcp.options.sack_re', at + 4, 4, right, { parent: node, text: `${right}${relative}`, explanation });
    blocks.push(`${left}-${right}`);
  }
  node.text = `SACK ${blocks.join(' ')}`;
  layer.generated('tcp.options.sack.count', blocks.length, { parent: node });
  if (!isDuplicate(bytes, option)) return;
  const explanation = { code: 'tcp-d-sack', data: { left: edge(offset + 2), right: edge(offset + 6) } };
  layer.field('tcp.options.sack.dsack_le', offset + 2, 4, edge(offset + 2), { parent: node, explanation });
  layer.field('tcp.options.sack.dsack_re', offset + 6, 4, edge(offset + 6), { parent: node, explanation });
}

function isDuplicate(bytes: Uint8Array, { offset, length, numbers }: TcpOption): boolean {
  const left = readUint32(bytes, offset + 2);
  const right = readUint32(bytes, offset + 6);
  if (sequenceBefore(left, numbers.rawAcknowledgement)) return true;
  if (length < 18) return false;
  return !sequenceBefore(left, readUint32(bytes, offset + 10)) && !sequenceBefore(readUint32(bytes, offset + 14), right);
}

/** A fast open option without a cookie asks for one (RFC 7413 section 4.1.1). */
export function addFastOpen(layer: LayerBuilder, option: TcpOption): void {
  addCookie(layer, option, 2, 0);
}

function addCookie(layer: LayerBuilder, { offset, length, node }: TcpOption, from: number, requestAt: number): void {
  if (length === from) {
    layer.field('tcp.options.tfo.request', offset + requestAt, 2, null, { parent: node, explanation: { code: 'tcp-fast-open-request', data: {} } });
    return;
  }
  const cookie = toHex(layer.bytes.subarray(offset + from, offset + length));
  layer.field('tcp.options.tfo.cookie', offset + from, length - from, cookie, {
    parent: node,
    explanation: { code: 'tcp-fast-open-cookie', data: { bytes: length - from } },
  });
}

const ACCURATE_ECN_0 = 172;
const ACCURATE_ECN_1 = 174;
const FAST_OPEN = 0xf989;
const ACCURATE_ECN_EXPERIMENT_0 = 0xacc0;
const ACCURATE_ECN_EXPERIMENT_1 = 0xacc1;
const EXPERIMENTS = {
  840: 'HOST_ID',
  17742: 'TCP Encryption Negotiation',
  [ACCURATE_ECN_EXPERIMENT_0]: 'Accurate ECN - Order 0',
  [ACCURATE_ECN_EXPERIMENT_1]: 'Accurate ECN - Order 1',
  [FAST_OPEN]: 'Fast Open',
};
/** Byte counters of accurate ECN in the order of the option (RFC 9768 section 3.2.3). */
const ORDER_0 = ['ee0b', 'eceb', 'ee1b'] as const;
const ORDER_1 = ['ee1b', 'eceb', 'ee0b'] as const;

/** The accurate ECN kinds, and the experimental ones told apart by their identifier (RFC 6994). */
export function addExperiment(layer: LayerBuilder, option: TcpOption): void {
  const { kind, offset, length, node } = option;
  if (kind === ACCURATE_ECN_0 || kind === ACCURATE_ECN_1) {
    addCounters(layer, option, 2, kind === ACCURATE_ECN_0 ? ORDER_0 : ORDER_1);
    return;
  }
  if (length < 4) return;
  const experiment = readUint16(layer.bytes, offset + 2);
  layer.read('tcp.options.experimental.exid', { parent: node }, offset);
  if (experiment === FAST_OPEN) addCookie(layer, option, 4, 2);
  else if (experiment === ACCURATE_ECN_EXPERIMENT_0) addCounters(layer, option, 4, ORDER_0);
  else if (experiment === ACCURATE_ECN_EXPERIMENT_1) addCounters(layer, option, 4, ORDER_1);
  else if (length > 4)
    layer.field('tcp.options.experimental.data', offset + 4, length - 4, toHex(layer.bytes.subarray(offset + 4, offset + length)), { parent: node });
}

function addCounters(layer: LayerBuilder, { offset, length, node }: TcpOption, from: number, order: readonly string[]): void {
  for (const [index, name] of order.entries()) {
    const at = from + 3 * index;
    if (at + 3 > length) return;
    layer.field(`tcp.options.acc_ecn.${name}`, offset + at, 3, readUint24(layer.bytes, offset + at), { parent: node });
  }
}

export const SACK_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'tcp.options.sack_le': freeUint('left edge'),
  'tcp.options.sack_re': freeUint('right edge'),
  'tcp.options.sack.count': generated('TCP SACK Count'),
  'tcp.options.sack.dsack_le': freeUint('D-SACK Left Edge'),
  'tcp.options.sack.dsack_re': freeUint('D-SACK Right Edge'),
};

export const EXPERIMENT_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'tcp.options.tfo.request': group('Fast Open Cookie Request'),
  'tcp.options.tfo.cookie': freeBytes('Fast Open Cookie'),
  'tcp.options.experimental.exid': hex('Experiment Identifier', 2, 2, { values: EXPERIMENTS }),
  'tcp.options.experimental.data': freeBytes('Data'),
  'tcp.options.acc_ecn.ee0b': uint('Accurate ECN Echo ECT(0) Byte Counter', 0, 3),
  'tcp.options.acc_ecn.eceb': uint('Accurate ECN Echo CE Byte Counter', 0, 3),
  'tcp.options.acc_ecn.ee1b': uint('Accurate ECN Echo ECT(1) Byte Counter', 0, 3),
};
