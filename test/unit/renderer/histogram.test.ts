import { describe, expect, it } from 'vitest';
import { binLabel, histogramOf } from '../../../src/renderer/heartbeats/histogram';

describe('histogram', () => {
  it('counts every value once, the greatest in the last part', () => {
    const values = [Number.NaN, 10, 11, 12, 20, 30, 30];
    const histogram = histogramOf(values);
    expect(histogram?.low).toBe(10);
    expect(histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(histogram?.counts.at(-1)).toBe(2);
    expect((histogram?.width ?? 0) * (histogram?.counts.length ?? 0)).toBeCloseTo(20);
  });
  it('has parts as round as the ticks of an axis, from a multiple of them on', () => {
    // As a client that beats each 45 s, and once after 58 s.
    const histogram = histogramOf([45_000, 45_001, 45_002, 45_000, 45_001, 45_002, 45_000, 45_001, 45_002, 45_000, 58_000]);
    expect(histogram).toEqual({ low: 44_000, width: 2000, counts: [10, 0, 0, 0, 0, 0, 1] });
    expect(histogram?.counts.map((_, bin) => histogram && binLabel(histogram, bin))).toEqual([
      '45 s',
      '47 s',
      '49 s',
      '51 s',
      '53 s',
      '55 s',
      '57 s',
    ]);
  });
  it('has one part for equal values, and none without values', () => {
    expect(histogramOf([45, 45, 45])).toEqual({ low: 45, width: 0, counts: [3] });
    expect(histogramOf([Number.NaN])).toBeNull();
  });
});
