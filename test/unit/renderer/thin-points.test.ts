import { describe, expect, it } from 'vitest';
import { thinPoints } from '../../../src/renderer/charts/thin-points';

describe('thinPoints', () => {
  it('keeps all when they are few', () => expect(thinPoints([3, 1, 2], 10, () => false)).toEqual([0, 1, 2]));

  it('keeps the extremes, and what must be kept, in order', () => {
    const values = Float64Array.from({ length: 10_000 }, (_, i) => (i === 1234 ? 900 : i === 777 ? -900 : 50));
    const kept = thinPoints(values, 100, (index) => index === 4321);
    expect(kept).toEqual([...kept].sort((left, right) => left - right));
    expect(kept.length).toBeLessThanOrEqual(101);
    for (const index of [777, 1234, 4321]) expect(kept).toContain(index);
  });

  it('takes a gap for no extreme', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i === 0 ? Number.NaN : i));
    expect(thinPoints(values, 10, () => false)).toContain(1);
  });
});
