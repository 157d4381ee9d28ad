import { useEffect, useMemo, useState } from 'react';
import type { BackoffSchedule } from '../../shared/contract/queue-simulation';
import { EmptyState } from '../app/empty-state';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { formatDuration } from '../theme/format';
import { useTexts } from '../theme/use-texts';

/** A transmission, from 0 for the first; the last one is the end, at which nothing is sent. */
export interface BackoffLine {
  readonly number: number;
  readonly kind: 'first' | 'again' | 'givenUp';
  readonly atMs: number;
  readonly gapMs: number;
}

export function backoffLines({ retransmissions, givenUp }: BackoffSchedule): BackoffLine[] {
  return [
    { number: 0, kind: 'first', atMs: 0, gapMs: Number.NaN },
    ...retransmissions.map((step, index): BackoffLine => ({ ...step, number: index + 1, kind: 'again' })),
    { ...givenUp, number: retransmissions.length + 1, kind: 'givenUp' },
  ];
}

/** The table twin of a schedule. */
export function BackoffTable({ segment, schedule }: { readonly segment: 'syn' | 'synAck'; readonly schedule: BackoffSchedule }) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  const pages = useMemo(() => {
    const lines = backoffLines(schedule);
    return new RowPages<BackoffLine>(async (from, count) => ({ total: lines.length, rows: lines.slice(from, from + count) }));
  }, [schedule]);
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useMemo(
    (): readonly GridColumn<BackoffLine>[] => [
      {
        id: 'step',
        label: t('ui.whatIf.step'),
        width: 240,
        render: ({ kind, number }) => t(`ui.whatIf.backoff.step.${kind}`, { segment: t(`ui.listeners.ladder.segment.${segment}`), number }),
      },
      { id: 'at', label: t('ui.whatIf.backoff.at'), width: 160, align: 'right', mono: true, render: ({ atMs }) => `${atMs / 1000} s` },
      { id: 'gap', label: t('ui.whatIf.backoff.gap'), width: 160, align: 'right', mono: true, render: ({ gapMs }) => formatDuration(gapMs) },
    ],
    [t, segment],
  );
  return (
    <DataGrid
      id="backoff"
      label={t('ui.whatIf.backoff.table')}
      columns={columns}
      pages={pages}
      keyOf={({ number }) => number}
      selectedKey={chosen}
      onSelect={({ number }) => setChosen(number)}
      empty={<EmptyState title={t('ui.view.loading')} />}
    />
  );
}

/** Rows of the CSV export: seconds since the first transmission. */
export function backoffCsv(schedule: BackoffSchedule): (string | number)[][] {
  return [
    ['number', 'step', 'at_s', 'gap_s'],
    ...backoffLines(schedule).map(({ number, kind, atMs, gapMs }) => [number, kind, atMs / 1000, Number.isNaN(gapMs) ? '' : gapMs / 1000]),
  ];
}
