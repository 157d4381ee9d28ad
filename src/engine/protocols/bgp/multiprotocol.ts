import { toHex } from '../../../shared/base/bytes';
import { freeBytes, freeUint, group } from '../field-spec';
import type { MessageCursor } from '../message-cursor';
import type { FieldSpec } from '../protocol';
import { ADDRESS_FAMILIES, SUBSEQUENT_FAMILIES } from './capabilities';
import { addPrefixes } from './routes';

const REACH = 'bgp.update.path_attribute.mp_reach_nlri';
const UNREACH = 'bgp.update.path_attribute.mp_unreach_nlri';
const IPV6 = 2;
/** Families whose routes are plain prefixes: unicast and multicast. */
const LAST_PLAIN_SAFI = 2;
/** RFC 4364 section 4.1: stands before the next hop of VPN routes. */
const ROUTE_DISTINGUISHER = 8;
const IPV4_LENGTH = 4;
const IPV6_LENGTH = 16;

interface Family {
  readonly afi: number;
  readonly safi: number;
}

/** RFC 4760 section 3. Returns the prefixes as text, '' for families whose routes stay bytes. */
export function addReachable(value: MessageCursor): string {
  const family = addFamily(value, REACH);
  addNextHop(value);
  const points = value.uint(`${REACH}.nbr_snpa`, 1);
  for (let i = 0; i < points && value.left > 0; i++) {
    const nibbles = value.uint(`${REACH}.snpa_length`, 1);
    value.bytes(`${REACH}.snpa`, (nibbles + 1) >> 1);
  }
  return addRoutes(value, family, REACH, 'bgp.mp_reach_nlri');
}

/** RFC 4760 section 4. Returns the prefixes as text. */
export function addUnreachable(value: MessageCursor): string {
  return addRoutes(value, addFamily(value, UNREACH), UNREACH, 'bgp.mp_unreach_nlri');
}

function addFamily(value: MessageCursor, name: string): Family {
  return { afi: value.uint(`${name}.afi`, 2), safi: value.uint(`${name}.safi`, 1) };
}

/** Its length tells what it is: an address of either version, with a link-local one behind it (RFC 2545 section 3) or a distinguisher before it. */
function addNextHop(value: MessageCursor): void {
  const length = value.peek(1);
  const { layer, at } = value;
  const hop = value.group(`${REACH}.next_hop`, 1 + length);
  hop.skip(1);
  if (!hop.has(length)) return;
  const withDistinguisher = length % IPV6_LENGTH === ROUTE_DISTINGUISHER || length === ROUTE_DISTINGUISHER + IPV4_LENGTH;
  if (withDistinguisher) hop.skip(ROUTE_DISTINGUISHER);
  const address = hop.left === IPV4_LENGTH ? hop.ipv4(`${REACH}.next_hop.ipv4`) : hop.left >= IPV6_LENGTH ? hop.ipv6(`${REACH}.next_hop.ipv6`) : '';
  if (hop.left === IPV6_LENGTH) hop.ipv6(`${REACH}.next_hop.ipv6.link_local`);
  hop.describe(address, toHex(layer.bytes.subarray(at, at + 1 + length)));
}

function addRoutes(value: MessageCursor, { afi, safi }: Family, name: string, prefix: string): string {
  if (value.left === 0 || afi === 0 || afi > IPV6 || safi === 0 || safi > LAST_PLAIN_SAFI) return '';
  const routes = value.group(name, value.left);
  const text = addPrefixes(routes, afi === IPV6 ? { field: `${prefix}_ipv6_prefix`, bits: 128 } : { field: `${prefix}_ipv4_prefix`, bits: 32 });
  value.failed ||= routes.failed;
  return text;
}

const family = (name: string): Record<string, FieldSpec> => ({
  [`${name}.afi`]: freeUint('Address family identifier (AFI)', { values: ADDRESS_FAMILIES }),
  [`${name}.safi`]: freeUint('Subsequent address family identifier (SAFI)', { values: SUBSEQUENT_FAMILIES }),
});

export const MULTIPROTOCOL_FIELDS: Readonly<Record<string, FieldSpec>> = {
  ...family(REACH),
  ...family(UNREACH),
  [REACH]: group('Network Layer Reachability Information (NLRI)'),
  [UNREACH]: group('Withdrawn Routes'),
  [`${REACH}.next_hop`]: freeBytes('Next hop'),
  [`${REACH}.next_hop.ipv4`]: { label: 'IPv4 Address', type: 'ipv4' },
  [`${REACH}.next_hop.ipv6`]: { label: 'IPv6 Address', type: 'ipv6' },
  [`${REACH}.next_hop.ipv6.link_local`]: { label: 'Link-local Address', type: 'ipv6' },
  [`${REACH}.nbr_snpa`]: freeUint('Number of Subnetwork points of attachment (SNPA)'),
  [`${REACH}.snpa_length`]: freeUint('SNPA Length'),
  [`${REACH}.snpa`]: freeBytes('SNPA'),
};
