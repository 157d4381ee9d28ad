import { describe, expect, it } from 'vitest';
import { exactSettingMs, roundestMs, timerLatenessMs, timerSettingMs } from '../../../src/engine/models/kernel-timer';

describe('a setting read off intervals', () => {
  it.each([
    // Measured on a kernel with 250 ticks a second.
    { intervals: [5222], setting: 5000 },
    { intervals: [5024, 5024, 5024], setting: 5000 },
    { intervals: [3168, 3072, 3072], setting: 3000 },
    { intervals: [1020, 1024, 1028], setting: 1000 },
    { intervals: [2016], setting: 2000 },
    { intervals: [9015], setting: 9000 },
    { intervals: [16_248], setting: 16_000 },
    { intervals: [65_100, 65_050, 65_200, 65_150, 65_080], setting: 65_000 },
    { intervals: [7_265_000], setting: 7_200_000 },
    { intervals: [12_345.6, 12_345.6], setting: 12_000 },
    // The wheel of 250 ticks a second turns by 0.256 s and 16.384 s there: every interval is as late as the first.
    { intervals: Array(20).fill(10_240), setting: 10_000 },
    { intervals: Array(20).fill(6144), setting: 6000 },
    { intervals: Array(3).fill(212_992), setting: 200_000 },
    { intervals: [311_300], setting: 300_000 },
    // That of 1000 ticks by 262.144 s.
    { intervals: Array(5).fill(7_340_032), setting: 7_200_000 },
    // On time: of a kernel without a wheel, or by an application's clock.
    { intervals: [400_012], setting: 400_000 },
    { intervals: [218_004], setting: 218_000 },
    // A longest interval leaves less room below the shortest.
    { intervals: [61_500, 65_400], setting: 61_000 },
    // One that no wheel explains tells nothing.
    { intervals: [61_500, 75_000], setting: 60_000 },
  ])('$intervals: $setting ms', ({ intervals, setting }) => {
    expect(timerSettingMs(Math.min(...intervals), Math.max(...intervals))).toBe(setting);
  });
});

describe('a setting read off spacings from probe to probe', () => {
  it.each([
    { name: 'exact', spacing: { count: 3, minMs: 45_000, maxMs: 45_000.4 }, setting: 45_000 },
    { name: 'too few', spacing: { count: 2, minMs: 45_000, maxMs: 45_000 }, setting: null },
    { name: 'late by a timer wheel', spacing: { count: 9, minMs: 45_056, maxMs: 45_056 }, setting: null },
    { name: 'not alike', spacing: { count: 9, minMs: 45_000, maxMs: 45_050 }, setting: null },
  ])('$name: $setting', ({ spacing, setting }) => {
    expect(exactSettingMs(spacing)).toBe(setting);
  });
});

describe('how late a timer may be', () => {
  it.each([1000, 3000, 5000, 45_000, 75_000, 350_000, 7_200_000])('%d ms: something, and an eighth at most', (duration) => {
    expect(timerLatenessMs(duration)).toBeGreaterThan(0);
    expect(timerLatenessMs(duration)).toBeLessThanOrEqual(duration / 8 + 5);
  });
});

describe('the roundest duration', () => {
  it.each([
    { low: 59_000, high: 61_000, roundest: 60_000 },
    { low: 11_264, high: 14_336, roundest: 14_000 },
    { low: 9_500, high: 12_000, roundest: 10_000 },
    { low: 10.2, high: 20.4, roundest: 20.4 },
  ])('$low to $high: $roundest', ({ low, high, roundest }) => {
    expect(roundestMs(low, high)).toBe(roundest);
  });
});
