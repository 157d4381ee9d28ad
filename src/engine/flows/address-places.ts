import type { AddressTable } from './address-table';

/** Every IPv4 address stands before those of IPv6. */
const IPV4_ADDRESSES = 2 ** 32;

/** Place of an address among all, by its bits: an IPv4 address is its own number, an IPv6 address is given by its number in the table. */
export function addressPlaces(ipv6: AddressTable): (isIpv6: boolean, address: number) => number {
  let places: Uint32Array | null = null;
  return (isIpv6, address) => {
    if (!isIpv6) return address;
    if (places === null || address >= places.length) places = ipv6.places();
    return IPV4_ADDRESSES + (places[address] as number);
  };
}
