import { formatIpv4, formatIpv6 } from '../../../shared/base/address';
import { freeUint, group } from '../field-spec';
import type { MessageCursor } from '../message-cursor';
import type { FieldSpec } from '../protocol';

/** RFC 7911 section 3. */
const PATH_IDENTIFIER = 4;

/** What a list of prefixes is of: the field that shows one, and the bits of a whole address. */
export interface PrefixKind {
  readonly field: string;
  readonly bits: 32 | 128;
}

/** Prefixes up to the end of `list`, each of as many bytes as its length needs. Returns them as text. */
export function addPrefixes(list: MessageCursor, kind: PrefixKind): string {
  const identifier = hasPathIdentifiers(list, kind.bits) ? PATH_IDENTIFIER : 0;
  const texts: string[] = [];
  while (list.left > 0) {
    const bits = list.peek(1, identifier);
    if (bits > kind.bits) {
      list.refuse(1);
      break;
    }
    const size = (bits + 7) >> 3;
    const route = list.group('bgp.route', identifier + 1 + size);
    if (identifier > 0) route.uint('bgp.nlri_path_id', identifier);
    route.uint('bgp.prefix_length', 1);
    if (!route.has(size)) break;
    const text = addPrefix(route, kind, bits, size);
    route.describe(text);
    texts.push(text);
  }
  return texts.join(' ');
}

function addPrefix(route: MessageCursor, { field, bits: whole }: PrefixKind, bits: number, size: number): string {
  const { layer, at } = route;
  const address = new Uint8Array(whole / 8);
  address.set(layer.bytes.subarray(at, at + size));
  const text = whole === 32 ? formatIpv4(address, 0) : formatIpv6(address, 0);
  if (size > 0) route.add(field, size, text);
  return `${text}/${bits}`;
}

/** Both ends agree on identifiers in OPEN, which a capture may lack: told from how prefixes fill the list. No list holds the default route twice. */
function hasPathIdentifiers(list: MessageCursor, bits: number): boolean {
  const plain = defaultRoutes(list, bits, 0);
  return (plain < 0 || plain > 1) && defaultRoutes(list, bits, PATH_IDENTIFIER) >= 0;
}

/** How many of the prefixes are of length 0; -1 when they do not fill the list, as far as it was captured. */
function defaultRoutes(list: MessageCursor, bits: number, identifier: number): number {
  const { layer, end } = list;
  const captured = Math.min(end, layer.end);
  let count = 0;
  let at = list.at;
  while (at + identifier < captured) {
    const length = layer.bytes[at + identifier] as number;
    if (length > bits) return -1;
    if (length === 0) count++;
    at += identifier + 1 + ((length + 7) >> 3);
  }
  return at === end || captured < end ? count : -1;
}

export const ROUTE_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'bgp.route': group('Route'),
  'bgp.nlri_path_id': freeUint('NLRI path id'),
  'bgp.prefix_length': freeUint('Prefix Length'),
  'bgp.nlri_prefix': { label: 'NLRI prefix', type: 'ipv4' },
  'bgp.withdrawn_prefix': { label: 'Withdrawn prefix', type: 'ipv4' },
  'bgp.mp_reach_nlri_ipv4_prefix': { label: 'MP Reach NLRI IPv4 prefix', type: 'ipv4' },
  'bgp.mp_reach_nlri_ipv6_prefix': { label: 'MP Reach NLRI IPv6 prefix', type: 'ipv6' },
  'bgp.mp_unreach_nlri_ipv4_prefix': { label: 'MP Unreach NLRI IPv4 prefix', type: 'ipv4' },
  'bgp.mp_unreach_nlri_ipv6_prefix': { label: 'MP Unreach NLRI IPv6 prefix', type: 'ipv6' },
};
