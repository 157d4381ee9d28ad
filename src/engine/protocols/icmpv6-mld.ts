import { formatIpv6 } from '../../shared/base/address';
import { readUint16, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, flag, group, hex, ipv6Address, uint } from './field-spec';
import type { FieldSpec } from './protocol';

/** Multicast listener discovery (RFC 2710; version 2: RFC 3810). */

const REPORT_V2 = 143;
/** A query longer than this is of version 2. */
const VERSION_1_LENGTH = 24;
const ADDRESS_LENGTH = 16;
const RECORD_HEAD = 20;

export function decodeListenerMessage(layer: LayerBuilder): void {
  if (layer.bytes[layer.offset] === REPORT_V2) decodeReport(layer);
  else decodeQuery(layer);
}

function decodeQuery(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  const isVersion2 = layer.wireEnd - offset > VERSION_1_LENGTH;
  layer.read(isVersion2 ? 'icmpv6.mld.maximum_response_code' : 'icmpv6.mld.maximum_response_delay');
  layer.field('icmpv6.reserved', offset + 6, 2, toHex(bytes.subarray(offset + 6, offset + 8)));
  layer.readCut(['icmpv6.mld.multicast_address']);
  if (!isVersion2 || !layer.has(offset, 28)) return;
  const parent = layer.read('icmpv6.mld.flag');
  for (const name of ['s', 'qrv', 'reserved']) layer.read(`icmpv6.mld.flag.${name}`, { parent });
  layer.read('icmpv6.mld.qqi');
  layer.read('icmpv6.mld.nb_sources');
  addSources(layer, 'icmpv6.mld.source_address', offset + 28, readUint16(bytes, offset + 26), layer.node);
}

function decodeReport(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.field('icmpv6.reserved', offset + 4, 2, toHex(bytes.subarray(offset + 4, offset + 6)));
  layer.read('icmpv6.mldr.nb_mcast_records');
  const count = readUint16(bytes, offset + 6);
  for (let i = 0, at = offset + 8; i < count; i++) {
    if (!layer.has(at, RECORD_HEAD)) return;
    const sources = readUint16(bytes, at + 2);
    const length = RECORD_HEAD + ADDRESS_LENGTH * sources + 4 * (bytes[at + 1] as number);
    if (!layer.has(at, length)) return;
    const type = RECORD_TYPES[bytes[at] as number] ?? 'Unknown';
    const node = layer.field('icmpv6.mldr.mar', at, length, null, { text: `${type}: ${formatIpv6(bytes, at + 4)}` });
    for (const name of ['record_type', 'aux_data_len', 'nb_sources', 'multicast_address'])
      layer.read(`icmpv6.mldr.mar.${name}`, { parent: node }, at);
    addSources(layer, 'icmpv6.mldr.mar.source_address', at + RECORD_HEAD, sources, node);
    at += length;
  }
}

function addSources(layer: LayerBuilder, name: string, from: number, count: number, parent: LayerBuilder['node']): void {
  for (let i = 0; i < count; i++) {
    const at = from + ADDRESS_LENGTH * i;
    if (!layer.has(at, ADDRESS_LENGTH)) return;
    layer.field(name, at, ADDRESS_LENGTH, formatIpv6(layer.bytes, at), { parent });
  }
}

const RECORD_TYPES: Readonly<Record<number, string>> = {
  1: 'Include',
  2: 'Exclude',
  3: 'Changed to include',
  4: 'Changed to exclude',
  5: 'Allow new sources',
  6: 'Block old sources',
};

export const LISTENER_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'icmpv6.mld.maximum_response_delay': uint('Maximum Response Delay [ms]', 4, 2),
  'icmpv6.mld.maximum_response_code': uint('Maximum Response Code', 4, 2),
  'icmpv6.mld.multicast_address': ipv6Address('Multicast Address', 8),
  'icmpv6.mld.flag': hex('Flags', 24, 1),
  'icmpv6.mld.flag.s': flag('Suppress Router-Side Processing', 24, 1, 4),
  'icmpv6.mld.flag.qrv': bits("QRV (Querier's Robustness Variable)", 24, 1, [5, 3]),
  'icmpv6.mld.flag.reserved': bits('Reserved', 24, 1, [0, 4]),
  'icmpv6.mld.qqi': uint("QQIC (Querier's Query Interval Code)", 25, 1),
  'icmpv6.mld.nb_sources': uint('Number of Sources', 26, 2),
  'icmpv6.mld.source_address': { label: 'Source Address', type: 'ipv6' },
  'icmpv6.mldr.nb_mcast_records': uint('Number of Multicast Address Records', 6, 2),
  'icmpv6.mldr.mar': group('Multicast Address Record'),
  'icmpv6.mldr.mar.record_type': uint('Record Type', 0, 1, { values: RECORD_TYPES }),
  'icmpv6.mldr.mar.aux_data_len': uint('Aux Data Len', 1, 1),
  'icmpv6.mldr.mar.nb_sources': uint('Number of Sources', 2, 2),
  'icmpv6.mldr.mar.multicast_address': ipv6Address('Multicast Address', 4),
  'icmpv6.mldr.mar.source_address': { label: 'Source Address', type: 'ipv6' },
};
