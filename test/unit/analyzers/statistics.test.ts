import { describe, expect, it } from 'vitest';
import { largest, smallest } from '../../../src/engine/analyzers/statistics';

describe('the largest and the smallest', () => {
  it('are found among more values than a call takes arguments', () => {
    const values = Float64Array.from({ length: 1_000_000 }, (_, i) => (i === 700_000 ? 5 : i === 3 ? -5 : 0));
    expect(largest(values)).toBe(5);
    expect(smallest(values)).toBe(-5);
  });
  it('are infinite where there is none', () => {
    expect([largest([]), smallest([])]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});
