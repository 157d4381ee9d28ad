import { readUint16, readUint32, toHex } from '../../shared/base/bytes';
import type { FieldNode } from '../../shared/contract/dissection';
import type { LayerBuilder } from './dissection';
import { bits, bytesAt, flag, freeBytes, freeUint, group, hex, uint } from './field-spec';
import { decodeMptcp, MPTCP_FIELDS } from './mptcp';
import type { FieldSpec } from './protocol';
import type { TcpHeader } from './tcp';
import { addExperiment, addFastOpen, addSack, EXPERIMENT_FIELDS, SACK_FIELDS } from './tcp-option-values';
import type { SegmentNumbers } from './tcp-sequence';

/** Options of the TCP header (IANA TCP option kinds). Places are counted from the start of an option. */

const HEADER_LENGTH = 20;
const END = 0;
const NO_OPERATION = 1;

/** One option, its length checked against its kind and the header's end. */
export interface TcpOption {
  readonly kind: number;
  readonly offset: number;
  readonly length: number;
  readonly node: FieldNode;
  readonly header: TcpHeader;
  readonly numbers: SegmentNumbers;
}

interface OptionKind {
  readonly field: string;
  readonly name: string;
  /** Lengths that the option may have; empty: any. */
  readonly lengths: readonly number[];
  readonly fields: readonly string[];
  readonly decode?: (layer: LayerBuilder, option: TcpOption) => void;
  /** What the Info column says, with a blank before. */
  readonly info?: (bytes: Uint8Array, offset: number, length: number, numbers: SegmentNumbers) => string;
}

const KINDS: Readonly<Record<number, OptionKind>> = {
  0: { field: 'tcp.options.eol', name: 'End of Option List (EOL)', lengths: [], fields: [] },
  1: { field: 'tcp.options.nop', name: 'No-Operation (NOP)', lengths: [], fields: [] },
  2: {
    field: 'tcp.options.mss',
    name: 'Maximum segment size',
    lengths: [4],
    fields: [],
    decode: addSegmentSize,
    info: (bytes, at) => ` MSS=${readUint16(bytes, at + 2)}`,
  },
  3: {
    field: 'tcp.options.wscale',
    name: 'Window scale',
    lengths: [3],
    fields: [],
    decode: addWindowScale,
    info: (bytes, at) => ` WS=${2 ** Math.min(14, bytes[at + 2] as number)}`,
  },
  4: { field: 'tcp.options.sack_perm', name: 'SACK permitted', lengths: [2], fields: [], info: () => ' SACK_PERM' },
  5: { field: 'tcp.options.sack', name: 'SACK', lengths: [10, 18, 26, 34], fields: [], decode: addSack, info: sackInfo },
  6: {
    field: 'tcp.options.echo',
    name: 'Echo',
    lengths: [6],
    fields: ['tcp.options.echo_value'],
    info: (bytes, at) => ` ECHO=${readUint32(bytes, at + 2)}`,
  },
  7: {
    field: 'tcp.options.echo',
    name: 'Echo reply',
    lengths: [6],
    fields: ['tcp.options.echo_value'],
    info: (bytes, at) => ` ECHO=${readUint32(bytes, at + 2)}`,
  },
  8: {
    field: 'tcp.options.timestamp',
    name: 'Timestamps',
    lengths: [10],
    fields: [],
    decode: addTimestamps,
    info: (bytes, at) => ` TSval=${readUint32(bytes, at + 2)} TSecr=${readUint32(bytes, at + 6)}`,
  },
  11: { field: 'tcp.options.cc', name: 'CC', lengths: [6], fields: ['tcp.options.cc_value'] },
  12: { field: 'tcp.options.cc', name: 'CC.NEW', lengths: [6], fields: ['tcp.options.cc_value'] },
  13: { field: 'tcp.options.cc', name: 'CC.ECHO', lengths: [6], fields: ['tcp.options.cc_value'] },
  19: { field: 'tcp.options.md5', name: 'TCP MD5 signature', lengths: [18], fields: ['tcp.options.md5.digest'], info: () => ' MD5' },
  20: {
    field: 'tcp.options.scps',
    name: 'SCPS capabilities',
    lengths: [4],
    fields: ['tcp.options.scps.vector', 'tcp.options.scps.binding'],
    decode: addScpsFlags,
  },
  21: {
    field: 'tcp.options.snack',
    name: 'Selective Negative Acknowledgment',
    lengths: [6],
    fields: ['tcp.options.snack.offset', 'tcp.options.snack.size'],
  },
  22: { field: 'tcp.options.scpsrec', name: 'SCPS record boundary', lengths: [2], fields: [] },
  23: { field: 'tcp.options.scpscor', name: 'SCPS corruption experienced', lengths: [2], fields: [] },
  27: { field: 'tcp.options.qs', name: 'Quick-Start', lengths: [8], fields: ['tcp.options.qs.rate', 'tcp.options.qs.ttl_diff'] },
  28: {
    field: 'tcp.options.user_to',
    name: 'User Timeout',
    lengths: [4],
    fields: [],
    decode: addUserTimeout,
    info: (bytes, at) => ` USER_TO=${readUint16(bytes, at + 2) & 0x7fff}`,
  },
  29: {
    field: 'tcp.options.ao',
    name: 'TCP AO',
    lengths: [],
    fields: ['tcp.options.ao.keyid', 'tcp.options.ao.rnextkeyid'],
    decode: addAuthentication,
    info: () => ' TCP AO',
  },
  30: { field: 'tcp.options.mptcp', name: 'MPTCP', lengths: [], fields: [], decode: decodeMptcp, info: () => ' MPTCP' },
  34: {
    field: 'tcp.options.tfo',
    name: 'TCP Fast Open',
    lengths: [],
    fields: [],
    decode: addFastOpen,
    info: (_bytes, _at, length) => (length === 2 ? ' TFO=R' : ' TFO=C'),
  },
  172: { field: 'tcp.options.acc_ecn', name: 'Accurate ECN', lengths: [2, 5, 8, 11], fields: [], decode: addExperiment },
  174: { field: 'tcp.options.acc_ecn', name: 'Accurate ECN', lengths: [2, 5, 8, 11], fields: [], decode: addExperiment },
  253: { field: 'tcp.options.experimental', name: 'Experimental', lengths: [], fields: [], decode: addExperiment },
  254: { field: 'tcp.options.experimental', name: 'Experimental', lengths: [], fields: [], decode: addExperiment },
};

/** Shows the options of the header and returns what the Info column says of them. */
export function decodeTcpOptions(layer: LayerBuilder, header: TcpHeader, numbers: SegmentNumbers): string {
  const from = layer.offset + HEADER_LENGTH;
  const to = Math.min(layer.offset + header.headerLength, layer.end);
  if (to <= from) return '';
  const area = layer.field('tcp.options', from, to - from, layer.detailed ? toHex(layer.bytes.subarray(from, to)) : null, {
    explanation: { code: 'tcp-options', data: { bytes: header.headerLength - HEADER_LENGTH } },
  });
  const names: string[] = [];
  let info = '';
  for (let offset = from; offset < to; ) {
    const kind = layer.bytes[offset] as number;
    const known = KINDS[kind];
    const isSingle = kind === END || kind === NO_OPERATION;
    const length = isSingle ? 1 : offset + 1 < to ? (layer.bytes[offset + 1] as number) : 0;
    if (length < 1 || (length < 2 && !isSingle) || offset + length > to) {
      addImpossible(layer, area, offset, to, known?.name ?? `Unknown (0x${kind.toString(16).padStart(2, '0')})`, length);
      break;
    }
    const fits = !known || known.lengths.length === 0 || known.lengths.includes(length);
    if (known?.info && fits) info += known.info(layer.bytes, offset, length, numbers);
    if (layer.detailed) {
      names.push(known?.name ?? `Unknown (0x${kind.toString(16).padStart(2, '0')})`);
      addOption(layer, area, { kind, offset, length, header, numbers }, known, fits);
    }
    offset += length;
    if (kind === END) {
      addPadding(layer, area, offset, to);
      break;
    }
  }
  if (layer.detailed) area.text = [`(${header.headerLength - HEADER_LENGTH} bytes)`, ...names].join(', ');
  return info;
}

function addOption(layer: LayerBuilder, parent: FieldNode, option: Omit<TcpOption, 'node'>, known: OptionKind | undefined, fits: boolean): void {
  const { kind, offset, length } = option;
  const value = toHex(layer.bytes.subarray(offset, offset + length));
  const field = known?.field ?? 'tcp.options.unknown';
  const node = layer.field(field, offset, length, value, {
    parent,
    text: known?.name ?? `Unknown (${kind})`,
    explanation: known
      ? { code: `tcp-option-${known.field.slice('tcp.options.'.length).replaceAll('_', '-')}`, data: {} }
      : { code: 'tcp-option-unknown', data: { kind } },
  });
  layer.read('tcp.option_kind', { parent: node }, offset);
  if (length < 2) return;
  layer.read('tcp.option_len', { parent: node }, offset);
  if (!known) {
    if (length > 2)
      layer.field('tcp.options.unknown.payload', offset + 2, length - 2, toHex(layer.bytes.subarray(offset + 2, offset + length)), { parent: node });
    return;
  }
  if (!fits) {
    node.text = `${known.name} (option length should be ${known.lengths.join(' or ')})`;
    return;
  }
  for (const name of known.fields) if (fixedEnd(name) <= length) layer.read(name, { parent: node }, offset);
  known.decode?.(layer, { ...option, node });
}

function fixedEnd(name: string): number {
  const spec = TCP_OPTION_FIELDS[name];
  return (spec?.at ?? 0) + (spec?.size ?? 0);
}

function addImpossible(layer: LayerBuilder, parent: FieldNode, offset: number, to: number, name: string, length: number): void {
  layer.field('tcp.options.bad', offset, Math.min(2, to - offset), null, {
    parent,
    text: `${name}: length ${length} is impossible`,
    explanation: { code: 'tcp-option-impossible', data: { length, left: to - offset } },
  });
}

/** What stands behind the end of the list has no meaning; zeros are expected. */
function addPadding(layer: LayerBuilder, parent: FieldNode, offset: number, to: number): void {
  let at = offset;
  while (at < to && layer.bytes[at] === END) {
    const node = layer.field('tcp.options.eol', at, 1, '00', { parent, text: 'End of Option List (EOL)' });
    layer.read('tcp.option_kind', { parent: node }, at);
    at++;
  }
  if (at < to) layer.field('tcp.options.padding', at, to - at, toHex(layer.bytes.subarray(at, to)), { parent });
}

function addSegmentSize(layer: LayerBuilder, { offset, node }: TcpOption): void {
  const size = readUint16(layer.bytes, offset + 2);
  const headers = layer.shared.ipVersion === 6 ? 60 : 40;
  node.text = `Maximum segment size: ${size} bytes`;
  layer.read('tcp.options.mss_val', { parent: node, explanation: { code: 'tcp-mss', data: { size, headers, mtu: size + headers } } }, offset);
}

/** A shift above 14 counts as 14 (RFC 7323 section 2.3). */
function addWindowScale(layer: LayerBuilder, { offset, node }: TcpOption): void {
  const shift = layer.bytes[offset + 2] as number;
  const factor = 2 ** Math.min(14, shift);
  const explanation = { code: 'tcp-window-scale', data: { shift, factor } };
  node.text = `Window scale: ${shift} (multiply by ${factor})`;
  layer.read('tcp.options.wscale.shift', { parent: node, explanation }, offset);
  layer.field('tcp.options.wscale.multiplier', offset + 2, 1, factor, { parent: node, explanation });
}

function addTimestamps(layer: LayerBuilder, { offset, node }: TcpOption): void {
  const value = readUint32(layer.bytes, offset + 2);
  const echo = readUint32(layer.bytes, offset + 6);
  node.text = `Timestamps: TSval ${value}, TSecr ${echo}`;
  layer.read(
    'tcp.options.timestamp.tsval',
    { parent: node, explanation: { code: 'tcp-tsval', data: { value, days: Math.floor(value / 86_400_000) } } },
    offset,
  );
  layer.read(
    'tcp.options.timestamp.tsecr',
    { parent: node, explanation: { code: echo === 0 ? 'tcp-tsecr-zero' : 'tcp-tsecr', data: { value: echo } } },
    offset,
  );
}

function addUserTimeout(layer: LayerBuilder, { offset, node }: TcpOption): void {
  const word = readUint16(layer.bytes, offset + 2);
  const seconds = (word & 0x7fff) * (word & 0x8000 ? 60 : 1);
  layer.read('tcp.options.user_to_granularity', { parent: node }, offset);
  layer.read('tcp.options.user_to_val', { parent: node, explanation: { code: 'tcp-user-timeout', data: { seconds } } }, offset);
}

function addAuthentication(layer: LayerBuilder, { offset, length, node }: TcpOption): void {
  if (length > 4)
    layer.field('tcp.options.ao.mac', offset + 4, length - 4, toHex(layer.bytes.subarray(offset + 4, offset + length)), { parent: node });
}

function addScpsFlags(layer: LayerBuilder, { offset, node }: TcpOption): void {
  for (const name of ['bets', 'snack1', 'snack2', 'compress', 'nlts', 'reserved'])
    layer.read(`tcp.options.scpsflags.${name}`, { parent: node }, offset);
}

function sackInfo(bytes: Uint8Array, at: number, length: number, numbers: SegmentNumbers): string {
  const base = numbers.acknowledgementBase ?? 0;
  let text = '';
  for (let edge = at + 2; edge + 8 <= at + length; edge += 8) {
    text += ` SLE=${(readUint32(bytes, edge) - base) >>> 0} SRE=${(readUint32(bytes, edge + 4) - base) >>> 0}`;
  }
  return text;
}

const KIND_NAMES: Readonly<Record<number, string>> = Object.fromEntries(Object.entries(KINDS).map(([kind, { name }]) => [kind, name]));

export const TCP_OPTION_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'tcp.options': freeBytes('Options'),
  'tcp.options.bad': group('TCP Option'),
  'tcp.options.padding': freeBytes('Non-zero header padding'),
  'tcp.options.unknown': freeBytes('TCP Option'),
  'tcp.options.unknown.payload': freeBytes('Payload'),
  ...Object.fromEntries(Object.values(KINDS).map(({ field }) => [field, freeBytes('TCP Option')])),
  'tcp.option_kind': uint('Kind', 0, 1, { values: KIND_NAMES }),
  'tcp.option_len': uint('Length', 1, 1),
  'tcp.options.mss_val': uint('MSS Value', 2, 2),
  'tcp.options.wscale.shift': uint('Shift count', 2, 1),
  'tcp.options.wscale.multiplier': freeUint('Multiplier'),
  'tcp.options.echo_value': uint('TCP Echo Option', 2, 4),
  'tcp.options.timestamp.tsval': uint('Timestamp value', 2, 4),
  'tcp.options.timestamp.tsecr': uint('Timestamp echo reply', 6, 4),
  'tcp.options.cc_value': uint('TCP CC Option', 2, 4),
  'tcp.options.md5.digest': bytesAt('MD5 digest', 2, 16),
  'tcp.options.scps.vector': hex('TCP SCPS Capabilities Vector', 2, 1),
  'tcp.options.scps.binding': uint('Connection ID', 3, 1),
  'tcp.options.scpsflags.bets': flag('Partial Reliability Capable (BETS)', 2, 1, 0),
  'tcp.options.scpsflags.snack1': flag('Short Form SNACK Capable (SNACK1)', 2, 1, 1),
  'tcp.options.scpsflags.snack2': flag('Long Form SNACK Capable (SNACK2)', 2, 1, 2),
  'tcp.options.scpsflags.compress': flag('Lossless Header Compression (COMP)', 2, 1, 3),
  'tcp.options.scpsflags.nlts': flag('Network Layer Timestamp (NLTS)', 2, 1, 4),
  'tcp.options.scpsflags.reserved': bits('Reserved', 2, 1, [5, 3]),
  'tcp.options.snack.offset': uint('TCP SNACK Offset', 2, 2),
  'tcp.options.snack.size': uint('TCP SNACK Size', 4, 2),
  'tcp.options.qs.rate': bits('QS Rate', 2, 1, [4, 4]),
  'tcp.options.qs.ttl_diff': uint('QS Rate', 3, 1),
  'tcp.options.user_to_granularity': flag('Granularity', 2, 2, 0, { 0: 'Seconds', 1: 'Minutes' }),
  'tcp.options.user_to_val': bits('User Timeout', 2, 2, [1, 15]),
  'tcp.options.ao.keyid': uint('AO KeyID', 2, 1),
  'tcp.options.ao.rnextkeyid': uint('AO RNextKeyID', 3, 1),
  'tcp.options.ao.mac': freeBytes('AO MAC'),
  ...SACK_FIELDS,
  ...EXPERIMENT_FIELDS,
  ...MPTCP_FIELDS,
};
