/** Reflected polynomial of CRC32c (RFC 9260 appendix A). */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/** CRC32c of `[from, to)`, the four bytes at `hole` taken as zero. */
export function crc32c(bytes: Uint8Array, from: number, to: number, hole: number): number {
  let crc = 0xffffffff;
  for (let i = from; i < to; i++) {
    const byte = i >= hole && i < hole + 4 ? 0 : (bytes[i] as number);
    crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] as number);
  }
  return ~crc >>> 0;
}
