/**
 * Other addresses in the place of those of a capture. Two addresses that share a prefix share one of the same length afterwards (Xu, Fan, Ammar and Moon
 * 2002, "Prefix-preserving IP address anonymization"), so that subnets stay subnets. What an address is stays as well: multicast, loopback, link-local.
 */
import { formatIpv4, formatIpv6 } from '../../shared/base/address';
import { toHex } from '../../shared/base/bytes';
import { SipHash } from './sip-hash';

/** RFC 3927. */
const LINK_LOCAL = Uint8Array.of(169, 254);
/** First octets of ordinary unicast addresses: they become each other. */
const UNICAST_OCTETS = Array.from({ length: 223 }, (_, i) => i + 1).filter((octet) => octet !== 127 && octet !== LINK_LOCAL[0]);
/** First octet of addresses that were reserved (RFC 1112 section 4) and are in use inside of some networks. */
const FIRST_RESERVED = 240;

export class Pseudonyms {
  readonly #prf: SipHash;
  readonly #octets = new Map<number, number>();
  readonly #known = new Map<string, Uint8Array>();

  /** `key`: 16 secret bytes; the same key gives the same pseudonyms. */
  constructor(key: Uint8Array) {
    this.#prf = new SipHash(key);
    const shuffled = [...UNICAST_OCTETS].sort((a, b) => (this.#prf.hash(Uint8Array.of(0xff, a)) < this.#prf.hash(Uint8Array.of(0xff, b)) ? -1 : 1));
    for (const [i, octet] of UNICAST_OCTETS.entries()) this.#octets.set(octet, shuffled[i] as number);
  }

  /** Four bytes for four, sixteen for sixteen. */
  ip(address: Uint8Array): Uint8Array {
    const key = toHex(address);
    const known = this.#known.get(key);
    if (known) return known;
    const made = address.length === 4 ? this.#ipv4(address) : this.#ipv6(address);
    this.#known.set(key, made);
    return made;
  }

  /** Six bytes; who is meant by a group address stays recognisable as a group. */
  mac(address: Uint8Array): Uint8Array {
    if (address.every((byte) => byte === 0) || address.every((byte) => byte === 0xff)) return address.slice();
    const key = `mac ${toHex(address)}`;
    const known = this.#known.get(key);
    if (known) return known;
    const first = address[0] as number;
    const made = this.#flipped(address, 8, 0x02);
    // Locally administered; the group bit stays.
    made[0] = (Number(this.#prf.hash(concat(0x03, address)) & 0xfcn) | 0x02 | (first & 0x01)) & 0xff;
    this.#known.set(key, made);
    return made;
  }

  /** The pseudonym of an address in words; null when the text is no address of that form. */
  text(address: string): string | null {
    const bytes = parseIpv4(address) ?? parseIpv6(address);
    if (bytes === null) return null;
    const made = this.ip(bytes);
    return made.length === 4 ? formatIpv4(made, 0) : formatIpv6(made, 0);
  }

  #ipv4(address: Uint8Array): Uint8Array {
    const first = address[0] as number;
    if (first === LINK_LOCAL[0]) return this.#flipped(address, 8, 0x04, LINK_LOCAL);
    if (first >= FIRST_RESERVED && address.some((byte) => byte !== 0xff)) return this.#flipped(address, 4, 0x04);
    const octet = this.#octets.get(first);
    if (octet === undefined) return address.slice();
    const made = this.#flipped(address, 8, 0x04);
    made[0] = octet;
    return made;
  }

  #ipv6(address: Uint8Array): Uint8Array {
    const leading = address.findIndex((byte) => byte !== 0);
    // `::` and `::1`.
    if (leading < 0 || (leading === 15 && address[15] === 1)) return address.slice();
    if (leading === 10 && address[10] === 0xff && address[11] === 0xff) return concat(...address.subarray(0, 12), this.ip(address.subarray(12)));
    if (address[0] === 0xff) return isWellKnownGroup(address) ? address.slice() : this.#flipped(address, 16, 0x06);
    // Link-local, unique local, or the three bits of global unicast.
    const kept = address[0] === 0xfe ? 10 : ((address[0] as number) & 0xfe) === 0xfc ? 7 : 3;
    return this.#flipped(address, kept, 0x06);
  }

  /** Each bit from `from` on is flipped or not as the bits before it say; what begins with `kept` still does, and nothing else comes to. */
  #flipped(address: Uint8Array, from: number, family: number, kept = NOTHING): Uint8Array {
    const made = address.slice();
    let like = true;
    const prefix = new Uint8Array(address.length + 2);
    prefix[0] = family;
    for (let bit = 0; bit < address.length * 8; bit++) {
      const at = bit >> 3;
      const mask = 0x80 >> (bit & 7);
      like &&= at < kept.length;
      if (bit >= from && !like) {
        prefix[1] = bit;
        if ((this.#prf.hash(prefix) & 1n) !== 0n) made[at] = (made[at] as number) ^ mask;
      }
      like &&= (((address[at] as number) ^ (kept[at] as number)) & mask) === 0;
      if (((address[at] as number) & mask) !== 0) prefix[at + 2] = (prefix[at + 2] as number) | mask;
    }
    return made;
  }
}

const NOTHING = new Uint8Array(0);

/** Groups of RFC 4291 section 2.7.1 and their like: `ff02::1`, `ff02::fb`, not those made from a host's address. */
function isWellKnownGroup(address: Uint8Array): boolean {
  return address.subarray(2, 14).every((byte) => byte === 0);
}

function concat(...parts: readonly (number | Uint8Array)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])));
}

function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return Uint8Array.from(parts, Number);
}

/** RFC 4291 section 2.2, without a zone. */
function parseIpv6(text: string): Uint8Array | null {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const mapped = tail === null ? null : parseIpv4(tail[2] as string);
  const plain = mapped === null ? text : `${tail?.[1]}${toHex(mapped.subarray(0, 2))}:${toHex(mapped.subarray(2))}`;
  const halves = plain.split('::');
  if (halves.length > 2 || !plain.includes(':')) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - groups.flat().length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  if (!groups.flat().every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  const all = [...(groups[0] ?? []), ...Array.from({ length: halves.length === 1 ? 0 : missing }, () => '0'), ...(groups[1] ?? [])];
  return Uint8Array.from(all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]));
}
