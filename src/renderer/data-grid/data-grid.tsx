import './data-grid.css';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { type CancelSignal, CancelSource } from '../../shared/base/cancellation';
import { ErrorState } from '../app/error-state';
import { ColumnMenu } from './column-menu';
import { type Columns, type GridColumn, useColumns } from './columns';
import { cellClass, GridHeader, type GridSort } from './grid-header';
import { NO_ROW_KEYS, rowKeys } from './row-keys';
import type { RowPages } from './row-pages';
import { HEADER_PX, ROW_PX, useGridScroll } from './use-grid-scroll';

export interface DataGridProps<Row> {
  /** Names the column layout in localStorage. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly pages: RowPages<Row>;
  readonly keyOf: (row: Row) => number;
  readonly selectedKey: number | null;
  readonly onSelect: (row: Row) => void;
  /** Enter or double click. */
  readonly onActivate?: (row: Row) => void;
  /** Index of a row that was selected elsewhere; null when the table does not hold it. */
  readonly locate?: (key: number, signal: CancelSignal) => Promise<number | null>;
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
  const { pages, keyOf, selectedKey, revision = 0, rowPx = ROW_PX } = props;
  const version = useSyncExternalStore(pages.subscribe, pages.version);
  const total = pages.total ?? 0;
  const scroll = useGridScroll(total, rowPx);
  const columns = useColumns(props.id, props.columns);
  const [cursor, setCursor] = useState<number | null>(null);
  /** Row that was moved to before it was here: selected when it arrives. */
  const awaited = useRef<number | null>(null);
  const gridId = useId();
  const { first, end, show, moveTo } = scroll;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may lack pages that were in sight.
  useEffect(() => pages.want(first, end), [pages, first, end, version]);

  const shown = useRef(NO_ROW_KEYS);
  const { keys } = useMemo(() => {
    shown.current = rowKeys(shown.current, first, end);
    return shown.current;
  }, [first, end]);

  const sight = useRef({ first, end });
  sight.current = { first, end };
  useEffect(() => {
    if (revision !== 0) pages.refresh(sight.current.first, sight.current.end);
  }, [pages, revision]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another table begins at its top.
  useEffect(() => {
    moveTo(0);
    setCursor(null);
    awaited.current = null;
  }, [pages, moveTo]);

  const { followEnd = false } = props;
  useEffect(() => {
    if (followEnd && total > 0) show(total - 1);
  }, [followEnd, total, show]);

  useReveal(props, cursor, (index) => {
    setCursor(index);
    show(index);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may hold the awaited row.
  useEffect(() => {
    const row = awaited.current === null ? null : pages.row(awaited.current);
    if (row === null) return;
    awaited.current = null;
    props.onSelect(row);
  }, [version]);

  const select = (index: number): void => {
    if (total === 0) return;
    const target = Math.min(total - 1, Math.max(0, index));
    setCursor(target);
    show(target);
    const row = pages.row(target);
    awaited.current = row === null ? target : null;
    if (row !== null) props.onSelect(row);
  };

  const shield = useShield(scroll.layerRef);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.altKey || event.metaKey) return;
    const from = cursor ?? first - 1;
    const steps: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: cursor === null ? first : from - 1,
      PageDown: from + scroll.rowsPerPage,
      PageUp: from - scroll.rowsPerPage,
      Home: 0,
      End: total - 1,
    };
    const target = steps[event.key];
    const row = cursor === null ? null : pages.row(cursor);
    if (target !== undefined) {
      shield.raise();
      select(target);
    } else if (event.key === 'Enter' && row !== null) props.onActivate?.(row);
    else return;
    event.preventDefault();
  };

  const onMenu = (event: MouseEvent, index: number, column: string): void => {
    const row = pages.row(index);
    if (row === null || !props.onMenu) return;
    if (index !== cursor) select(index);
    props.onMenu(event, row, column);
  };

  const present = useRef<RowActions>({ select, activate: () => undefined, onMenu });
  present.current = {
    select,
    activate: (index) => {
      const row = pages.row(index);
      if (row !== null) props.onActivate?.(row);
    },
    onMenu,
  };
  const actions = useMemo(
    (): RowActions => ({
      select: (index) => present.current.select(index),
      activate: (index) => present.current.activate(index),
      onMenu: (event, index, column) => present.current.onMenu(event, index, column),
    }),
    [],
  );

  const retry = (): void => {
    scroll.scrollRef.current?.focus();
    pages.retry();
  };
  const activeInSight = cursor !== null && cursor >= first && cursor < end;
  return (
    <div className="grid-frame" style={{ '--grid-columns': template(columns) } as CSSProperties}>
      <div
        ref={scroll.scrollRef}
        className="grid-scroll"
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={total + 1}
        aria-colcount={columns.shown.length}
        aria-activedescendant={activeInSight ? `${gridId}-${cursor}` : undefined}
        aria-busy={pages.total === null && pages.error === null}
        onScroll={scroll.onScroll}
        onKeyDown={onKeyDown}
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
              {indices(first, end).map((index) => {
                const row = pages.row(index);
                const selected = row === null ? index === cursor : keyOf(row) === selectedKey;
                return (
                  <GridRow
                    key={keys[index - first]}
                    id={`${gridId}-${index}`}
                    index={index}
                    height={rowPx}
                    row={row}
                    columns={columns.shown}
                    className={`${selected ? ' grid-selected' : ''}${row !== null && props.rowClass ? ` ${props.rowClass(row)}` : ''}`}
                    selected={selected}
                    actions={actions}
                  />
                );
              })}
            </div>
          </div>
        </div>
      </div>
      <ColumnMenu columns={columns} />
      {pages.total === 0 && <div className="grid-empty">{props.empty}</div>}
      {pages.error && (
        <div className="grid-failure">
          <ErrorState error={pages.error} onRetry={retry} />
        </div>
      )}
    </div>
  );
}

/** What a person does with a row; the same object for as long as the grid is there. */
interface RowActions {
  select(index: number): void;
  activate(index: number): void;
  onMenu(event: MouseEvent, index: number, column: string): void;
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
const GridRow = memo(function GridRow<Row>({ id, index, height, row, columns, className, selected, actions }: GridRowProps<Row>) {
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

/** The pointer is taken to rest for so long after a key. */
const SHIELD_MS = 150;

/**
 * While keys move the rows, a pointer that rests above them means none of them: a shield keeps it from pointing at each that passes, which would also
 * cost the browser a look for it and the events of coming and going in every frame.
 */
function useShield(layer: RefObject<HTMLElement | null>) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useMemo(() => {
    const lower = (): void => layer.current?.classList.remove('grid-shielded');
    const raise = (): void => {
      layer.current?.classList.add('grid-shielded');
      clearTimeout(timer.current);
      timer.current = setTimeout(lower, SHIELD_MS);
    };
    return { raise, lower };
  }, [layer]);
}

/** Brings a row that was selected elsewhere in sight. */
function useReveal<Row>({ pages, keyOf, selectedKey, locate }: DataGridProps<Row>, cursor: number | null, reveal: (index: number) => void): void {
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

function template<Row>(columns: Columns<Row>): string {
  return columns.shown.map(({ grow, width }) => (grow ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' ');
}

function indices(first: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, place) => first + place);
}
