/**
 * By which keys React knows the rows in sight. A row that stays keeps its key. Over a leap, where less than half of them stay, the elements stay in
 * their places and show other rows: to fill them costs a browser less than to remove them and to make as many anew.
 */
export interface RowKeys {
  /** Index of the row that has the first key. */
  readonly first: number;
  readonly keys: readonly number[];
  /** Greater than every key that was ever used. */
  readonly next: number;
}

export const NO_ROW_KEYS: RowKeys = { first: 0, keys: [], next: 0 };

/** The keys of rows `[first, end)`, after those of another part of the table. */
export function rowKeys(before: RowKeys, first: number, end: number): RowKeys {
  const shift = first - before.first;
  const isLeap = Math.abs(shift) > before.keys.length / 2;
  let { next } = before;
  const keys = Array.from({ length: Math.max(0, end - first) }, (_, place) => before.keys[isLeap ? place : place + shift] ?? next++);
  return { first, keys, next };
}
