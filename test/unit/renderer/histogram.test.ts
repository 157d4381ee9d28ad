import { describe, expect, it } from 'vitest';
import { histogramOf } from '../../../src/renderer/heartbeats/histogram';

describe('histogram', () => {
  it('counts every value once, the greatest in the last part', () => {
    const values = [Number.NaN, 10, 11, 12, 20, 30, 30];
    const histogram = histogramOf(values);
    expect(histogram?.low).toBe(10);
    expect(histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(histogram?.counts.at(-1)).toBe(2);
    expect((histogram?.width ?? 0) * (histogram?.counts.length ?? 0)).toBeCloseTo(20);
  });
  it('has one part for equal values, and none without values', () => {
    expect(histogramOf([45, 45, 45])).toEqual({ low: 45, width: 0, counts: [3] });
    expect(histogramOf([Number.NaN])).toBeNull();
  });
});
