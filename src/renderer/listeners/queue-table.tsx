import { useEffect, useMemo, useState } from 'react';
import { LISTENER_EVENTS } from '../../shared/contract/listener-rows';
import { EmptyState } from '../app/empty-state';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { formatCount } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { partFrames, type QueuePart } from './queue-parts';

interface QueueTableProps {
  readonly parts: readonly QueuePart[];
  readonly timeText: (ms: number) => string;
  readonly onPick: (frames: readonly number[]) => void;
}

/** The table twin of the queue chart: one row a part of the time shown. */
export function QueueTable({ parts, timeText, onPick }: QueueTableProps) {
  const { t, language } = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  const pages = useMemo(
    () => new RowPages<QueuePart>(async (from, count) => ({ total: parts.length, rows: parts.slice(from, from + count) })),
    [parts],
  );
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useMemo((): readonly GridColumn<QueuePart>[] => {
    const number = (id: string, label: string, value: (part: QueuePart) => number): GridColumn<QueuePart> => ({
      id,
      label,
      width: 128,
      align: 'right',
      mono: true,
      render: (part) => (Number.isNaN(value(part)) ? '' : formatCount(value(part), language)),
    });
    const sampled = parts.some(({ recvQ }) => !Number.isNaN(recvQ));
    return [
      { id: 'from', label: t('ui.listeners.from'), width: 112, align: 'right', mono: true, render: ({ fromMs }) => timeText(fromMs) },
      number('halfOpen', t('ui.listeners.series.halfOpen'), ({ halfOpen }) => halfOpen),
      number('lower', t('ui.listeners.series.lower'), ({ lower }) => lower),
      number('upper', t('ui.listeners.series.upper'), ({ upper }) => upper),
      ...(sampled
        ? [
            number('recvQ', t('ui.listeners.series.recvQ'), ({ recvQ }) => recvQ),
            number('limit', t('ui.listeners.series.limit'), ({ limit }) => limit),
          ]
        : []),
      ...LISTENER_EVENTS.map((kind) => number(kind, t(`ui.listeners.series.${kind}`), ({ counts }) => counts[kind])),
    ];
  }, [t, language, timeText, parts]);
  return (
    <DataGrid
      id="listener-queues"
      label={t('ui.listeners.table')}
      columns={columns}
      pages={pages}
      keyOf={({ fromMs }) => fromMs}
      selectedKey={chosen}
      onSelect={(part) => {
        setChosen(part.fromMs);
        const frames = partFrames(part);
        if (frames.length > 0) onPick(frames);
      }}
      empty={<EmptyState title={t('ui.view.loading')} />}
    />
  );
}
