import { LARGEST_LENGTH } from './ethernet';
import { llc } from './llc';
import type { PacketPath } from './packet-path';
import type { Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

/** Protocol number of Linux cooked headers for frames that begin with an 802.2 LLC header (linux/if_ether.h ETH_P_802_2). */
export const COOKED_LLC = 0x0004;

/** Steps over a Linux cooked header of `length` bytes: numbers above 1500 are EtherTypes, the small ones name Linux's own frame kinds. */
export function stepCookedProtocol(path: PacketPath, length: number, protocol: number, registry: Registry): Protocol | null {
  if (protocol > LARGEST_LENGTH) return stepTo(path, length, registry, 'ethertype', protocol);
  if (protocol !== COOKED_LLC) return null;
  path.offset += length;
  return llc;
}
