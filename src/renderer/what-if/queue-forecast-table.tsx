import { useEffect, useMemo, useState } from 'react';
import type { QueueForecast } from '../../shared/contract/queue-simulation';
import { EmptyState } from '../app/empty-state';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { formatCount, formatDuration } from '../theme/format';
import { useTexts } from '../theme/use-texts';

interface QueueStep {
  readonly place: number;
  readonly ms: number;
  readonly halfOpen: number;
  readonly acceptQueue: number;
}

function queueSteps({ series }: QueueForecast): QueueStep[] {
  return Array.from(series.timesMs, (ms, place) => ({
    place,
    ms,
    halfOpen: series.halfOpen[place] ?? 0,
    acceptQueue: series.acceptQueue[place] ?? 0,
  }));
}

/** The table twin of the simulated queues. */
export function QueueForecastTable({ forecast }: { readonly forecast: QueueForecast }) {
  const { t, language } = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  const pages = useMemo(() => {
    const steps = queueSteps(forecast);
    return new RowPages<QueueStep>(async (from, count) => ({ total: steps.length, rows: steps.slice(from, from + count) }));
  }, [forecast]);
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useMemo(
    (): readonly GridColumn<QueueStep>[] => [
      { id: 'at', label: t('ui.whatIf.queue.at'), width: 176, align: 'right', mono: true, render: ({ ms }) => formatDuration(ms) },
      {
        id: 'halfOpen',
        label: t('ui.whatIf.queue.series.halfOpen'),
        width: 160,
        align: 'right',
        mono: true,
        render: ({ halfOpen }) => formatCount(halfOpen, language),
      },
      {
        id: 'acceptQueue',
        label: t('ui.whatIf.queue.series.acceptQueue'),
        width: 160,
        align: 'right',
        mono: true,
        render: ({ acceptQueue }) => formatCount(acceptQueue, language),
      },
    ],
    [t, language],
  );
  return (
    <DataGrid
      id="queue-forecast"
      label={t('ui.whatIf.queue.table')}
      columns={columns}
      pages={pages}
      keyOf={({ place }) => place}
      selectedKey={chosen}
      onSelect={({ place }) => setChosen(place)}
      empty={<EmptyState title={t('ui.whatIf.queue.emptyTitle')} />}
    />
  );
}

/** Rows of the CSV export: ms since the first arrival. */
export function queueForecastCsv(forecast: QueueForecast): (string | number)[][] {
  return [['ms', 'half_open', 'accept_queue'], ...queueSteps(forecast).map(({ ms, halfOpen, acceptQueue }) => [ms, halfOpen, acceptQueue])];
}
