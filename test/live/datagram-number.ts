/** Ethernet, IPv4 and UDP headers: the number follows. */
const NUMBER_AT = 14 + 20 + 8;

/** Of a datagram of the flood (test/bench/live-traffic.py), as it is captured on the loopback interface. */
export function datagramNumber(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(NUMBER_AT));
}
