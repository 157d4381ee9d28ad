import { useEffect, useMemo, useState } from 'react';
import type { HttpDetail, HttpMessage } from '../../shared/contract/http-rows';
import { EmptyState } from '../app/empty-state';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { formatDuration } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';

/** A message, or the close, as the table lists it. */
interface MessageLine extends Omit<HttpMessage, 'kind'> {
  readonly kind: HttpMessage['kind'] | 'closed' | 'reset';
}

const KIND_STATES = { request: 'probe', response: 'answered', closed: 'closed', reset: 'reset' } as const;

interface MessageTableProps {
  readonly detail: HttpDetail;
  readonly timeText: (ms: number) => string;
  readonly onPick: (frame: number) => void;
}

/** The table twin of the message chart. */
export function MessageTable({ detail, timeText, onPick }: MessageTableProps) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  const pages = useMemo(() => {
    const lines = messageLines(detail);
    return new RowPages<MessageLine>(async (from, count) => ({ total: lines.length, rows: lines.slice(from, from + count) }));
  }, [detail]);
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useMemo(
    (): readonly GridColumn<MessageLine>[] => [
      { id: 'frame', label: t('ui.packets.frame'), width: 72, align: 'right', mono: true, render: ({ frame }) => frame },
      { id: 'time', label: t('ui.keepAlive.time'), width: 128, align: 'right', mono: true, render: ({ timeMs }) => timeText(timeMs) },
      {
        id: 'kind',
        label: t('ui.http.message'),
        width: 112,
        render: ({ kind }) => <StateLabel state={KIND_STATES[kind]} text={t(`ui.http.kind.${kind}`)} />,
      },
      {
        id: 'idle',
        label: t('ui.http.idleBefore'),
        width: 112,
        align: 'right',
        mono: true,
        render: ({ idleMs }) => formatDuration(idleMs ?? Number.NaN),
      },
      { id: 'line', label: t('ui.http.firstLine'), width: 320, grow: true, mono: true, render: ({ line }) => line },
    ],
    [t, timeText],
  );
  return (
    <DataGrid
      id="http-messages"
      label={t('ui.http.table')}
      columns={columns}
      pages={pages}
      keyOf={({ frame }) => frame}
      selectedKey={chosen}
      onSelect={({ frame }) => {
        setChosen(frame);
        onPick(frame);
      }}
      empty={<EmptyState title={t('ui.http.noMessagesTitle')} advice={t('ui.http.noMessagesAdvice')} />}
    />
  );
}

function messageLines({ messages, close, http }: HttpDetail): MessageLine[] {
  if (close === null) return [...messages];
  const { kind, frame, timeMs } = close;
  return [...messages, { kind, frame, timeMs, line: '', idleMs: http.idleBeforeCloseMs }].sort((a, b) => a.timeMs - b.timeMs || a.frame - b.frame);
}

/** Rows of the CSV export: numbers in ms, empty where there is none. */
export function messageCsv(detail: HttpDetail): (string | number)[][] {
  return [
    ['frame', 'time_ms', 'message', 'idle_ms', 'line'],
    ...messageLines(detail).map(({ frame, timeMs, kind, idleMs, line }) => [frame, timeMs, kind, idleMs ?? '', line]),
  ];
}
