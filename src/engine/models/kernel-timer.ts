/** Reading a timer's setting off intervals that a kernel kept: they are never short, and late by what its timer wheel rounds up. */
import { roundMs } from '../../shared/base/time';

/** Ticks a second of common Linux kernels (CONFIG_HZ). */
const TICK_RATES = [100, 250, 1000] as const;
/** Levels of the Linux timer wheel: level n begins at 64 * 8^(n - 1) ticks and counts in steps of 8^n (kernel/time/timer.c). */
const FIRST_LEVEL_TICKS = 64;
const LEVEL_STEP = 8;
/** What scheduling adds on a busy host. */
const SCHEDULING_MS = 5;
/** The wheel is never further off. */
const MOST_LATE = 0.125;

/** How late a timer of `durationMs` may fire, in ms, on the least exact of the common kernels. */
export function timerLatenessMs(durationMs: number): number {
  let worst = 0;
  for (const rate of TICK_RATES) {
    const ticks = (durationMs / 1000) * rate;
    let step = 1;
    for (let begin = FIRST_LEVEL_TICKS; begin <= ticks; begin *= LEVEL_STEP) step *= LEVEL_STEP;
    worst = Math.max(worst, (step * 1000) / rate);
  }
  return Math.min(worst, durationMs * MOST_LATE) + SCHEDULING_MS;
}

/** Steps in which people set timers, in ms, from the roundest. */
const ROUND_MS = [3_600_000, 1_800_000, 600_000, 300_000, 60_000, 30_000, 10_000, 5_000, 1_000, 500, 100] as const;
/** Settings that are common for keep-alive timers, in seconds, from the longest. */
const COMMON_S = [
  7200, 3600, 2700, 1800, 1200, 1000, 900, 600, 500, 300, 240, 200, 180, 150, 120, 100, 90, 75, 60, 45, 30, 25, 20, 15, 10, 5, 3, 2, 1,
] as const;

/** Settings are round to about this share of themselves, and to seconds. */
const ROUNDNESS = 1 / 200;
const LEAST_ROUND_MS = 1000;
/** Timers of kernels without a wheel are late by less; a wheel comes this close to a round time by chance only. */
const ON_TIME_MS = 20;

/** The roundest duration in `low` to `high` (ms), the largest of several; `high` when the range holds none. */
export function roundestMs(low: number, high: number): number {
  for (const step of ROUND_MS) {
    const value = Math.floor(high / step) * step;
    if (value > 0 && value >= low) return value;
  }
  return roundMs(high);
}

/**
 * The setting behind intervals that a timer kept, read off the shortest and the longest of them (ms). None of them is short and none is later than a
 * wheel allows, however many there are: probes keep time with the wheel, so that each may be as late as the one before. One that is on time where a
 * setting can be expected shows it.
 */
export function timerSettingMs(shortest: number, longest: number): number {
  const step = ROUND_MS.find((one) => one <= Math.max(LEAST_ROUND_MS, shortest * ROUNDNESS)) ?? LEAST_ROUND_MS;
  const round = Math.floor((shortest + SCHEDULING_MS) / step) * step;
  if (round > 0 && shortest - round <= ON_TIME_MS) return round;
  const latenessMs = timerLatenessMs(shortest);
  // Further apart than a wheel puts them, something else delayed the longest.
  const latest = longest - latenessMs <= shortest ? longest : shortest;
  const low = latest - latenessMs;
  const high = shortest + SCHEDULING_MS;
  const common = COMMON_S.find((seconds) => seconds * 1000 >= low && seconds * 1000 <= high);
  return common === undefined ? roundestMs(low, high) : common * 1000;
}

/** Spacings that agree by chance are fewer. */
const FEWEST_EXACT = 3;

/**
 * The setting behind spacings from probe to probe in which no lateness shows: all alike and whole seconds. Null where they are not: then the timer
 * is a kernel's, which runs from the answer on. A timer that is exact from probe to probe is short by the round trip when it is read from the answer.
 */
export function exactSettingMs({ count, minMs, maxMs }: { readonly count: number; readonly minMs: number; readonly maxMs: number }): number | null {
  if (count < FEWEST_EXACT) return null;
  const whole = Math.round(minMs / 1000) * 1000;
  return whole > 0 && Math.abs(minMs - whole) <= SCHEDULING_MS && Math.abs(maxMs - whole) <= SCHEDULING_MS ? whole : null;
}
