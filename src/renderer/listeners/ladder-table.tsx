import { useEffect, useMemo, useState } from 'react';
import { EmptyState } from '../app/empty-state';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { formatDuration } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import type { LadderLine } from './ladder-lines';

interface LadderTableProps {
  readonly lines: readonly LadderLine[];
  readonly onPick: (frame: number) => void;
}

/** The table twin of the ladder. */
export function LadderTable({ lines, onPick }: LadderTableProps) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  const pages = useMemo(
    () => new RowPages<LadderLine>(async (from, count) => ({ total: lines.length, rows: lines.slice(from, from + count) })),
    [lines],
  );
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useMemo((): readonly GridColumn<LadderLine>[] => {
    const time = (id: string, label: string, ms: (line: LadderLine) => number | null): GridColumn<LadderLine> => ({
      id,
      label,
      width: 88,
      align: 'right',
      mono: true,
      render: (line) => formatDuration(ms(line) ?? Number.NaN),
    });
    return [
      { id: 'step', label: t('ui.listeners.ladder.step'), width: 144, render: ({ name, state }) => <StateLabel state={state} text={name} /> },
      time('observed', t('ui.listeners.ladder.observed'), ({ atMs }) => atMs),
      time('expected', t('ui.listeners.ladder.expected'), ({ expectedMs }) => expectedMs),
      time('difference', t('ui.listeners.ladder.difference'), ({ atMs, expectedMs }) =>
        atMs === null || expectedMs === null ? null : atMs - expectedMs,
      ),
      { id: 'frame', label: t('ui.packets.frame'), width: 64, align: 'right', mono: true, render: ({ frame }) => frame },
      { id: 'how', label: t('ui.listeners.ladder.how'), width: 160, grow: true, render: ({ how }) => how },
    ];
  }, [t]);
  return (
    <DataGrid
      id="ladder"
      label={t('ui.listeners.ladder.table')}
      columns={columns}
      pages={pages}
      keyOf={({ place }) => place}
      selectedKey={chosen}
      onSelect={({ place, frame }) => {
        setChosen(place);
        if (frame !== null) onPick(frame);
      }}
      empty={<EmptyState title={t('ui.view.loading')} />}
    />
  );
}
