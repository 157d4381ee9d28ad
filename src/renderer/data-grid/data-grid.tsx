import './data-grid.css';
import { type CSSProperties, type MouseEvent, type ReactNode, useEffect, useId, useMemo, useRef, useSyncExternalStore } from 'react';
import { ErrorState } from '../app/error-state';
import { ColumnMenu } from './column-menu';
import { type Columns, type GridColumn, useColumns } from './columns';
import { GridHeader, type GridSort } from './grid-header';
import { GridRow, useRowActions } from './grid-row';
import { NO_ROW_KEYS, rowKeys } from './row-keys';
import type { RowPages } from './row-pages';
import { type CursorInput, cursorKeys, useGridCursor } from './use-grid-cursor';
import { type GridScroll, HEADER_PX, ROW_PX, useGridScroll } from './use-grid-scroll';
import { useShield } from './use-shield';

export interface DataGridProps<Row> extends CursorInput<Row> {
  /** Names the column layout in localStorage. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly rowClass?: (row: Row) => string;
  /** Height of a row; one line of text when left out. */
  readonly rowPx?: number;
  /** The menu of a cell; asked for by keyboard, of the cursor's row with an empty column. */
  readonly onMenu?: (event: MouseEvent, row: Row, column: string) => void;
  readonly sort?: GridSort;
  readonly onSort?: (sort: GridSort) => void;
  /** Changes when the table may have grown. */
  readonly revision?: number;
  /** Keeps the last row in sight while the table grows. */
  readonly followEnd?: boolean;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
}

/** A table of any length: rows come in pages as they are scrolled to, all of it works by keyboard. */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { pages, rowPx = ROW_PX } = props;
  const scroll = useGridScroll(useTotal(pages), rowPx);
  useRowsInSight(props, scroll);
  const columns = useColumns(props.id, props.columns);
  const position = useGridCursor(props, scroll);
  const { cursor, select } = position;
  const shield = useShield(scroll.layerRef);
  const onMenu = (event: MouseEvent, index: number, column: string): void => {
    const row = pages.row(index);
    if (row === null || !props.onMenu) return;
    if (index !== cursor) select(index);
    props.onMenu(event, row, column);
  };
  const gridId = useId();
  const activeInSight = cursor !== null && cursor >= scroll.first && cursor < scroll.end;
  return (
    <div className="grid-frame" style={{ '--grid-columns': template(columns) } as CSSProperties}>
      <div
        ref={scroll.scrollRef}
        className="grid-scroll"
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={(pages.total ?? 0) + 1}
        aria-colcount={columns.shown.length}
        aria-activedescendant={activeInSight ? `${gridId}-${cursor}` : undefined}
        aria-busy={pages.total === null && pages.error === null}
        onScroll={scroll.onScroll}
        onKeyDown={cursorKeys(props, position, scroll, shield)}
        onContextMenu={(event) => event.target === event.currentTarget && cursor !== null && onMenu(event, cursor, '')}
      >
        <div className="grid-table" role="presentation">
          <GridHeader columns={columns} sort={props.sort ?? null} onSort={props.onSort ?? null} />
          <div className="grid-sizer" role="rowgroup" style={{ height: Math.max(scroll.contentPx, scroll.bodyPx) }}>
            <div
              ref={scroll.layerRef}
              className="grid-layer"
              role="presentation"
              style={{ top: HEADER_PX, height: scroll.bodyPx }}
              onPointerMove={shield.lower}
            >
              <GridRows grid={props} gridId={gridId} scroll={scroll} columns={columns.shown} cursor={cursor} select={select} onMenu={onMenu} />
            </div>
          </div>
        </div>
      </div>
      <ColumnMenu columns={columns} />
      <NoRows grid={props} scroll={scroll} />
    </div>
  );
}

/** Rows of the table as far as known; renders again with each change of the pages. */
function useTotal<Row>(pages: RowPages<Row>): number {
  useSyncExternalStore(pages.subscribe, pages.version);
  return pages.total ?? 0;
}

/** Asks for the rows in sight, and again when the table may have grown. Another table begins at its top. */
function useRowsInSight<Row>({ pages, revision = 0, followEnd = false }: DataGridProps<Row>, { first, end, show, moveTo }: GridScroll): void {
  const version = pages.version();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may lack pages that were in sight.
  useEffect(() => pages.want(first, end), [pages, first, end, version]);

  const sight = useRef({ first, end });
  sight.current = { first, end };
  useEffect(() => {
    if (revision !== 0) pages.refresh(sight.current.first, sight.current.end);
  }, [pages, revision]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another table begins at its top.
  useEffect(() => moveTo(0), [pages, moveTo]);

  const total = pages.total ?? 0;
  useEffect(() => {
    if (followEnd && total > 0) show(total - 1);
  }, [followEnd, total, show]);
}

interface GridRowsProps<Row> {
  readonly grid: DataGridProps<Row>;
  readonly gridId: string;
  readonly scroll: GridScroll;
  readonly columns: readonly GridColumn<Row>[];
  readonly cursor: number | null;
  readonly select: (index: number) => void;
  readonly onMenu: (event: MouseEvent, index: number, column: string) => void;
}

/** The rows in sight. */
function GridRows<Row>({ grid, gridId, scroll: { first, end }, columns, cursor, select, onMenu }: GridRowsProps<Row>) {
  const { pages, keyOf, selectedKey, rowClass, onActivate, rowPx = ROW_PX } = grid;
  const shown = useRef(NO_ROW_KEYS);
  const { keys } = useMemo(() => {
    shown.current = rowKeys(shown.current, first, end);
    return shown.current;
  }, [first, end]);
  const activate = (index: number): void => {
    const row = pages.row(index);
    if (row !== null) onActivate?.(row);
  };
  const actions = useRowActions({ select, activate, onMenu });
  return indices(first, end).map((index) => {
    const row = pages.row(index);
    const selected = row === null ? index === cursor : keyOf(row) === selectedKey;
    return (
      <GridRow
        key={keys[index - first]}
        id={`${gridId}-${index}`}
        index={index}
        height={rowPx}
        row={row}
        columns={columns}
        className={`${selected ? ' grid-selected' : ''}${row !== null && rowClass ? ` ${rowClass(row)}` : ''}`}
        selected={selected}
        actions={actions}
      />
    );
  });
}

/** What stands in place of rows: that there are none, or what failed. */
function NoRows<Row>({ grid: { pages, empty }, scroll }: { readonly grid: DataGridProps<Row>; readonly scroll: GridScroll }) {
  const retry = (): void => {
    scroll.scrollRef.current?.focus();
    pages.retry();
  };
  return (
    <>
      {pages.total === 0 && <div className="grid-empty">{empty}</div>}
      {pages.error && (
        <div className="grid-failure">
          <ErrorState error={pages.error} onRetry={retry} />
        </div>
      )}
    </>
  );
}

function template<Row>(columns: Columns<Row>): string {
  return columns.shown.map(({ grow, width }) => (grow ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' ');
}

function indices(first: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, place) => first + place);
}
