/** SipHash-2-4 (Aumasson and Bernstein 2012): a keyed function whose results tell nothing of the key or of each other. */

const MASK = 0xffffffffffffffffn;
const rotate = (value: bigint, bits: bigint): bigint => ((value << bits) | (value >> (64n - bits))) & MASK;

function littleEndian64(bytes: Uint8Array, at: number): bigint {
  let value = 0n;
  for (let i = 7; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
  return value;
}

export class SipHash {
  readonly #k0: bigint;
  readonly #k1: bigint;

  /** `key`: 16 bytes. Throws RangeError otherwise. */
  constructor(key: Uint8Array) {
    if (key.length !== 16) throw new RangeError('SipHash takes a key of 16 bytes');
    this.#k0 = littleEndian64(key, 0);
    this.#k1 = littleEndian64(key, 8);
  }

  /** 64 bits. */
  hash(message: Uint8Array): bigint {
    let v0 = this.#k0 ^ 0x736f6d6570736575n;
    let v1 = this.#k1 ^ 0x646f72616e646f6dn;
    let v2 = this.#k0 ^ 0x6c7967656e657261n;
    let v3 = this.#k1 ^ 0x7465646279746573n;
    const rounds = (count: number): void => {
      for (let i = 0; i < count; i++) {
        v0 = (v0 + v1) & MASK;
        v1 = rotate(v1, 13n) ^ v0;
        v0 = rotate(v0, 32n);
        v2 = (v2 + v3) & MASK;
        v3 = rotate(v3, 16n) ^ v2;
        v0 = (v0 + v3) & MASK;
        v3 = rotate(v3, 21n) ^ v0;
        v2 = (v2 + v1) & MASK;
        v1 = rotate(v1, 17n) ^ v2;
        v2 = rotate(v2, 32n);
      }
    };
    const whole = message.length - (message.length % 8);
    for (let at = 0; at < whole; at += 8) {
      const word = littleEndian64(message, at);
      v3 ^= word;
      rounds(2);
      v0 ^= word;
    }
    const last = (littleEndian64(message.subarray(whole), 0) | (BigInt(message.length & 0xff) << 56n)) & MASK;
    v3 ^= last;
    rounds(2);
    v0 ^= last;
    v2 ^= 0xffn;
    rounds(4);
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
