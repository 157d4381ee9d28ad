import './io-chart.css';
import { Button, HTMLSelect, HTMLTable, InputGroup } from '@blueprintjs/core';
import { Cross, Plus } from '@blueprintjs/icons';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { MOST_IO_SERIES } from '../../shared/contract/io-chart';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useAxisTime } from '../charts/use-axis-time';
import { useQuery } from '../connection/use-query';
import { useFilter } from '../filter-bar/filter-state';
import { useSummary } from '../summary/summary-context';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { type IoSeries, ioChart, ioRows } from './io-chart';
import { IO_STYLES, IO_UNITS, type IoUnit, useIo } from './io-state';

const BUCKETS = 400;
const TABLE_ROWS = 400;

/** Packets or bytes over time, a line for each display filter. */
export function IoView() {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const summary = useSummary().value;
  const capture = progress?.capture ?? 0;
  const range = useWorkbench((state) => state.range);
  const filters = useIo((state) => state.filters);
  const applied = useFilter((state) => state.applied);
  const { value, error, reload } = useQuery(
    `io ${capture} ${JSON.stringify([filters, applied, range])}`,
    ({ engine }, signal) =>
      engine['io.read']({ capture, filters: filters.map((filter) => limitedTo(applied, filter)), buckets: BUCKETS, ...spanOf(range) }, signal),
    progress?.state ?? 0,
  );
  const hasNoRate = progress?.state !== 'reading' && summary?.durationMs === 0;
  return (
    <div className="io-view">
      <SeriesForm />
      {error ? (
        <ErrorState error={error} onRetry={reload} />
      ) : hasNoRate ? (
        <EmptyState title={t('project.io.emptyTitle')} advice={t('project.io.emptyAdvice')} />
      ) : value ? (
        <Chart series={value} />
      ) : (
        <EmptyState title={t('ui.view.loading')} />
      )}
    </div>
  );
}

/** A series counts what its own filter shows of the packets that the display filter leaves. */
function limitedTo(applied: string | null, filter: string): string {
  const own = filter.trim();
  if (applied === null) return own;
  return own === '' ? applied : `(${applied}) && (${own})`;
}

function Chart({ series }: { readonly series: IoSeries }) {
  const { t, language } = useTexts();
  const dark = useDark();
  const axisTime = useAxisTime();
  const filters = useIo((state) => state.filters);
  const unit = useIo((state) => state.unit);
  const applied = useFilter((state) => state.applied);
  const names = useMemo(() => filters.map((filter) => limitedTo(applied, filter) || t('project.io.all')), [filters, applied, t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(
    () => ioChart(series, names, unit, { theme: chartTheme(), t, language, axisTime }),
    [series, names, unit, t, language, axisTime, dark],
  );
  const rows = useMemo(() => ioRows(series, unit), [series, unit]);
  const heads = [t('ui.timeline.from'), ...names];
  return (
    <ChartFrame
      name={t('project.io.title')}
      label={t('project.io.title')}
      option={option}
      facts={<strong>{t(`project.io.units.${unit}`)}</strong>}
      csv={() => [heads, ...rows]}
      table={
        <HTMLTable compact className="project-table">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head}>{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, TABLE_ROWS).map(([from, ...values]) => (
              <tr key={from} className="number">
                <td>{axisTime.moment(from as number)}</td>
                {values.map((value, i) => (
                  <td key={names[i]}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </HTMLTable>
      }
    />
  );
}

function SeriesForm() {
  const { t } = useTexts();
  const { filters, unit, setUnit, add } = useIo();
  return (
    <div className="io-series" role="group" aria-label={t('project.io.series')}>
      {filters.map((filter, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a series is its place: two may have the same filter for a moment.
        <SeriesField key={place} place={place} filter={filter} />
      ))}
      <Button
        size="small"
        variant="minimal"
        icon={<Plus size={14} />}
        text={t('project.io.add')}
        disabled={filters.length >= MOST_IO_SERIES}
        onClick={() => add('')}
      />
      <HTMLSelect
        className="bp6-small"
        aria-label={t('project.io.unit')}
        value={unit}
        options={IO_UNITS.map((value) => ({ value, label: t(`project.io.units.${value}`) }))}
        onChange={(event) => setUnit(event.target.value as IoUnit)}
      />
    </div>
  );
}

/** A display filter; drawn when Enter is pressed or the field is left. */
function SeriesField({ place, filter }: { readonly place: number; readonly filter: string }) {
  const { t } = useTexts();
  const { setFilter, remove } = useIo.getState();
  const [text, setText] = useState(filter);
  useEffect(() => setText(filter), [filter]);
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (text.trim() !== filter) setFilter(place, text.trim());
  };
  return (
    <form className="io-field" onSubmit={submit}>
      <svg width="18" height="10" aria-hidden="true">
        <rect y="3" width="18" height="4" fill={IO_STYLES[place]?.colour} />
      </svg>
      <InputGroup
        size="small"
        className="mono"
        aria-label={t('project.io.filter', { number: place + 1 })}
        placeholder={t('project.io.all')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => submit()}
      />
      <Button
        size="small"
        variant="minimal"
        icon={<Cross size={12} />}
        aria-label={t('project.io.remove', { number: place + 1 })}
        onClick={() => remove(place)}
      />
    </form>
  );
}
