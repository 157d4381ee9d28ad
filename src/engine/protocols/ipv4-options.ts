import { formatIpv4 } from '../../shared/base/address';
import { readUint16, readUint32, toHex } from '../../shared/base/bytes';
import type { FieldNode } from '../../shared/contract/dissection';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, freeHex, freeText, freeUint, group, hex, hexBits, ipv4Address, uint } from './field-spec';
import type { FieldSpec } from './protocol';

/** Options of the IPv4 header (RFC 791 section 3.1, IANA IP option numbers). Places are counted from the start of an option. */

const END = 0;
const NO_OPERATION = 1;
/** Destination address in the header: under a source route it is only the next stop. */
const DESTINATION = 16;

interface OptionKind {
  readonly field: string;
  readonly name: string;
  /** Fields at fixed places behind type and length. */
  readonly fields: readonly string[];
  readonly decode?: (layer: LayerBuilder, option: OptionPlace) => void;
}

interface OptionPlace {
  readonly offset: number;
  readonly length: number;
  readonly node: FieldNode;
}

const KINDS: Readonly<Record<number, OptionKind>> = {
  0: { field: 'ip.options.eol', name: 'End of Options List (EOL)', fields: [] },
  1: { field: 'ip.options.nop', name: 'No-Operation (NOP)', fields: [] },
  7: { field: 'ip.options.record_route', name: 'Record Route', fields: ['ip.opt.ptr'], decode: addRoute },
  11: { field: 'ip.options.mtu_probe', name: 'MTU Probe', fields: ['ip.opt.mtu'] },
  12: { field: 'ip.options.mtu_reply', name: 'MTU Reply', fields: ['ip.opt.mtu'] },
  25: { field: 'ip.options.qs', name: 'Quick-Start', fields: ['ip.opt.qs_func', 'ip.opt.qs_rate'], decode: addQuickStart },
  68: { field: 'ip.options.timestamp', name: 'Time Stamp', fields: ['ip.opt.ptr', 'ip.opt.overflow', 'ip.opt.flag'], decode: addTimestamps },
  82: { field: 'ip.options.traceroute', name: 'Traceroute', fields: ['ip.opt.id_number', 'ip.opt.ohc', 'ip.opt.rhc', 'ip.opt.originator'] },
  130: { field: 'ip.options.security', name: 'Security', fields: [], decode: addSecurity },
  131: { field: 'ip.options.route', name: 'Loose Source Route', fields: ['ip.opt.ptr'], decode: addRoute },
  133: {
    field: 'ip.options.ext_security',
    name: 'Extended Security',
    fields: ['ip.opt.ext_sec_add_sec_info_format_code'],
    decode: addExtendedSecurity,
  },
  134: { field: 'ip.options.cipso', name: 'Commercial Security', fields: ['ip.cipso.doi'], decode: addCommercialSecurity },
  136: { field: 'ip.options.sid', name: 'Stream ID', fields: ['ip.opt.sid'] },
  137: { field: 'ip.options.source_route', name: 'Strict Source Route', fields: ['ip.opt.ptr'], decode: addRoute },
  148: { field: 'ip.options.routeralert', name: 'Router Alert', fields: ['ip.opt.ra'] },
  149: { field: 'ip.options.sdb', name: 'Selective Directed Broadcast', fields: [], decode: addBroadcastAddresses },
};

/** Shows the options in `[from, to)`; `length` is what the header says they take. */
export function decodeIpv4Options(layer: LayerBuilder, from: number, to: number, length: number): void {
  const area = layer.field('ip.options', from, Math.min(length, to - from), null, { explanation: { code: 'ip-options', data: { bytes: length } } });
  const names: string[] = [];
  for (let offset = from; offset < to; ) {
    const type = layer.bytes[offset] as number;
    const kind = KINDS[type];
    if (type <= NO_OPERATION) {
      const node = layer.field(kind?.field ?? '', offset, 1, toHex(layer.bytes.subarray(offset, offset + 1)), { parent: area, text: '' });
      addType(layer, offset, node);
      names.push(kind?.name ?? '');
      offset++;
      if (type === END) break;
      continue;
    }
    const optionLength = offset + 1 < to ? (layer.bytes[offset + 1] as number) : 0;
    if (optionLength < 2 || offset + optionLength > to) {
      layer.field('ip.options.bad', offset, Math.min(2, to - offset), null, {
        parent: area,
        text: `${kind?.name ?? type}: length ${optionLength} is impossible`,
      });
      break;
    }
    names.push(kind?.name ?? `Unknown (0x${type.toString(16)})`);
    addOption(layer, area, offset, optionLength, kind);
    offset += optionLength;
  }
  area.text = [`(${length} bytes)`, ...names].join(', ');
}

function addOption(layer: LayerBuilder, parent: FieldNode, offset: number, length: number, kind: OptionKind | undefined): void {
  const value = toHex(layer.bytes.subarray(offset, offset + length));
  const node = layer.field(kind?.field ?? 'ip.options.unknown', offset, length, value, {
    parent,
    text: `${kind?.name ?? 'Unknown'} (${length} bytes)`,
  });
  addType(layer, offset, node);
  layer.read('ip.opt.len', { parent: node }, offset);
  if (!kind) return;
  const fixedEnd = (name: string): number => {
    const spec = IPV4_OPTION_FIELDS[name];
    return (spec?.at ?? 0) + (spec?.size ?? 0);
  };
  for (const name of kind.fields) if (fixedEnd(name) <= length) layer.read(name, { parent: node }, offset);
  kind.decode?.(layer, { offset, length, node });
}

function addType(layer: LayerBuilder, offset: number, parent: FieldNode): void {
  const type = layer.read('ip.opt.type', { parent }, offset);
  layer.read('ip.opt.type.copy', { parent: type }, offset);
  layer.read('ip.opt.type.class', { parent: type }, offset);
  layer.read('ip.opt.type.number', { parent: type }, offset);
}

/** Addresses before the pointer are recorded, the others are free (record route) or still ahead (source routes). */
function addRoute(layer: LayerBuilder, { offset, length, node }: OptionPlace): void {
  if (length < 3) return;
  const isRecord = (layer.bytes[offset] as number) === 7;
  const pointer = layer.bytes[offset + 2] as number;
  if (!isRecord) layer.field('ip.cur_rt', layer.offset + DESTINATION, 4, formatIpv4(layer.bytes, layer.offset + DESTINATION), { parent: node });
  for (let at = 3; at + 4 <= length; at += 4) {
    const isLast = at + 8 > length;
    const name = at + 1 < pointer ? 'ip.rec_rt' : isRecord ? 'ip.empty_rt' : isLast ? 'ip.dst' : 'ip.src_rt';
    layer.field(name, offset + at, 4, formatIpv4(layer.bytes, offset + at), { parent: node });
  }
}

/** Flag 0: time stamps only; 1 and 3: each with an address. */
function addTimestamps(layer: LayerBuilder, { offset, length, node }: OptionPlace): void {
  if (length < 4) return;
  const withAddress = ((layer.bytes[offset + 3] as number) & 0x0f) !== 0;
  for (let at = 4; at + (withAddress ? 8 : 4) <= length; at += withAddress ? 8 : 4) {
    if (withAddress) layer.field('ip.opt.time_stamp_addr', offset + at, 4, formatIpv4(layer.bytes, offset + at), { parent: node });
    const stamp = offset + at + (withAddress ? 4 : 0);
    layer.field('ip.opt.time_stamp', stamp, 4, readUint32(layer.bytes, stamp), { parent: node });
  }
}

function addQuickStart(layer: LayerBuilder, { offset, length, node }: OptionPlace): void {
  if (length < 8) return;
  for (const name of ['ip.opt.qs_ttl', 'ip.opt.qs_nonce', 'ip.opt.qs_reserved']) layer.read(name, { parent: node }, offset);
  const difference = (layer.shared.hopLimit - (layer.bytes[offset + 3] as number) + 256) % 256;
  layer.field('ip.opt.qs_ttl_diff', offset + 3, 1, difference, { parent: node });
}

function addSecurity(layer: LayerBuilder, { offset, length, node }: OptionPlace): void {
  if (length !== 11) return;
  const text = (from: number, count: number) => toHex(layer.bytes.subarray(offset + from, offset + from + count));
  layer.field('ip.opt.sec_rfc791_sec', offset + 2, 2, readUint16(layer.bytes, offset + 2), { parent: node });
  layer.field('ip.opt.sec_rfc791_comp', offset + 4, 2, readUint16(layer.bytes, offset + 4), { parent: node });
  layer.field('ip.opt.sec_rfc791_hr', offset + 6, 2, text(6, 2), { parent: node });
  layer.field('ip.opt.sec_rfc791_tcc', offset + 8, 3, text(8, 3), { parent: node });
}

function addExtendedSecurity(layer: LayerBuilder, { offset, length, node }: OptionPlace): void {
  if (length > 3)
    layer.field('ip.opt.ext_sec_add_sec_info', offset + 3, length - 3, toHex(layer.bytes.subarray(offset + 3, offset + length)), { parent: node });
}

function addCommercialSecurity(layer: LayerBuilder, { offset, length, node }: OptionPlace): void {
  for (let at = 6; at + 4 <= length; ) {
    const tagLength = layer.bytes[offset + at + 1] as number;
    layer.field('ip.cipso.tag_type', offset + at, 1, layer.bytes[offset + at] as number, { parent: node });
    layer.field('ip.cipso.sensitivity_level', offset + at + 3, 1, layer.bytes[offset + at + 3] as number, { parent: node });
    if (tagLength < 4) return;
    at += tagLength;
  }
}

function addBroadcastAddresses(layer: LayerBuilder, { offset, length, node }: OptionPlace): void {
  for (let at = 2; at + 4 <= length; at += 4) layer.field('ip.opt.addr', offset + at, 4, formatIpv4(layer.bytes, offset + at), { parent: node });
}

const CLASSES = { 0: 'Control', 1: 'Reserved for future use', 2: 'Debugging and measurement', 3: 'Reserved for future use' };
const TIMESTAMP_FLAGS = { 0: 'Time stamps only', 1: 'Time stamp and address', 3: 'Time stamps for prespecified addresses' };
/** Rates of the Quick-Start option (RFC 4782 section 3.1). */
const RATES: Readonly<Record<number, string>> = Object.fromEntries(
  Array.from({ length: 15 }, (_, n) => [n + 1, n < 4 ? `${80 * 2 ** n} kbit/s` : `${(0.08 * 2 ** n).toFixed(2)} Mbit/s`]),
);

export const IPV4_OPTION_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'ip.options': group('Options'),
  'ip.options.bad': group('IP Option'),
  'ip.options.unknown': freeBytes('IP Option'),
  ...Object.fromEntries(Object.values(KINDS).map(({ field, name }) => [field, freeBytes(`IP Option - ${name}`)])),
  'ip.opt.type': uint('Type', 0, 1),
  'ip.opt.type.copy': flag('Copy on fragmentation', 0, 1, 0, { 0: 'No', 1: 'Yes' }),
  'ip.opt.type.class': bits('Class', 0, 1, [1, 2], { values: CLASSES }),
  'ip.opt.type.number': bits('Number', 0, 1, [3, 5]),
  'ip.opt.len': uint('Length', 1, 1),
  'ip.opt.ptr': uint('Pointer', 2, 1),
  'ip.opt.mtu': uint('MTU', 2, 2),
  'ip.opt.qs_func': bits('Function', 2, 1, [0, 4], { values: { 0: 'Rate request', 8: 'Rate report' } }),
  'ip.opt.qs_rate': bits('Rate', 2, 1, [4, 4], { values: RATES }),
  'ip.opt.qs_ttl': uint('QS TTL', 3, 1),
  'ip.opt.qs_ttl_diff': freeUint('TTL Diff'),
  'ip.opt.qs_nonce': hexBits('QS Nonce', 4, 4, [0, 30]),
  'ip.opt.qs_reserved': hexBits('Reserved', 4, 4, [30, 2]),
  'ip.opt.overflow': bits('Overflow', 3, 1, [0, 4]),
  'ip.opt.flag': hexBits('Flag', 3, 1, [4, 4], { values: TIMESTAMP_FLAGS }),
  'ip.opt.time_stamp': freeUint('Time stamp'),
  'ip.opt.time_stamp_addr': { label: 'Address', type: 'ipv4' },
  'ip.opt.id_number': uint('ID Number', 2, 2),
  'ip.opt.ohc': uint('Outbound Hop Count', 4, 2),
  'ip.opt.rhc': uint('Return Hop Count', 6, 2),
  'ip.opt.originator': ipv4Address('Originator IP Address', 8),
  'ip.opt.sid': uint('Stream Identifier', 2, 2),
  'ip.opt.ra': uint('Router Alert', 2, 2, { values: { 0: 'Router shall examine packet' } }),
  'ip.opt.addr': { label: 'IP Address', type: 'ipv4' },
  'ip.opt.sec_rfc791_sec': freeHex('Security', { values: { 0: 'Unclassified' } }),
  'ip.opt.sec_rfc791_comp': freeUint('Compartments'),
  'ip.opt.sec_rfc791_hr': freeText('Handling Restrictions'),
  'ip.opt.sec_rfc791_tcc': freeText('Transmission Control Code'),
  'ip.opt.ext_sec_add_sec_info_format_code': hex('Additional Security Info Format Code', 2, 1),
  'ip.opt.ext_sec_add_sec_info': freeBytes('Additional Security Info'),
  'ip.cipso.doi': uint('DOI', 2, 4),
  'ip.cipso.tag_type': freeUint('Tag Type'),
  'ip.cipso.sensitivity_level': freeUint('Sensitivity Level'),
  'ip.rec_rt': { label: 'Recorded Route', type: 'ipv4' },
  'ip.empty_rt': { label: 'Empty Route', type: 'ipv4' },
  'ip.cur_rt': { label: 'Current Route', type: 'ipv4' },
  'ip.src_rt': { label: 'Source Route', type: 'ipv4' },
};
