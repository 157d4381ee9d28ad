import { describe, expect, it } from 'vitest';
import { spanOfHistory } from '../../../src/renderer/host/history';

const NOW = 1_700_000_000_000;

describe('the time of what a kernel said', () => {
  it.each([
    { name: 'from the first sample to the last', xs: [NOW, NOW + 5000], hasTimes: true, span: [NOW, NOW + 5000] },
    { name: 'the second before the only one', xs: [NOW], hasTimes: true, span: [NOW - 1000, NOW] },
    { name: 'a step before the only one without a time', xs: [1], hasTimes: false, span: [0, 1] },
  ])('is $name', ({ xs, hasTimes, span }) => {
    const queue = xs.map((x) => ({ x, queue: 0, limit: 128, halfOpen: 0 }));
    expect(spanOfHistory({ hasTimes, queue, counters: [] })).toEqual(span);
  });
});
