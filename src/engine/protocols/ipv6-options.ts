import { toHex } from '../../shared/base/bytes';
import type { FieldNode } from '../../shared/contract/dissection';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, group, hex, hexBits, ipv6Address, uint } from './field-spec';
import { IP_PROTOCOLS } from './numbers/ip-protocols';
import type { FieldSpec } from './protocol';

/** Options of the hop-by-hop and destination headers (RFC 8200 section 4.2). Places are counted from the start of an option. */

const PAD1 = 0x00;
const PADN = 0x01;
const HOME_ADDRESS = 201;
export const IPV6_ADDRESS = 16;
/** RFC 4727 section 4.2. */
const EXPERIMENTAL: readonly number[] = [0x1e, 0x3e, 0x5e, 0x7e, 0x9e, 0xbe, 0xde, 0xfe];

/** Field that shows the value of a known option; the length in the table is the option's. */
const OPTION_FIELDS: Readonly<Record<number, string>> = {
  4: 'ipv6.opt.tel',
  5: 'ipv6.opt.router_alert',
  194: 'ipv6.opt.jumbo',
  [HOME_ADDRESS]: 'ipv6.opt.mipv6.home_address',
};
const OPTION_NAMES = {
  0: 'Pad1',
  1: 'PadN',
  4: 'Tunnel Encapsulation Limit',
  5: 'Router Alert',
  38: 'Quick-Start',
  99: 'RPL Option',
  194: 'Jumbo Payload',
  [HOME_ADDRESS]: 'Home Address',
};

/** Shows next header, length and options of a header at the layer's start; `id` is e.g. `ipv6.hopopts`. */
export function decodeOptionsHeader(layer: LayerBuilder, id: string, title: string): void {
  const { bytes, offset } = layer;
  if (!layer.has(offset, 8)) {
    layer.readCut([`${id}.nxt`, `${id}.len`]);
    return;
  }
  const length = addExtensionStart(layer, id, title);
  const end = Math.min(layer.end, offset + length);
  for (let at = offset + 2; at < end; ) at += addOption(layer, at, end);
  if (layer.has(offset, length)) layer.limit(layer.next('ip-protocol', bytes[offset] as number, offset + length));
}

/** Offset of the home address among the options of a header that lies in `[offset, end)`; -1 when there is none. */
export function homeAddress(bytes: Uint8Array, offset: number, end: number): number {
  for (let at = offset + 2; at + 2 <= end; ) {
    const type = bytes[at] as number;
    const length = type === PAD1 ? 1 : 2 + (bytes[at + 1] as number);
    if (at + length > end) return -1;
    if (type === HOME_ADDRESS && length >= 2 + IPV6_ADDRESS) return at + 2;
    at += length;
  }
  return -1;
}

/** Shows the first two bytes of an extension header that counts 8-byte units; returns its length in bytes. */
export function addExtensionStart(layer: LayerBuilder, id: string, title: string): number {
  const units = layer.bytes[layer.offset + 1] as number;
  const length = (units + 1) * 8;
  const explanation = { code: 'ipv6-extension-length', data: { units, bytes: length } };
  layer.describe(length, title);
  layer.read(`${id}.nxt`);
  layer.read(`${id}.len`);
  layer.field(`${id}.len_oct`, layer.offset + 1, 1, length, { text: `${length} bytes`, explanation });
  return length;
}

export function extensionFields(id: string): Readonly<Record<string, FieldSpec>> {
  return {
    [`${id}.nxt`]: uint('Next Header', 0, 1, { values: IP_PROTOCOLS }),
    [`${id}.len`]: uint('Length', 1, 1),
    [`${id}.len_oct`]: uint('Length', 1, 1),
  };
}

/** Returns the bytes it took. */
function addOption(layer: LayerBuilder, at: number, end: number): number {
  const { bytes } = layer;
  const type = bytes[at] as number;
  const isPad1 = type === PAD1;
  const length = isPad1 ? 1 : at + 1 < end ? 2 + (bytes[at + 1] as number) : end - at;
  const node = layer.field('ipv6.opt', at, Math.min(length, end - at), null, {
    text: OPTION_NAMES[type as keyof typeof OPTION_NAMES] ?? `Unknown IPv6 Option (${type})`,
  });
  addType(layer, at, node);
  if (isPad1) {
    layer.field('ipv6.opt.pad1', at, 1, null, { parent: node });
    return 1;
  }
  if (at + 2 <= end) layer.read('ipv6.opt.length', { parent: node }, at);
  if (at + length > end || length < 2) {
    layer.issue(end === layer.end && layer.end < layer.wireEnd ? 'truncated' : 'malformed', at, length);
    return end - at;
  }
  addValue(layer, type, at, length, node);
  return length;
}

function addType(layer: LayerBuilder, at: number, parent: FieldNode): void {
  const type = layer.read('ipv6.opt.type', { parent }, at);
  layer.read('ipv6.opt.type.action', { parent: type }, at);
  layer.read('ipv6.opt.type.change', { parent: type }, at);
  layer.read('ipv6.opt.type.rest', { parent: type }, at);
}

function addValue(layer: LayerBuilder, type: number, at: number, length: number, parent: FieldNode): void {
  const name = OPTION_FIELDS[type];
  const spec = name === undefined ? undefined : IPV6_OPTION_FIELDS[name];
  if (name !== undefined && spec && length >= 2 + (spec.size ?? 0)) layer.read(name, { parent }, at);
  else if (length > 2) {
    const field = type === PADN ? 'ipv6.opt.padn' : EXPERIMENTAL.includes(type) ? 'ipv6.opt.experimental' : 'ipv6.opt.unknown';
    layer.field(field, at + 2, length - 2, toHex(layer.bytes.subarray(at + 2, at + length)), { parent });
  }
}

const ACTIONS = { 0: 'Skip and continue', 1: 'Discard', 2: 'Discard and send ICMP', 3: 'Discard and send ICMP if not multicast' };

export const IPV6_OPTION_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'ipv6.opt': group('IPv6 Option'),
  'ipv6.opt.type': hex('Type', 0, 1, { values: OPTION_NAMES }),
  'ipv6.opt.type.action': bits('Action', 0, 1, [0, 2], { values: ACTIONS }),
  'ipv6.opt.type.change': flag('May Change', 0, 1, 2, { 0: 'No', 1: 'Yes' }),
  'ipv6.opt.type.rest': hexBits('Low-Order Bits', 0, 1, [3, 5]),
  'ipv6.opt.length': uint('Length', 1, 1),
  'ipv6.opt.pad1': group('Pad1'),
  'ipv6.opt.padn': freeBytes('PadN'),
  'ipv6.opt.experimental': freeBytes('Experimental'),
  'ipv6.opt.unknown': freeBytes('Unknown Option Payload'),
  'ipv6.opt.tel': uint('Tunnel Encapsulation Limit', 2, 1),
  'ipv6.opt.router_alert': uint('Router Alert', 2, 2, { values: { 0: 'MLD', 1: 'RSVP', 2: 'Active Networks' } }),
  'ipv6.opt.jumbo': uint('Payload Length', 2, 4),
  'ipv6.opt.mipv6.home_address': ipv6Address('MIPv6 Home Address', 2),
};
