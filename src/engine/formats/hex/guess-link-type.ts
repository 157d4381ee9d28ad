import { readUint16 } from '../../../shared/base/bytes';
import { LINK_TYPE } from '../link-type';

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
/** EtherTypes that a hex dump is likely to hold: IPv4, ARP, RARP, VLAN tags, IPv6, MPLS, PPPoE, EAPOL, LLDP. */
const ETHER_TYPES: ReadonlySet<number> = new Set([IPV4, 0x0806, 0x8035, 0x8100, IPV6, 0x8847, 0x8848, 0x8863, 0x8864, 0x888e, 0x88a8, 0x88cc]);
const ETHERNET_HEADER = 14;
const SLL_HEADER = 16;
const SLL2_HEADER = 20;
/** Address families of BSD loopback headers, in either byte order: AF_INET, and AF_INET6 of several systems. */
const LOOPBACK_FAMILIES: ReadonlySet<number> = new Set([2, 10, 24, 28, 30]);

/** Link type (LINKTYPE_ number) of packet bytes of unknown origin, by their content; USER0 when nothing fits. */
export function guessLinkType(bytes: Uint8Array): number {
  if (isIpv4(bytes, 0) && headerSumFits(bytes, 0)) return LINK_TYPE.rawIp;
  if (isEthernet(bytes)) return LINK_TYPE.ethernet;
  if (isIp(bytes, 0)) return LINK_TYPE.rawIp;
  if (bytes.length >= SLL_HEADER && readUint16(bytes, 0) <= 4 && carries(bytes, readUint16(bytes, 14), SLL_HEADER)) return LINK_TYPE.linuxSll;
  if (bytes.length >= SLL2_HEADER && carries(bytes, readUint16(bytes, 0), SLL2_HEADER)) return LINK_TYPE.linuxSll2;
  if (bytes.length > 4 && isIp(bytes, 4)) {
    if (bytes[3] === 0 && bytes[2] === 0 && LOOPBACK_FAMILIES.has(readUint16Little(bytes, 0))) return LINK_TYPE.null;
    if (bytes[0] === 0 && bytes[1] === 0 && LOOPBACK_FAMILIES.has(readUint16(bytes, 2))) return LINK_TYPE.loop;
  }
  return LINK_TYPE.user0;
}

function isEthernet(bytes: Uint8Array): boolean {
  if (bytes.length < ETHERNET_HEADER) return false;
  const etherType = readUint16(bytes, 12);
  if (etherType === IPV4 || etherType === IPV6) return carries(bytes, etherType, ETHERNET_HEADER);
  return ETHER_TYPES.has(etherType);
}

/** True when the IP version at `offset` is that of the EtherType, or nothing follows the header. */
function carries(bytes: Uint8Array, etherType: number, offset: number): boolean {
  const version = (bytes[offset] ?? 0) >> 4;
  if (etherType === IPV4) return version === 4 || bytes.length === offset;
  if (etherType === IPV6) return version === 6 || bytes.length === offset;
  return etherType === 0x0806;
}

function isIp(bytes: Uint8Array, offset: number): boolean {
  return isIpv4(bytes, offset) || isIpv6(bytes, offset);
}

function isIpv4(bytes: Uint8Array, offset: number): boolean {
  if (bytes.length < offset + 20 || (bytes[offset] as number) >> 4 !== 4) return false;
  const header = ((bytes[offset] as number) & 0xf) * 4;
  return header >= 20 && readUint16(bytes, offset + 2) >= header;
}

function isIpv6(bytes: Uint8Array, offset: number): boolean {
  return bytes.length >= offset + 40 && (bytes[offset] as number) >> 4 === 6;
}

function headerSumFits(bytes: Uint8Array, offset: number): boolean {
  const end = offset + ((bytes[offset] as number) & 0xf) * 4;
  if (end > bytes.length) return false;
  let sum = 0;
  for (let i = offset; i < end; i += 2) sum += readUint16(bytes, i);
  return ((sum & 0xffff) + (sum >>> 16)) % 0xffff === 0;
}

function readUint16Little(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] as number) | ((bytes[offset + 1] as number) << 8);
}
