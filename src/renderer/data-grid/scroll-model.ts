/**
 * Which rows are in sight. Browsers cap the height of an element (some 33 million px in Chromium), so TanStack Virtual, which gives each row its place in one tall
 * element, ends at a million and a half rows. Here the rows lie in a layer that stays in sight; where the table is taller than
 * `MAX_CONTENT_PX`, the scroll bar stands for a proportion of it while wheel and keys still move by rows.
 */
export const MAX_CONTENT_PX = 10_000_000;

export interface ScrollModel {
  /** Height of the element that gives the scroll bar its proportion. */
  readonly contentPx: number;
  /** Greatest value of `top`. */
  readonly maxTop: number;
  /** True when one px of the scroll bar stands for more than one px of the table. */
  readonly scaled: boolean;
  /** Px of the table above the sight, from the scroll bar's place. */
  topOf(scrollTop: number): number;
  scrollTopOf(top: number): number;
}

export function scrollModel(rows: number, rowPx: number, viewportPx: number): ScrollModel {
  const tablePx = rows * rowPx;
  const contentPx = Math.min(tablePx, MAX_CONTENT_PX);
  const maxTop = Math.max(0, tablePx - viewportPx);
  const maxScroll = Math.max(0, contentPx - viewportPx);
  const ratio = maxScroll === 0 ? 1 : maxTop / maxScroll;
  return {
    contentPx,
    maxTop,
    scaled: tablePx > contentPx,
    topOf: (scrollTop) => Math.min(maxTop, Math.max(0, scrollTop * ratio)),
    scrollTopOf: (top) => Math.min(maxScroll, Math.max(0, top / ratio)),
  };
}

/** Rows `[first, end)` that are in sight at least in part. */
export function rowsInSight(top: number, rowPx: number, viewportPx: number, rows: number): { first: number; end: number } {
  const first = Math.min(rows, Math.floor(top / rowPx));
  return { first, end: Math.min(rows, Math.ceil((top + viewportPx) / rowPx)) };
}

/** The `top` nearest to the present one at which the row is wholly in sight. */
export function topShowing(row: number, top: number, rowPx: number, viewportPx: number): number {
  if (row * rowPx < top) return row * rowPx;
  const needed = (row + 1) * rowPx - viewportPx;
  return needed > top ? Math.max(0, needed) : top;
}
