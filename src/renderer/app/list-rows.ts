import { useEffect, useMemo } from 'react';
import type { CancelSignal } from '../../shared/base/cancellation';
import { type Connection, useConnection } from '../connection/connection';
import { RowPages, type RowWindow } from '../data-grid/row-pages';
import { useFilter } from '../filter-bar/filter-state';
import { type ListChoiceState, useListChoice } from './list-choice';
import { spanOf, useCurrentCapture, useWorkbench } from './workbench';

/** What a list asks the engine for: `from` and `count` rows of those that fit. */
export interface ListQuery<Sort extends string> {
  readonly capture: number;
  readonly from: number;
  readonly count: number;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly search: string;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** The display filter; null: none. */
  readonly filter: string | null;
}

export type ReadList<Row, Sort extends string> = (
  engine: Connection['engine'],
  query: ListQuery<Sort>,
  signal: CancelSignal,
) => Promise<RowWindow<Row>>;

/** Rows of the capture in sight, as the person sorts and searches them and the part of the time line and the display filter limit them. */
export interface ListRows<Row> extends ListChoiceState {
  readonly pages: RowPages<Row>;
}

/** `read` must be the same function at every call; `id` names what is kept of the list while other views are open. */
export function useListRows<Row, Sort extends string>(
  id: string,
  read: ReadList<Row, Sort>,
  firstSort: Sort,
  firstDescending = false,
): ListRows<Row> {
  const { engine } = useConnection();
  const capture = useCurrentCapture()?.capture ?? 0;
  const range = useWorkbench((state) => state.range);
  const filter = useFilter((state) => state.applied);
  const choice = useListChoice(id, { column: firstSort, descending: firstDescending });
  const { search, sort } = choice;
  const { column, descending } = sort;
  const pages = useMemo(() => {
    const query = { capture, sort: column as Sort, descending, search, filter, ...spanOf(range) };
    return new RowPages<Row>((from, count, signal) => read(engine, { ...query, from, count }, signal));
  }, [engine, read, capture, column, descending, search, filter, range]);
  useEffect(() => () => pages.dispose(), [pages]);
  return { pages, ...choice };
}
