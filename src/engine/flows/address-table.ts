import { formatIpv6 } from '../../shared/base/address';
import { readUint32 } from '../../shared/base/bytes';

const INITIAL_SLOTS = 1 << 8;

/** IPv6 addresses by number, so that a connection holds 32 bits for each end. (An IPv4 address is its own number.) */
export class AddressTable {
  #bytes = new Uint8Array(INITIAL_SLOTS * 8);
  #slots = new Uint32Array(INITIAL_SLOTS);
  #count = 0;

  /** Number of the address at `offset`, given when it is new. */
  intern(bytes: Uint8Array, offset: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashBytes(bytes, offset) & mask;
    for (;;) {
      const entry = this.#slots[slot] as number;
      if (entry === 0) break;
      if (this.#equals(entry - 1, bytes, offset)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    const id = this.#count++;
    if (this.#bytes.length < this.#count * 16) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    for (let i = 0; i < 16; i++) this.#bytes[id * 16 + i] = bytes[offset + i] as number;
    this.#slots[slot] = id + 1;
    if (this.#count * 2 > this.#slots.length) this.#grow();
    return id;
  }

  format(id: number): string {
    return formatIpv6(this.#bytes, id * 16);
  }

  /** Place of each address in the order of their bytes. */
  places(): Uint32Array {
    const words = new DataView(this.#bytes.buffer);
    const order = Uint32Array.from({ length: this.#count }, (_, id) => id).sort((a, b) => {
      for (let at = 0; at < 16; at += 4) {
        const difference = words.getUint32(a * 16 + at) - words.getUint32(b * 16 + at);
        if (difference !== 0) return difference;
      }
      return 0;
    });
    const places = new Uint32Array(this.#count);
    for (const [place, id] of order.entries()) places[id] = place;
    return places;
  }

  #equals(id: number, bytes: Uint8Array, offset: number): boolean {
    const at = id * 16;
    for (let i = 0; i < 16; i++) if (this.#bytes[at + i] !== bytes[offset + i]) return false;
    return true;
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#count; id++) {
      let slot = hashBytes(this.#bytes, id * 16) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id + 1;
    }
  }
}

function hashBytes(bytes: Uint8Array, offset: number): number {
  let hash = 0;
  for (let i = 0; i < 16; i += 4) hash = Math.imul(hash ^ readUint32(bytes, offset + i), 0x9e3779b1);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Dotted quad of an IPv4 address as a 32-bit number. */
export function formatIpv4Number(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 0xff}.${(value >>> 8) & 0xff}.${value & 0xff}`;
}
