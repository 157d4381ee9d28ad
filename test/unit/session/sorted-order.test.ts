import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/engine/session/in-slices';
import { sortedOrder } from '../../../src/engine/session/sorted-order';

const order = (keys: readonly number[], descending = false) => Array.from(atOnce(sortedOrder(Float64Array.from(keys), descending)));

function compared(keys: readonly number[], descending: boolean): number[] {
  const rank = (key: number): number => (Number.isNaN(key) ? 1 : 0);
  return keys
    .map((_, place) => place)
    .sort((a, b) => {
      const [left, right] = [keys[a] as number, keys[b] as number];
      if (rank(left) + rank(right) > 0) return rank(left) - rank(right) || a - b;
      return (left === right ? 0 : left < right !== descending ? -1 : 1) || a - b;
    });
}

describe('the order of rows by a number', () => {
  it.each([
    { name: 'few', keys: [3, 1, 2], descending: false, expected: [1, 2, 0] },
    { name: 'equal ones keep their order', keys: [1, 0, 1, 0], descending: true, expected: [0, 2, 1, 3] },
    { name: 'none', keys: [], descending: false, expected: [] },
  ])('$name', ({ keys, descending, expected }) => {
    expect(order(keys, descending)).toEqual(expected);
  });

  it.each([false, true])('is that of comparing them, of many, descending %s', (descending) => {
    const some = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, -1, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
    fc.assert(
      fc.property(fc.array(some, { minLength: 5, maxLength: 50 }), (sample) => {
        // Enough that they are not compared.
        const keys = Array.from({ length: 5000 }, (_, place) => sample[place % sample.length] as number);
        expect(order(keys, descending)).toEqual(compared(keys, descending));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    { name: 'whole numbers', keyOf: (i: number) => ((i * 7919) % 4999) - 100 },
    { name: 'whole numbers far apart', keyOf: (i: number) => ((i * 7919) % 4999) * 900_000 },
    { name: 'whole numbers of more than 32 bits', keyOf: (i: number) => ((i * 7919) % 4999) * 2 ** 30 },
    { name: 'equal ones', keyOf: () => 5 },
    { name: 'ones in order, some equal', keyOf: (i: number) => Math.floor(i / 3) / 7 },
    { name: 'ones in the opposite order, some equal', keyOf: (i: number) => -Math.floor(i / 3) / 7 },
    { name: 'NaN alone', keyOf: () => Number.NaN },
  ])('is that of comparing them: $name', ({ keyOf }) => {
    const keys = Array.from({ length: 5000 }, (_, i) => keyOf(i));
    for (const descending of [false, true]) expect(order(keys, descending)).toEqual(compared(keys, descending));
  });
});
