import { describe, expect, it } from 'vitest';
import { exactSettingMs, roundestMs, timerLatenessMs, timerSettingMs } from '../../../src/engine/models/kernel-timer';

describe('a setting read off intervals', () => {
  it.each([
    { intervals: [], setting: null },
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
    { intervals: [12_345.6, 12_345.6, 12_345.6, 12_345.6, 12_345.6, 12_345.6, 12_345.6, 12_345.6, 12_345.6, 12_345.6], setting: 12_300 },
  ])('$intervals: $setting ms', ({ intervals, setting }) => {
    expect(timerSettingMs(Math.min(...intervals), intervals.length)).toBe(setting);
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
