import { useEffect, useMemo, useState } from 'react';
import type { KeepAliveForecast } from '../../shared/contract/keep-alive-simulation';
import { EmptyState } from '../app/empty-state';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { formatDuration } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { type Step, stateOf, stepText } from './forecast-chart';

type NumberedStep = Step & { readonly place: number };

/** The table twin of the time line. */
export function ForecastTable({ forecast }: { readonly forecast: KeepAliveForecast }) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  const pages = useMemo(() => {
    const rows = forecast.steps.map((step, place): NumberedStep => ({ ...step, place }));
    return new RowPages<NumberedStep>(async (from, count) => ({ total: rows.length, rows: rows.slice(from, from + count) }));
  }, [forecast]);
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useMemo(
    (): readonly GridColumn<NumberedStep>[] => [
      { id: 'at', label: t('ui.whatIf.at'), width: 208, align: 'right', mono: true, render: ({ atMs }) => `${atMs / 1000} s` },
      { id: 'duration', label: t('ui.connections.duration'), width: 112, align: 'right', mono: true, render: ({ atMs }) => formatDuration(atMs) },
      {
        id: 'step',
        label: t('ui.whatIf.step'),
        width: 240,
        grow: true,
        render: (step) => <StateLabel state={stateOf(step)} text={stepText(step, t)} />,
      },
    ],
    [t],
  );
  return (
    <DataGrid
      id="forecast"
      label={t('ui.whatIf.table')}
      columns={columns}
      pages={pages}
      keyOf={({ place }) => place}
      selectedKey={chosen}
      onSelect={({ place }) => setChosen(place)}
      empty={<EmptyState title={t('ui.view.loading')} />}
    />
  );
}

/** Rows of the CSV export: seconds since the last segment. */
export function forecastCsv({ steps }: KeepAliveForecast): (string | number)[][] {
  return [['at_s', 'step', 'number'], ...steps.map((step) => [step.atMs / 1000, step.kind, step.kind === 'probe' ? step.number : ''])];
}
