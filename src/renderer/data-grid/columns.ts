import type { ReactNode } from 'react';
import { useCallback, useMemo, useState } from 'react';

export interface GridColumn<Row> {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly align?: 'right';
  /** Numbers, addresses, bytes: monospace with tabular figures. */
  readonly mono?: boolean;
  /** False: not shown until the user chooses it. */
  readonly initially?: boolean;
  /** Takes the room that the others leave. */
  readonly grow?: boolean;
  readonly sortable?: boolean;
  render(row: Row): ReactNode;
}

interface ColumnLayout {
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

export const MIN_COLUMN_PX = 40;
const MAX_COLUMN_PX = 1200;

export interface Columns<Row> {
  /** In order. */
  readonly all: readonly GridColumn<Row>[];
  readonly shown: readonly GridColumn<Row>[];
  isShown(id: string): boolean;
  toggle(id: string): void;
  /** Moves a column to the place of another. */
  move(id: string, to: string): void;
  resize(id: string, width: number): void;
  reset(): void;
}

function stored(key: string): ColumnLayout | null {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<ColumnLayout> | null;
    return value && Array.isArray(value.order) && Array.isArray(value.hidden) && value.widths
      ? { order: value.order, hidden: value.hidden, widths: value.widths }
      : null;
  } catch {
    return null;
  }
}

function initialLayout<Row>(columns: readonly GridColumn<Row>[]): ColumnLayout {
  return {
    order: columns.map(({ id }) => id),
    hidden: columns.filter(({ initially }) => initially === false).map(({ id }) => id),
    widths: {},
  };
}

/** Which columns a grid shows, in which order and width: the user's choice, kept in localStorage under the grid's id. */
export function useColumns<Row>(grid: string, defined: readonly GridColumn<Row>[]): Columns<Row> {
  const key = `tcpulse.columns.${grid}`;
  const [layout, setLayout] = useState(() => stored(key) ?? initialLayout(defined));

  const change = useCallback(
    (edit: (old: ColumnLayout) => ColumnLayout) =>
      setLayout((old) => {
        const next = edit(old);
        localStorage.setItem(key, JSON.stringify(next));
        return next;
      }),
    [key],
  );

  return useMemo(() => {
    const place = (id: string): number => {
      const index = layout.order.indexOf(id);
      return index < 0 ? layout.order.length : index;
    };
    const all = defined
      .map((column) => ({ ...column, width: layout.widths[column.id] ?? column.width }))
      .sort((left, right) => place(left.id) - place(right.id));
    const isShown = (id: string): boolean => !layout.hidden.includes(id);
    return {
      all,
      shown: all.filter(({ id }) => isShown(id)),
      isShown,
      toggle: (id) =>
        change((old) => ({ ...old, hidden: old.hidden.includes(id) ? old.hidden.filter((other) => other !== id) : [...old.hidden, id] })),
      move: (id, to) =>
        change((old) => {
          const ids = all.map((column) => column.id);
          const target = ids.indexOf(to);
          const order = ids.filter((other) => other !== id);
          order.splice(target, 0, id);
          return { ...old, order };
        }),
      resize: (id, width) =>
        change((old) => ({ ...old, widths: { ...old.widths, [id]: Math.round(Math.min(MAX_COLUMN_PX, Math.max(MIN_COLUMN_PX, width))) } })),
      reset: () => change(() => initialLayout(defined)),
    };
  }, [defined, layout, change]);
}
