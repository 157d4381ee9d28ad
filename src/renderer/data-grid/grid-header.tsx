import { CaretDown, CaretUp } from '@blueprintjs/icons';
import { type DragEvent, memo, type PointerEvent, type ReactNode, useRef } from 'react';
import type { Columns, GridColumn } from './columns';

export interface GridSort {
  readonly column: string;
  readonly descending: boolean;
}

interface GridHeaderProps<Row> {
  readonly columns: Columns<Row>;
  readonly sort: GridSort | null;
  readonly onSort: ((sort: GridSort) => void) | null;
}

const DRAG_TYPE = 'application/x-tcpulse-column';

/** Names of the columns: click sorts, the edge resizes, a drag moves. The column menu does the latter by keyboard. */
export const GridHeader = memo(function GridHeader<Row>({ columns, sort, onSort }: GridHeaderProps<Row>) {
  const onDrop = (event: DragEvent, target: string): void => {
    const moved = event.dataTransfer.getData(DRAG_TYPE);
    if (!moved) return;
    event.preventDefault();
    columns.move(moved, target);
  };
  return (
    <div className="grid-row grid-header" role="row" aria-rowindex={1}>
      {columns.shown.map((column, index) => (
        <div
          key={column.id}
          role="columnheader"
          className={cellClass(column, true)}
          style={{ gridColumn: index + 1 }}
          aria-sort={sort?.column !== column.id ? undefined : sort.descending ? 'descending' : 'ascending'}
          draggable
          onDragStart={(event) => event.dataTransfer.setData(DRAG_TYPE, column.id)}
          onDragOver={(event) => event.dataTransfer.types.includes(DRAG_TYPE) && event.preventDefault()}
          onDrop={(event) => onDrop(event, column.id)}
        >
          <HeaderText column={column} sort={sort} onSort={onSort} />
          <ResizeHandle width={column.width} onResize={(width) => columns.resize(column.id, width)} />
        </div>
      ))}
    </div>
  );
}) as <Row>(props: GridHeaderProps<Row>) => ReactNode;

function HeaderText<Row>({ column, sort, onSort }: { column: GridColumn<Row>; sort: GridSort | null; onSort: GridHeaderProps<Row>['onSort'] }) {
  if (!onSort || !column.sortable) return <span className="grid-header-text">{column.label}</span>;
  const sorted = sort?.column === column.id ? sort : null;
  return (
    <button type="button" className="grid-header-text" onClick={() => onSort({ column: column.id, descending: sorted ? !sorted.descending : false })}>
      {column.label}
      {sorted && (sorted.descending ? <CaretDown size={12} /> : <CaretUp size={12} />)}
    </button>
  );
}

function ResizeHandle({ width, onResize }: { width: number; onResize(width: number): void }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>): void => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const shown = event.currentTarget.parentElement?.offsetWidth ?? width;
    start.current = { x: event.clientX, width: shown };
  };
  return (
    <span
      className="grid-resize"
      aria-hidden="true"
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => start.current && onResize(start.current.width + event.clientX - start.current.x)}
      onPointerUp={() => {
        start.current = null;
      }}
    />
  );
}

export function cellClass<Row>(column: GridColumn<Row>, isHeader = false): string {
  return `grid-cell${column.align === 'right' ? ' grid-right' : ''}${column.mono && !isHeader ? ' mono' : ''}`;
}
