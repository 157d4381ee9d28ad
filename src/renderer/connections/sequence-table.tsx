import { useEffect, useMemo, useState } from 'react';
import { EmptyState } from '../app/empty-state';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { PacketMarks } from '../packet-grid/marks';
import { formatCount } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import type { SequencePoint } from './sequence-points';

interface SequenceTableProps {
  readonly points: readonly SequencePoint[];
  /** Whose sequence numbers these are. */
  readonly sender: 'client' | 'server';
  readonly label: string;
  readonly timeText: (ms: number) => string;
  readonly onPick: (frame: number) => void;
}

/** The table twin of the time-sequence chart and of the window chart. */
export function SequenceTable({ points, sender, label, timeText, onPick }: SequenceTableProps) {
  const { t, language } = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  const pages = useMemo(
    () => new RowPages<SequencePoint>(async (from, count) => ({ total: points.length, rows: points.slice(from, from + count) })),
    [points],
  );
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useMemo((): readonly GridColumn<SequencePoint>[] => {
    const number = (id: string, label: string, value: (point: SequencePoint) => number): GridColumn<SequencePoint> => ({
      id,
      label,
      width: 112,
      align: 'right',
      mono: true,
      render: (point) => (Number.isNaN(value(point)) ? '' : formatCount(value(point), language)),
    });
    return [
      { id: 'frame', label: t('life.frame'), width: 72, align: 'right', mono: true, render: ({ frame }) => frame },
      { id: 'time', label: t('life.time'), width: 128, align: 'right', mono: true, render: ({ timeMs }) => timeText(timeMs) },
      {
        id: 'sender',
        label: t('life.sequence.sender'),
        width: 88,
        render: ({ isAnswer }) => t(`ui.end.${isAnswer === (sender === 'client') ? 'server' : 'client'}`),
      },
      number('from', t('life.sequence.from'), ({ from }) => from),
      number('to', t('life.sequence.to'), ({ to }) => to),
      number('acknowledged', t('life.sequence.acknowledgedShort'), ({ acknowledged }) => acknowledged),
      number('allowed', t('life.sequence.allowedShort'), ({ allowed }) => allowed),
      number('announced', t('life.windows.announcedShort'), ({ announced }) => announced),
      number('flight', t('life.windows.flight'), ({ inFlight }) => inFlight),
      { id: 'marks', label: t('life.marks'), width: 144, grow: true, render: ({ marks }) => <PacketMarks bits={marks} /> },
    ];
  }, [t, language, timeText, sender]);
  return (
    <DataGrid
      id="life-sequence"
      label={label}
      columns={columns}
      pages={pages}
      keyOf={({ frame }) => frame}
      selectedKey={chosen}
      onSelect={({ frame }) => {
        setChosen(frame);
        onPick(frame);
      }}
      empty={<EmptyState title={t('ui.view.loading')} />}
    />
  );
}
