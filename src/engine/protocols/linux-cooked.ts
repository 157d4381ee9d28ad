import { formatIpv4, formatMac } from '../../shared/base/address';
import { toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { ethernet, LARGEST_LENGTH } from './ethernet';
import { addTrailer } from './ethernet-trailer';
import { frameRelay } from './frame-relay';
import { ieee80211 } from './ieee80211';
import { llc } from './llc';
import type { PacketPath } from './packet-path';
import { ppp } from './ppp';
import { wirelessCapture } from './prism';
import type { Protocol } from './protocol';
import { radiotap } from './radiotap';
import type { Registry } from './registry';
import { stepTo } from './walk';

/** Protocol number of Linux cooked headers for frames that begin with an 802.2 LLC header (linux/if_ether.h ETH_P_802_2). */
export const COOKED_LLC = 0x0004;

/** Steps over a Linux cooked header of `length` bytes: numbers above 1500 are EtherTypes, the small ones name Linux's own frame kinds. `hardware`: ARPHRD_ type. */
export function stepCookedProtocol(path: PacketPath, length: number, hardware: number, protocol: number, registry: Registry): Protocol | null {
  const inner = cookedPayload(hardware, protocol);
  if (inner === undefined) return stepTo(path, length, registry, hardware === HARDWARE_GRE ? 'gre-protocol' : 'ethertype', protocol);
  path.offset += length;
  return inner;
}

/** ARPHRD_ types whose frames begin with a header of their own, whatever the protocol number says. */
const HARDWARE_GRE = 778;
const HARDWARE_PROTOCOLS: Readonly<Record<number, Protocol>> = {
  770: frameRelay,
  801: ieee80211,
  802: wirelessCapture,
  803: radiotap,
};
/** Netlink's number is the family of its messages, not an EtherType. */
const HARDWARE_NETLINK = 824;
const SMALL_PROTOCOLS: Readonly<Record<number, Protocol>> = { 3: ethernet, [COOKED_LLC]: llc, 7: ppp };

/** What follows a cooked header when no table of numbers tells it: null for bytes, undefined when the number is one of a table. */
function cookedPayload(hardware: number, protocol: number): Protocol | null | undefined {
  if (hardware === HARDWARE_NETLINK) return null;
  const own = HARDWARE_PROTOCOLS[hardware];
  if (own !== undefined) return own;
  if (hardware === HARDWARE_GRE || protocol > LARGEST_LENGTH) return undefined;
  return SMALL_PROTOCOLS[protocol] ?? null;
}

/** Direction of the packet as the kernel saw it (linux/if_packet.h). */
export const PACKET_TYPES = {
  0: 'Unicast to us',
  1: 'Broadcast',
  2: 'Multicast',
  3: 'Unicast to another host',
  4: 'Sent by us',
};
/** ARPHRD_ types of link layers (linux/if_arp.h). */
export const HARDWARE_TYPES = {
  1: 'Ethernet',
  512: 'PPP',
  768: 'IPIP',
  772: 'Loopback',
  776: 'sit0 device - IPv6-in-IPv4',
  778: 'IPGRE',
  801: 'IEEE 802.11',
  802: 'IEEE 802.11 plus Prism header',
  803: 'IEEE 802.11 plus radiotap header',
  824: 'Netlink',
  65534: 'None',
};
export const COOKED_PROTOCOLS = {
  1: 'Novell 802.3 frame without 802.2 LLC header',
  [COOKED_LLC]: '802.2 LLC',
  12: 'CAN',
};
const ADDRESS_ROOM = 8;

/** Shows the sender's link-layer address: `length` bytes of the eight at `offset`, the rest is unused. */
export function addCookedAddress(layer: LayerBuilder, offset: number, length: number): void {
  const { bytes } = layer;
  const used = Math.min(length, ADDRESS_ROOM);
  if (length === 6) {
    const text = formatMac(bytes, offset);
    layer.column('source', text);
    layer.field('sll.src.eth', offset, 6, text);
  } else if (length === 4) layer.field('sll.src.ipv4', offset, 4, formatIpv4(bytes, offset));
  else if (length > 0) layer.field('sll.src.other', offset, used, toHex(bytes.subarray(offset, offset + used)));
  const unused = ADDRESS_ROOM - used;
  if (unused > 0) layer.field('sll.unused', offset + used, unused, toHex(bytes.subarray(offset + used, offset + ADDRESS_ROOM)));
}

/** Shows the protocol number at `at` and dissects what follows the header at `next`. */
export function decodeCookedProtocol(layer: LayerBuilder, at: number, hardware: number, protocol: number, next: number): void {
  const isEtherType = protocol > LARGEST_LENGTH;
  const inner = cookedPayload(hardware, protocol);
  const table = hardware === HARDWARE_GRE ? 'gre-protocol' : 'ethertype';
  layer.field(hardware === HARDWARE_GRE ? 'sll.gretype' : isEtherType ? 'sll.etype' : 'sll.ltype', at, 2, protocol);
  if (inner === undefined) addTrailer(layer, layer.next(table, protocol, next), 'sll.trailer', false);
  else if (inner !== null) addTrailer(layer, layer.nextProtocol(inner, next), 'sll.trailer', false);
  else layer.data(next, layer.end);
}
