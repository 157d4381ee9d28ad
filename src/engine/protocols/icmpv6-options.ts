import { formatIpv6, formatMac } from '../../shared/base/address';
import { toHex } from '../../shared/base/bytes';
import type { FieldNode } from '../../shared/contract/dissection';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, group, hex, ipv6Address, uint } from './field-spec';
import { ipv6 } from './ipv6';
import type { FieldSpec } from './protocol';

/** Options of neighbor discovery (RFC 4861 section 4.6). Places are counted from the start of an option; lengths are in units of 8 bytes. */

const SOURCE_ADDRESS = 1;
const TARGET_ADDRESS = 2;
const PREFIX = 3;
const REDIRECTED = 4;
const MTU = 5;
const NONCE = 14;
const DNS_SERVERS = 25;
const NAMES: Readonly<Record<number, string>> = {
  [SOURCE_ADDRESS]: 'Source link-layer address',
  [TARGET_ADDRESS]: 'Target link-layer address',
  [PREFIX]: 'Prefix information',
  [REDIRECTED]: 'Redirected header',
  [MTU]: 'MTU',
  [NONCE]: 'Nonce',
  24: 'Route Information',
  [DNS_SERVERS]: 'Recursive DNS Server',
  31: 'DNS Search List Option',
};

/** Shows the options from `offset` on; returns the link-layer address among them, or an empty text. */
export function decodeOptions(layer: LayerBuilder, offset: number): string {
  let address = '';
  for (let at = offset; at < layer.end; ) {
    if (!layer.has(at, 2)) return address;
    const type = layer.bytes[at] as number;
    const units = layer.bytes[at + 1] as number;
    if (units === 0) {
      layer.issue('malformed', at, 8);
      return address;
    }
    if (!layer.has(at, units * 8)) return address;
    const text = NAMES[type] ?? `Unknown (${type})`;
    const node = layer.field('icmpv6.opt', at, units * 8, null, { text });
    layer.read('icmpv6.opt.type', { parent: node }, at);
    layer.read('icmpv6.opt.length', { parent: node, text: `${units} (${units * 8} bytes)` }, at);
    if (type <= TARGET_ADDRESS) address = formatMac(layer.bytes, at + 2);
    addContent(layer, type, at, units * 8, node);
    at += units * 8;
  }
  return address;
}

function addContent(layer: LayerBuilder, type: number, at: number, length: number, parent: FieldNode): void {
  const { bytes } = layer;
  const text = (from: number, count: number) => toHex(bytes.subarray(at + from, at + from + count));
  if (type === SOURCE_ADDRESS || type === TARGET_ADDRESS) layer.read('icmpv6.opt.linkaddr', { parent }, at);
  else if (type === MTU) {
    layer.field('icmpv6.opt.reserved', at + 2, 2, null, { parent });
    layer.read('icmpv6.opt.mtu', { parent }, at);
  } else if (type === PREFIX && length >= 32) addPrefix(layer, at, parent);
  else if (type === NONCE) layer.field('icmpv6.opt.nonce', at + 2, length - 2, text(2, length - 2), { parent });
  else if (type === REDIRECTED) {
    layer.field('icmpv6.opt.reserved', at + 2, 6, null, { parent });
    layer.field('icmpv6.opt.redirected_packet', at + 8, length - 8, null, { parent });
    layer.quote(ipv6, at + 8, at + length);
  } else if (type === DNS_SERVERS) addServers(layer, at, length, parent);
  else layer.field('icmpv6.opt.unknown', at + 2, length - 2, text(2, length - 2), { parent });
}

function addPrefix(layer: LayerBuilder, at: number, parent: FieldNode): void {
  layer.read('icmpv6.opt.prefix.length', { parent }, at);
  const flags = layer.read('icmpv6.opt.prefix.flag', { parent }, at);
  for (const name of ['l', 'a', 'r', 'reserved']) layer.read(`icmpv6.opt.prefix.flag.${name}`, { parent: flags }, at);
  layer.read('icmpv6.opt.prefix.valid_lifetime', { parent }, at);
  layer.read('icmpv6.opt.prefix.preferred_lifetime', { parent }, at);
  layer.field('icmpv6.opt.reserved', at + 12, 4, null, { parent });
  layer.read('icmpv6.opt.prefix', { parent }, at);
}

function addServers(layer: LayerBuilder, at: number, length: number, parent: FieldNode): void {
  layer.field('icmpv6.opt.reserved', at + 2, 2, null, { parent });
  layer.read('icmpv6.opt.rdnss.lifetime', { parent }, at);
  for (let server = at + 8; server + 16 <= at + length; server += 16)
    layer.field('icmpv6.opt.rdnss', server, 16, formatIpv6(layer.bytes, server), { parent });
}

export const ICMPV6_OPTION_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'icmpv6.opt': group('ICMPv6 Option'),
  'icmpv6.opt.type': uint('Type', 0, 1, { values: NAMES }),
  'icmpv6.opt.length': uint('Length', 1, 1),
  'icmpv6.opt.reserved': group('Reserved'),
  'icmpv6.opt.linkaddr': { label: 'Link-layer address', type: 'mac', at: 2, size: 6 },
  'icmpv6.opt.mtu': uint('MTU', 4, 4),
  'icmpv6.opt.nonce': freeBytes('Nonce'),
  'icmpv6.opt.unknown': freeBytes('Data'),
  'icmpv6.opt.redirected_packet': group('Redirected Packet'),
  'icmpv6.opt.prefix.length': uint('Prefix Length', 2, 1),
  'icmpv6.opt.prefix.flag': hex('Flag', 3, 1),
  'icmpv6.opt.prefix.flag.l': flag('On-link flag(L)', 3, 1, 0),
  'icmpv6.opt.prefix.flag.a': flag('Autonomous address-configuration flag(A)', 3, 1, 1),
  'icmpv6.opt.prefix.flag.r': flag('Router address flag(R)', 3, 1, 2),
  'icmpv6.opt.prefix.flag.reserved': bits('Reserved', 3, 1, [3, 5]),
  'icmpv6.opt.prefix.valid_lifetime': uint('Valid Lifetime', 4, 4),
  'icmpv6.opt.prefix.preferred_lifetime': uint('Preferred Lifetime', 8, 4),
  'icmpv6.opt.prefix': ipv6Address('Prefix', 16),
  'icmpv6.opt.rdnss.lifetime': uint('Lifetime', 4, 4),
  'icmpv6.opt.rdnss': { label: 'Recursive DNS Servers', type: 'ipv6' },
};
