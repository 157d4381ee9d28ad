import { useEffect, useMemo, useState } from 'react';
import { EmptyState } from '../app/empty-state';
import { useWorkbench } from '../app/workbench';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { Inferred } from '../findings/inferred';
import { formatDuration } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import type { Probe } from './probes';

interface ProbeTableProps {
  readonly probes: readonly Probe[];
  readonly timeText: (ms: number) => string;
  readonly onPick: (frame: number) => void;
}

/** The table twin of the interval chart: the same probes, one a row. */
export function ProbeTable({ probes, timeText, onPick }: ProbeTableProps) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState(() => useWorkbench.getState().frame);
  const pages = useMemo(
    () => new RowPages<Probe>(async (from, count) => ({ total: probes.length, rows: probes.slice(from, from + count) })),
    [probes],
  );
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useProbeColumns(timeText);
  return (
    <DataGrid
      id="probes"
      label={t('ui.keepAlive.table')}
      columns={columns}
      pages={pages}
      keyOf={(probe) => probe.frame}
      selectedKey={chosen}
      onSelect={(probe) => {
        setChosen(probe.frame);
        onPick(probe.frame);
      }}
      onActivate={(probe) => onPick(probe.answerFrame ?? probe.frame)}
      empty={<EmptyState title={t('ui.keepAlive.noProbesTitle')} />}
    />
  );
}

function useProbeColumns(timeText: (ms: number) => string): readonly GridColumn<Probe>[] {
  const { t } = useTexts();
  return useMemo(() => {
    const columns: GridColumn<Probe>[] = [
      { id: 'frame', label: t('ui.packets.frame'), width: 72, align: 'right', mono: true, render: (probe) => probe.frame },
      { id: 'time', label: t('ui.keepAlive.time'), width: 128, align: 'right', mono: true, render: (probe) => timeText(probe.timeMs) },
      { id: 'prober', label: t('ui.keepAlive.prober'), width: 80, render: (probe) => t(`ui.end.${probe.prober}`) },
      {
        id: 'interval',
        label: t('ui.keepAlive.interval'),
        width: 112,
        align: 'right',
        mono: true,
        render: ({ inferred, confidence, intervalMs }) => {
          const text = formatDuration(intervalMs);
          return inferred && text ? <Inferred text={text} confidence={confidence} note={t('ui.keepAlive.inferredNote')} /> : text;
        },
      },
      {
        id: 'payload',
        label: t('ui.keepAlive.payload'),
        width: 96,
        align: 'right',
        mono: true,
        render: (probe) => `${probe.payloadBytes} B`,
      },
      { id: 'answer', label: t('ui.keepAlive.answer'), width: 120, render: (probe) => <StateLabel state={probe.state} hollow={probe.inferred} /> },
      { id: 'answerFrame', label: t('ui.keepAlive.answerFrame'), width: 112, align: 'right', mono: true, render: (probe) => probe.answerFrame },
      {
        id: 'latency',
        label: t('ui.keepAlive.latency'),
        width: 112,
        align: 'right',
        mono: true,
        grow: true,
        render: (probe) => formatDuration(probe.latencyMs),
      },
    ];
    return columns;
  }, [t, timeText]);
}

/** Rows of the CSV export: numbers in ms, empty where there is none. */
export function probeCsv(probes: readonly Probe[]): (string | number)[][] {
  const number = (value: number): string | number => (Number.isNaN(value) ? '' : value);
  return [
    ['frame', 'time_ms', 'prober', 'interval_ms', 'payload_bytes', 'inferred', 'answer', 'answer_frame', 'latency_ms'],
    ...probes.map((probe) => [
      probe.frame,
      number(probe.timeMs),
      probe.prober,
      number(probe.intervalMs),
      probe.payloadBytes,
      String(probe.inferred),
      probe.state,
      probe.answerFrame ?? '',
      number(probe.latencyMs),
    ]),
  ];
}
