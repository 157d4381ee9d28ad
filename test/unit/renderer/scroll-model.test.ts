import { describe, expect, it } from 'vitest';
import { MAX_CONTENT_PX, rowsInSight, scrollModel, topShowing } from '../../../src/renderer/data-grid/scroll-model';

const ROW_PX = 22;
const VIEW_PX = 440;

describe('scrollModel', () => {
  it('follows the scroll bar px by px while the table is short', () => {
    const model = scrollModel(1000, ROW_PX, VIEW_PX);
    expect(model.scaled).toBe(false);
    expect(model.topOf(123)).toBe(123);
    expect(model.scrollTopOf(123)).toBe(123);
  });

  it('reaches the last row of ten million although the element ends before', () => {
    const rows = 10_000_000;
    const model = scrollModel(rows, ROW_PX, VIEW_PX);
    expect(model.scaled).toBe(true);
    expect(model.contentPx).toBe(MAX_CONTENT_PX);
    const top = model.topOf(model.contentPx - VIEW_PX);
    expect(rowsInSight(top, ROW_PX, VIEW_PX, rows)).toEqual({ first: rows - 20, end: rows });
    expect(model.scrollTopOf(model.maxTop)).toBeCloseTo(model.contentPx - VIEW_PX);
  });

  it('stays at the top when all rows are in sight', () => {
    const model = scrollModel(3, ROW_PX, VIEW_PX);
    expect(model.topOf(50)).toBe(0);
    expect(rowsInSight(0, ROW_PX, VIEW_PX, 3)).toEqual({ first: 0, end: 3 });
  });
});

describe('topShowing', () => {
  const cases = [
    { name: 'a row above is put first', row: 5, top: 220, expected: 110 },
    { name: 'a row below is put last', row: 40, top: 0, expected: 41 * ROW_PX - VIEW_PX },
    { name: 'a row in sight moves nothing', row: 12, top: 110, expected: 110 },
    { name: 'a row that is cut at the edge is shown whole', row: 20, top: 10, expected: 21 * ROW_PX - VIEW_PX },
  ];
  for (const { name, row, top, expected } of cases) it(name, () => expect(topShowing(row, top, ROW_PX, VIEW_PX)).toBe(expected));
});
