import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type CancelSignal, CancelSource } from '../../shared/base/cancellation';
import type { RowPages } from './row-pages';
import type { GridScroll } from './use-grid-scroll';
import type { Shield } from './use-shield';

export interface CursorInput<Row> {
  readonly pages: RowPages<Row>;
  readonly keyOf: (row: Row) => number;
  readonly selectedKey: number | null;
  readonly onSelect: (row: Row) => void;
  /** Enter or double click. */
  readonly onActivate?: (row: Row) => void;
  /** Index of a row that was selected elsewhere; null when the table does not hold it. */
  readonly locate?: (key: number, signal: CancelSignal) => Promise<number | null>;
}

export interface GridCursor {
  /** Index of the row that keys begin at; null before one was chosen. */
  readonly cursor: number | null;
  select(index: number): void;
}

/** The row that was chosen here or elsewhere; another table begins without one. */
export function useGridCursor<Row>(input: CursorInput<Row>, { show }: GridScroll): GridCursor {
  const { pages, onSelect } = input;
  const [cursor, setCursor] = useState<number | null>(null);
  /** Row that was moved to before it was here: selected when it arrives. */
  const awaited = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another table has other rows.
  useEffect(() => {
    setCursor(null);
    awaited.current = null;
  }, [pages]);

  useReveal(input, cursor, (index) => {
    setCursor(index);
    show(index);
  });

  const version = pages.version();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may hold the awaited row.
  useEffect(() => {
    const row = awaited.current === null ? null : pages.row(awaited.current);
    if (row === null) return;
    awaited.current = null;
    onSelect(row);
  }, [version]);

  const select = (index: number): void => {
    const total = pages.total ?? 0;
    if (total === 0) return;
    const target = Math.min(total - 1, Math.max(0, index));
    setCursor(target);
    show(target);
    const row = pages.row(target);
    awaited.current = row === null ? target : null;
    if (row !== null) onSelect(row);
  };
  return { cursor, select };
}

/** Brings a row that was selected elsewhere in sight. */
function useReveal<Row>({ pages, keyOf, selectedKey, locate }: CursorInput<Row>, cursor: number | null, reveal: (index: number) => void): void {
  const known = pages.total !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection or another table is a reason to scroll.
  useEffect(() => {
    if (selectedKey === null || !known) return;
    const atCursor = cursor === null ? null : pages.row(cursor);
    if (atCursor !== null && keyOf(atCursor) === selectedKey) return;
    const here = pages.find((row) => keyOf(row) === selectedKey);
    if (here >= 0) {
      reveal(here);
      return;
    }
    const source = new CancelSource();
    locate?.(selectedKey, source).then(
      (index) => index !== null && !source.cancelled && reveal(index),
      () => {
        // A row that cannot be found stays out of sight; the grid reports errors of its own pages.
      },
    );
    return () => source.cancel();
  }, [pages, selectedKey, known]);
}

/** Moves the cursor by keys; Enter does what a double click does. */
export function cursorKeys<Row>(
  { pages, onActivate }: CursorInput<Row>,
  { cursor, select }: GridCursor,
  { first, rowsPerPage }: GridScroll,
  shield: Shield,
): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.target !== event.currentTarget || event.altKey || event.metaKey) return;
    const from = cursor ?? first - 1;
    const steps: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: cursor === null ? first : from - 1,
      PageDown: from + rowsPerPage,
      PageUp: from - rowsPerPage,
      Home: 0,
      End: (pages.total ?? 0) - 1,
    };
    const target = steps[event.key];
    const row = cursor === null ? null : pages.row(cursor);
    if (target !== undefined) {
      shield.raise();
      select(target);
    } else if (event.key === 'Enter' && row !== null) onActivate?.(row);
    else return;
    event.preventDefault();
  };
}
