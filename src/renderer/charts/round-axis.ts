import type { AxisTime } from './use-axis-time';

const ROUND_MS = [
  1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 90_000, 120_000, 180_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000,
] as const;

/** The next of 1, 2, 2.5, 5, 10 times a power of ten, or of whole minutes and hours. */
export function niceTop(ms: number): number {
  const round = ROUND_MS.find((top) => top >= ms);
  if (round !== undefined && ms > 500) return round;
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 1e-3)));
  return power * (Math.ceil((ms / power) * 2) / 2);
}

/** A label of a time axis. The ends of the axis are not round and stay without one. */
export function tickText({ text, offsetMs }: AxisTime, x: number): string {
  return Number.isInteger(x) ? text(x - offsetMs).replace(/\.000$/, '') : '';
}
