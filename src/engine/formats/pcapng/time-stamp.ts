/** 64-bit time stamps of pcapng in the resolution of their interface, exact to the nanosecond. */
import type { PacketRecord } from '../format';

export interface TimeScale {
  readonly ticksPerSecond: number;
  /** if_tsoffset: added to the seconds. */
  readonly offsetSeconds: number;
  /** The same as a BigInt; null where plain numbers are exact, so that the usual resolutions stay fast. */
  readonly bigTicksPerSecond: bigint | null;
}

export const MICROSECONDS: TimeScale = { ticksPerSecond: 1_000_000, offsetSeconds: 0, bigTicksPerSecond: null };

/** Below this the nanoseconds of a remainder are exact in a double: 2^23 x 10^9 < 2^53. */
const LARGEST_EXACT_BINARY_EXPONENT = 23;
const LARGEST_EXACT_DECIMAL_EXPONENT = 9;

/** Scale of an if_tsresol byte: the high bit chooses powers of two. Null when a second has more ticks than 64 bits can count. */
export function timeScale(resolution: number, offsetSeconds: number): TimeScale | null {
  const binary = (resolution & 0x80) !== 0;
  const exponent = resolution & 0x7f;
  if (exponent > (binary ? 63 : 19)) return null;
  const exact = exponent <= (binary ? LARGEST_EXACT_BINARY_EXPONENT : LARGEST_EXACT_DECIMAL_EXPONENT);
  const big = (binary ? 2n : 10n) ** BigInt(exponent);
  return { ticksPerSecond: Number(big), offsetSeconds, bigTicksPerSecond: exact ? null : big };
}

/** Sets the time of `record` from the two halves of a time stamp. Finer than nanoseconds is cut off. */
export function setTime(record: PacketRecord, scale: TimeScale, high: number, low: number): void {
  if (scale.bigTicksPerSecond !== null) {
    const ticks = (BigInt(high) << 32n) | BigInt(low);
    record.seconds = Number(ticks / scale.bigTicksPerSecond) + scale.offsetSeconds;
    record.nanoseconds = Number(((ticks % scale.bigTicksPerSecond) * 1_000_000_000n) / scale.bigTicksPerSecond);
    return;
  }
  // Long division in three digits (32, 16 and 16 bits): no step passes 2^53 for up to 2^37 ticks a second.
  const ticks = scale.ticksPerSecond;
  const highSeconds = Math.floor(high / ticks);
  const middle = (high - highSeconds * ticks) * 65536 + (low >>> 16);
  const middleSeconds = Math.floor(middle / ticks);
  const last = (middle - middleSeconds * ticks) * 65536 + (low & 0xffff);
  const lastSeconds = Math.floor(last / ticks);
  record.seconds = highSeconds * 4294967296 + middleSeconds * 65536 + lastSeconds + scale.offsetSeconds;
  record.nanoseconds = Math.floor(((last - lastSeconds * ticks) * 1_000_000_000) / ticks);
}
