/** Arithmetic of TCP sequence numbers, modulo 2^32 (RFC 9293 section 3.4). All values are unsigned 32-bit integers. */

/** `a + n` modulo 2^32; `n` may be negative. */
export function sequenceAdd(a: number, n: number): number {
  return (a + n) >>> 0;
}

/** Signed distance from `b` to `a`: positive when `a` is later, -2^31 ... 2^31-1. */
export function sequenceDifference(a: number, b: number): number {
  return (a - b) | 0;
}

/** True when `a` lies before `b`. */
export function sequenceBefore(a: number, b: number): boolean {
  return ((a - b) | 0) < 0;
}

/** True when `a` lies after `b`. */
export function sequenceAfter(a: number, b: number): boolean {
  return ((a - b) | 0) > 0;
}
