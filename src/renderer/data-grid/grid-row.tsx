import { type MouseEvent, memo, type ReactNode, useMemo, useRef } from 'react';
import type { GridColumn } from './columns';
import { cellClass } from './grid-header';

/** What a person does with the row at an index. */
export interface RowActions {
  select(index: number): void;
  activate(index: number): void;
  onMenu(event: MouseEvent, index: number, column: string): void;
}

/** The same object for as long as the grid is there, so that rows need not be rendered anew: it does what `actions` do at present. */
export function useRowActions(actions: RowActions): RowActions {
  const present = useRef(actions);
  present.current = actions;
  return useMemo(
    () => ({
      select: (index) => present.current.select(index),
      activate: (index) => present.current.activate(index),
      onMenu: (event, index, column) => present.current.onMenu(event, index, column),
    }),
    [],
  );
}

interface GridRowProps<Row> {
  readonly id: string;
  readonly index: number;
  readonly height: number;
  readonly row: Row | null;
  readonly columns: readonly GridColumn<Row>[];
  readonly className: string;
  readonly selected: boolean;
  readonly actions: RowActions;
}

/** Rendered anew when what it shows changes: scrolling alone moves its element. */
export const GridRow = memo(function GridRow<Row>({ id, index, height, row, columns, className, selected, actions }: GridRowProps<Row>) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the focus and handles the keys of its rows.
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={`grid-row${className}${index % 2 === 1 ? ' grid-odd' : ''}`}
      style={{ height }}
      onClick={() => actions.select(index)}
      onDoubleClick={() => actions.activate(index)}
      onContextMenu={(event) => actions.onMenu(event, index, (event.target as Element).closest('[data-column]')?.getAttribute('data-column') ?? '')}
    >
      {columns.map((column) => (
        <div key={column.id} role="gridcell" data-column={column.id} className={cellClass(column)}>
          {row === null ? <span className="grid-placeholder" /> : column.render(row)}
        </div>
      ))}
    </div>
  );
}) as <Row>(props: GridRowProps<Row>) => ReactNode;
