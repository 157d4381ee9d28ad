import { useEffect, useMemo, useState } from 'react';
import { BEAT_STATES, type HeartbeatDetail } from '../../shared/contract/heartbeat-rows';
import type { BeatCause } from '../../shared/contract/report-heartbeat';
import { EmptyState } from '../app/empty-state';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { formatDuration } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { BEAT_MARKS, OFF_BEAT_MARKS } from './beat-states';

/** A beat that came, or one that was due and did not. */
export interface BeatLine {
  readonly frame: number | null;
  readonly timeMs: number;
  /** NaN for the first beat, and for one that did not come. */
  readonly gapMs: number;
  readonly kind: (typeof BEAT_STATES)[number] | 'missed';
  readonly cause: BeatCause | null;
}

/** In order of time. */
export function beatLines(detail: HeartbeatDetail): BeatLine[] {
  const causeOf = new Map(detail.offBeats.map(({ frame, cause }) => [frame, cause]));
  const came = Array.from(detail.frames, (frame, i): BeatLine => {
    const kind = BEAT_STATES[detail.states[i] ?? 0] ?? 'on-time';
    return {
      frame,
      timeMs: detail.timesMs[i] ?? Number.NaN,
      gapMs: detail.gapsMs[i] ?? Number.NaN,
      kind,
      cause: causeOf.get(frame) ?? null,
    };
  });
  const missed = detail.offBeats
    .filter(({ kind }) => kind === 'missed')
    .map(({ timeMs, cause }): BeatLine => ({ frame: null, timeMs, gapMs: Number.NaN, kind: 'missed', cause }));
  return [...came, ...missed].sort((a, b) => a.timeMs - b.timeMs);
}

interface BeatTableProps {
  readonly detail: HeartbeatDetail;
  readonly timeText: (ms: number) => string;
  readonly onPick: (frame: number) => void;
}

/** The table twin of the gap chart. */
export function BeatTable({ detail, timeText, onPick }: BeatTableProps) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  const pages = useMemo(() => {
    const lines = beatLines(detail);
    return new RowPages<BeatLine>(async (from, count) => ({ total: lines.length, rows: lines.slice(from, from + count) }));
  }, [detail]);
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useMemo(
    (): readonly GridColumn<BeatLine>[] => [
      { id: 'frame', label: t('ui.packets.frame'), width: 72, align: 'right', mono: true, render: ({ frame }) => frame },
      { id: 'time', label: t('ui.keepAlive.time'), width: 128, align: 'right', mono: true, render: ({ timeMs }) => timeText(timeMs) },
      { id: 'gap', label: t('ui.heartbeats.gap'), width: 112, align: 'right', mono: true, render: ({ gapMs }) => formatDuration(gapMs) },
      {
        id: 'kind',
        label: t('ui.heartbeats.beat'),
        width: 144,
        render: ({ kind }) => (
          <StateLabel
            state={kind === 'missed' ? OFF_BEAT_MARKS.missed : (BEAT_MARKS[BEAT_STATES.indexOf(kind)] ?? 'answered')}
            text={t(`ui.heartbeats.kind.${kind}`)}
          />
        ),
      },
      { id: 'cause', label: t('ui.heartbeats.why'), width: 240, grow: true, render: ({ cause }) => cause && t(`ui.heartbeats.cause.${cause}`) },
    ],
    [t, timeText],
  );
  return (
    <DataGrid
      id="beats"
      label={t('ui.heartbeats.table')}
      columns={columns}
      pages={pages}
      keyOf={({ timeMs }) => timeMs}
      selectedKey={chosen}
      onSelect={({ timeMs, frame }) => {
        setChosen(timeMs);
        if (frame !== null) onPick(frame);
      }}
      empty={<EmptyState title={t('ui.heartbeats.emptyTitle')} />}
    />
  );
}

/** Rows of the CSV export: numbers in ms, empty where there is none. */
export function beatCsv(detail: HeartbeatDetail): (string | number)[][] {
  return [
    ['frame', 'time_ms', 'gap_ms', 'beat', 'cause'],
    ...beatLines(detail).map(({ frame, timeMs, gapMs, kind, cause }) => [frame ?? '', timeMs, Number.isNaN(gapMs) ? '' : gapMs, kind, cause ?? '']),
  ];
}
