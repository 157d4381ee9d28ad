import { describe, expect, it } from 'vitest';
import { NO_ROW_KEYS, rowKeys } from '../../../src/renderer/data-grid/row-keys';

const begun = rowKeys(NO_ROW_KEYS, 0, 6);

describe('rowKeys', () => {
  it('begins with a key of its own for each row', () => {
    expect(begun.keys).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('leaves the keys of rows that stay, and gives new ones to those that come, at either end', () => {
    const on = rowKeys(begun, 2, 8);
    expect(on.keys).toEqual([2, 3, 4, 5, 6, 7]);
    expect(rowKeys(on, 0, 6).keys).toEqual([8, 9, 2, 3, 4, 5]);
  });

  it('never gives the key of a row that went to another one', () => {
    let keys = begun;
    const rowOf = new Map<number, number>();
    for (const first of [0, 1, 3, 2, 0, 1]) {
      keys = rowKeys(keys, first, first + 6);
      for (const [place, key] of keys.keys.entries()) {
        expect(rowOf.get(key) ?? first + place).toBe(first + place);
        rowOf.set(key, first + place);
      }
    }
  });

  it('keeps the elements in their places over a leap', () => {
    expect(rowKeys(begun, 4, 10).keys).toEqual(begun.keys);
    expect(rowKeys(begun, 1000, 1006).keys).toEqual(begun.keys);
  });

  it('follows the number of rows in sight', () => {
    expect(rowKeys(begun, 0, 4).keys).toEqual([0, 1, 2, 3]);
    expect(rowKeys(begun, 0, 8).keys).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(rowKeys(begun, 0, 0).keys).toEqual([]);
    expect(new Set(rowKeys(rowKeys(begun, 0, 2), 500, 508).keys).size).toBe(8);
  });
});
