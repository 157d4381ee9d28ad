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
const COMMON_S = [7200, 3600, 1800, 1200, 900, 600, 300, 240, 180, 120, 100, 90, 75, 60, 45, 30, 20, 15, 10, 5, 3, 2, 1] as const;
/** Settings are round to about this share of themselves. */
const ROUNDNESS = 1 / 20;
/** A timer this close behind a round value, as a share of it, was hardly late. */
const HARDLY_LATE = 0.005;

/** The roundest duration in `low` to `high` (ms), the largest of several; `high` when the range holds none. */
export function roundestMs(low: number, high: number): number {
  for (const step of ROUND_MS) {
    const value = Math.floor(high / step) * step;
    if (value > 0 && value >= low) return value;
  }
  return roundMs(high);
}

/**
 * The setting behind `count` intervals that a timer kept, read off the shortest of them (ms); null without any. The more there are, the less late the
 * shortest can be. Intervals far below the median are no intervals of this timer and must be left out before.
 */
export function timerSettingMs(shortest: number, count: number): number | null {
  if (count === 0) return null;
  const latenessMs = timerLatenessMs(shortest);
  const low = shortest - Math.min(latenessMs, (2 * latenessMs) / count + SCHEDULING_MS);
  const high = shortest + SCHEDULING_MS;
  // Settings are whole seconds, above some seconds of two digits.
  const roundest = Math.max(1000, shortest * ROUNDNESS);
  const near = below(high, ROUND_MS.find((step) => step <= roundest) ?? 1000);
  if (near > 0 && shortest - near <= HARDLY_LATE * shortest) return near;
  for (const seconds of COMMON_S) if (seconds * 1000 >= low && seconds * 1000 <= high) return seconds * 1000;
  for (const step of ROUND_MS) if (step <= roundest && below(high, step) >= low) return below(high, step);
  return roundMs(shortest);
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

/** The largest multiple of `step` up to `value`. */
function below(value: number, step: number): number {
  return Math.floor(value / step) * step;
}
