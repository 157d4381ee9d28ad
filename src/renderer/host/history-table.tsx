import { useEffect, useMemo, useState } from 'react';
import { EmptyState } from '../app/empty-state';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { useTexts } from '../theme/use-texts';
import { rateText } from './happened-card';
import type { History } from './history';

interface HistoryRow {
  readonly x: number;
  readonly queue: number;
  readonly limit: number;
  readonly halfOpen: number;
  /** By name; missing: not in that sample. */
  readonly counters: Readonly<Record<string, number>>;
}

interface HistoryTableProps {
  readonly history: History;
  readonly xText: (x: number) => string;
}

/** The table twin of the chart. */
export function HistoryTable({ history, xText }: HistoryTableProps) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  const pages = useMemo(() => {
    const rows = rowsOf(history);
    return new RowPages<HistoryRow>(async (from, count) => ({ total: rows.length, rows: rows.slice(from, from + count) }));
  }, [history]);
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useMemo((): readonly GridColumn<HistoryRow>[] => {
    const number = (id: string, label: string, width: number, value: (row: HistoryRow) => number | undefined): GridColumn<HistoryRow> => ({
      id,
      label,
      width,
      align: 'right',
      mono: true,
      render: (row) => numberText(value(row)),
    });
    return [
      { id: 'time', label: t('host.view.column.time'), width: 112, mono: true, render: ({ x }) => xText(x) },
      number('queue', t('host.view.queue'), 72, ({ queue }) => queue),
      number('limit', t('host.view.limit'), 72, ({ limit }) => limit),
      number('halfOpen', t('host.view.halfOpen'), 80, ({ halfOpen }) => halfOpen),
      ...history.counters.map(({ name }) => number(name, name, 144, ({ counters }) => counters[name])),
    ];
  }, [history, t, xText]);
  return (
    <DataGrid
      id="host-history"
      label={t('host.view.historyTable')}
      columns={columns}
      pages={pages}
      keyOf={({ x }) => x}
      selectedKey={chosen}
      onSelect={({ x }) => setChosen(x)}
      empty={<EmptyState title={t('host.view.partMissing')} />}
    />
  );
}

function numberText(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : rateText(value);
}

function rowsOf({ queue, counters }: History): HistoryRow[] {
  const rows = new Map<number, { x: number; queue: number; limit: number; halfOpen: number; counters: Record<string, number> }>();
  const rowAt = (x: number) => {
    const row = rows.get(x) ?? { x, queue: Number.NaN, limit: Number.NaN, halfOpen: Number.NaN, counters: {} };
    rows.set(x, row);
    return row;
  };
  for (const point of queue) Object.assign(rowAt(point.x), point);
  for (const { name, points } of counters) for (const { x, value } of points) rowAt(x).counters[name] = value;
  return [...rows.values()].sort((a, b) => a.x - b.x);
}

/** Rows of the CSV export: time in ms since the epoch (or the sample's number), the queue, counters a second (or since the sample before). */
export function historyCsv(history: History): (string | number)[][] {
  const cell = (value: number | undefined): string | number => (value === undefined || Number.isNaN(value) ? '' : value);
  const names = history.counters.map(({ name }) => name);
  const unit = history.hasTimes ? '_per_s' : '_delta';
  return [
    [history.hasTimes ? 'time_ms' : 'sample', 'recv_q', 'limit', 'half_open', ...names.map((name) => `${name}${unit}`)],
    ...rowsOf(history).map(({ x, queue, limit, halfOpen, counters }) => [
      x,
      cell(queue),
      cell(limit),
      cell(halfOpen),
      ...names.map((name) => cell(counters[name])),
    ]),
  ];
}
