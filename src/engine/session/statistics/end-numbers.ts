import { formatMac } from '../../../shared/base/address';
import { readUint16, readUint32 } from '../../../shared/base/bytes';
import { addressPlaces } from '../../flows/address-places';
import { AddressTable, formatIpv4Number } from '../../flows/address-table';

/** Ends of conversations by number, in the order in which they were seen; at most 2^26. */
export interface EndNumbers {
  readonly length: number;
  address(end: number): string;
  port(end: number): number | null;
  /** Where the address of an end stands in the order of addresses: those of IPv4 before those of IPv6. Of the ends known when it is asked for. */
  addressPlaces(): (end: number) => number;
}

/** Numbers for whatever is told apart by a number of up to 53 bits. */
class NumberedKeys {
  readonly #numbers = new Map<number, number>();
  readonly #keys: number[] = [];

  get length(): number {
    return this.#keys.length;
  }

  key(number: number): number {
    return this.#keys[number] ?? 0;
  }

  of(key: number): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#keys.length);
    return this.#keys.push(key) - 1;
  }
}

const MAC_LOW = 2 ** 32;

export class MacNumbers implements EndNumbers {
  readonly #keys = new NumberedKeys();

  get length(): number {
    return this.#keys.length;
  }

  of(bytes: Uint8Array, offset: number): number {
    return this.#keys.of(readUint16(bytes, offset) * MAC_LOW + readUint32(bytes, offset + 2));
  }

  address(end: number): string {
    const key = this.#keys.key(end);
    const bytes = Uint8Array.from({ length: 6 }, (_, place) => Math.floor(key / 2 ** (8 * (5 - place))) % 256);
    return formatMac(bytes, 0);
  }

  port(): null {
    return null;
  }

  addressPlaces(): (end: number) => number {
    return (end) => this.#keys.key(end);
  }
}

/** Addresses of one version of IP. */
export class IpNumbers implements EndNumbers {
  readonly #keys = new NumberedKeys();
  readonly #ipv6 = new AddressTable();

  constructor(readonly version: 4 | 6) {}

  get length(): number {
    return this.#keys.length;
  }

  of(bytes: Uint8Array, offset: number): number {
    return this.#keys.of(this.version === 4 ? readUint32(bytes, offset) : this.#ipv6.intern(bytes, offset));
  }

  address(end: number): string {
    const key = this.#keys.key(end);
    return this.version === 4 ? formatIpv4Number(key) : this.#ipv6.format(key);
  }

  port(): null {
    return null;
  }

  addressPlaces(): (end: number) => number {
    const place = addressPlaces(this.#ipv6);
    return (end) => place(this.version === 6, this.#keys.key(end));
  }
}

const PORTS = 2 ** 16;
const VERSIONS = 2;

/** An address of either version with a port. */
export class SocketNumbers implements EndNumbers {
  readonly #keys = new NumberedKeys();

  constructor(
    readonly ipv4: IpNumbers,
    readonly ipv6: IpNumbers,
  ) {}

  get length(): number {
    return this.#keys.length;
  }

  /** `address`: its number among those of its version. */
  of(isIpv6: boolean, address: number, port: number): number {
    return this.#keys.of((address * VERSIONS + Number(isIpv6)) * PORTS + port);
  }

  isIpv6(end: number): boolean {
    return Math.floor(this.#keys.key(end) / PORTS) % VERSIONS === 1;
  }

  address(end: number): string {
    return (this.isIpv6(end) ? this.ipv6 : this.ipv4).address(Math.floor(this.#keys.key(end) / PORTS / VERSIONS));
  }

  port(end: number): number {
    return this.#keys.key(end) % PORTS;
  }
  addressPlaces(): (end: number) => number {
    const [ipv4, ipv6] = [this.ipv4.addressPlaces(), this.ipv6.addressPlaces()];
    return (end) => {
      const address = Math.floor(this.#keys.key(end) / PORTS / VERSIONS);
      return this.isIpv6(end) ? ipv6(address) : ipv4(address);
    };
  }
}
