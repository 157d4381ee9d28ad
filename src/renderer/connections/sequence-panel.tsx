import { SegmentedControl } from '@blueprintjs/core';
import { type ReactNode, useMemo, useState } from 'react';
import { CHART_POINTS, type ConnectionSequence } from '../../shared/contract/connection-life';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useAxisTime } from '../charts/use-axis-time';
import { useKept } from '../connection/use-kept';
import { useQuery } from '../connection/use-query';
import { useLiveRevision } from '../live/use-live-revision';
import { formatShortCount } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { LINE_COLORS, sequenceChart, sequenceTop, windowChart } from './sequence-chart';
import { type SequencePoint, sequenceCsv, sequencePoints } from './sequence-points';
import { SequenceTable } from './sequence-table';

export type SequenceKind = 'sequence' | 'window';

interface SequencePanelProps {
  readonly kind: SequenceKind;
  readonly connection: number;
  /** Both ends as they are shown, and as exported files are named. */
  readonly name: string;
  readonly file: string;
}

/** The sequence space, or the window, of one direction of a connection over time. */
export function SequencePanel({ kind, connection, name, file }: SequencePanelProps) {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const live = useLiveRevision();
  const query = useQuery(
    `sequence ${capture} ${connection}`,
    ({ engine }, signal) => engine['connections.sequence']({ capture, connection, points: CHART_POINTS }, signal),
    `${progress?.state} ${live}`,
  );
  const { error, reload } = query;
  const { value, isStale } = useKept(query.value, query.loading, capture);
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (!value) return <EmptyState title={t('ui.view.loading')} />;
  return <Directions kind={kind} connection={connection} name={name} file={file} sequence={value} busy={isStale} />;
}

type Sender = keyof ConnectionSequence;

interface DirectionsProps extends SequencePanelProps {
  readonly sequence: ConnectionSequence;
  /** The sequence is that of the connection before. */
  readonly busy: boolean;
}

/** Begins with the end that sent more. */
function Directions({ kind, connection, name, file, sequence, busy }: DirectionsProps) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<{ readonly connection: number; readonly sender: Sender } | null>(null);
  const sentMore = bytesOf(sequence, 'server') > bytesOf(sequence, 'client') ? 'server' : 'client';
  const sender = chosen?.connection === connection ? chosen.sender : sentMore;
  const points = useMemo(() => sequencePoints(sequence[sender]), [sequence, sender]);
  const choice = (
    <span className="life-direction">
      <span className="muted">{t('life.direction')}</span>
      <SegmentedControl
        size="small"
        aria-label={t('life.direction')}
        value={sender}
        options={(['client', 'server'] as const).map((end) => ({ value: end, label: t(`ui.end.${end}`) }))}
        onValueChange={(value) => setChosen({ connection, sender: value as Sender })}
      />
    </span>
  );
  if (points.some(({ isAnswer }) => !isAnswer))
    return <SequenceChart kind={kind} connection={connection} name={name} file={file} sender={sender} points={points} choice={choice} busy={busy} />;
  return (
    <div className="life-nothing">
      {choice}
      <EmptyState title={t('life.noBytesTitle', { end: t(`ui.end.${sender}`) })} advice={t('life.noBytesAdvice')} />
    </div>
  );
}

function bytesOf(sequence: ConnectionSequence, sender: Sender): number {
  return sequence[sender].payloadBytes.reduce((sum, bytes) => sum + bytes, 0);
}

interface SequenceChartProps extends SequencePanelProps {
  readonly sender: Sender;
  readonly points: readonly SequencePoint[];
  readonly choice: ReactNode;
  readonly busy: boolean;
}

function SequenceChart({ kind, connection, name, file, sender, points, choice, busy }: SequenceChartProps) {
  const { t, language } = useTexts();
  const dark = useDark();
  const axisTime = useAxisTime();
  const range = useWorkbench((state) => state.range);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const receiver = t(`ui.end.${sender === 'client' ? 'server' : 'client'}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(
    () => (kind === 'sequence' ? sequenceChart : windowChart)({ points, receiver, theme: chartTheme(), t, language, axisTime }),
    [kind, points, receiver, t, language, axisTime, dark],
  );
  const showFrame = (frame: number): void => showEvidence({ kind: 'connection', connection }, frame);
  const chart = t(kind === 'sequence' ? 'life.sequence.chart' : 'life.windows.chart', {
    end: kind === 'sequence' ? t(`ui.end.${sender}`) : receiver,
  });
  return (
    <ChartFrame
      name={file}
      label={`${chart}: ${name}`}
      option={option}
      sight={range}
      busy={busy}
      facts={
        <div className="life-facts">
          {choice}
          {kind === 'window' && points.every(({ announced }) => Number.isNaN(announced)) && (
            <span className="muted">{t('life.windows.unknown')}</span>
          )}
          {points.length >= CHART_POINTS && <span className="muted">{t('life.sequence.thinned')}</span>}
        </div>
      }
      legend={<Legend kind={kind} points={points} receiver={receiver} />}
      table={
        <SequenceTable
          points={points}
          sender={sender}
          label={t(kind === 'sequence' ? 'life.sequence.table' : 'life.windows.table')}
          timeText={axisTime.text}
          onPick={showFrame}
        />
      }
      csv={() => sequenceCsv(points)}
      onPick={showFrame}
    />
  );
}

interface LegendProps {
  readonly kind: SequenceKind;
  readonly points: readonly SequencePoint[];
  readonly receiver: string;
}

/** Only what the chart shows. */
function Legend({ kind, points, receiver }: LegendProps) {
  const { t, language } = useTexts();
  const edge = points.reduce((most, { allowed }) => Math.max(most, allowed || 0), 0);
  const edgeKey = sequenceTop(points) === null ? 'life.sequence.allowed' : 'life.sequence.allowedAbove';
  const lines =
    kind === 'sequence'
      ? [
          { color: LINE_COLORS.sent, text: t('life.sequence.segment') },
          { color: LINE_COLORS.acknowledged, text: t('life.sequence.acknowledged', { end: receiver }) },
          { color: LINE_COLORS.window, text: t(edgeKey, { end: receiver, value: formatShortCount(edge, language) }) },
        ]
      : [
          { color: LINE_COLORS.window, text: t('life.windows.announced', { end: receiver }) },
          { color: LINE_COLORS.sent, text: t('life.windows.flight') },
        ];
  return (
    <span className="legend">
      {lines.map(({ color, text }) => (
        <span key={text} className="state-label">
          <span className="life-line" style={{ background: color }} />
          <span>{text}</span>
        </span>
      ))}
      {points.some(({ isRepeated }) => isRepeated) && <StateLabel state="lost" text={t('life.sequence.repeated')} />}
      {points.some(({ isProbe }) => isProbe) && <StateLabel state="probe" text={t('life.sequence.probe')} />}
      {points.some(({ announced }) => announced === 0) && <StateLabel state="icmp" text={t('life.windows.zero')} />}
    </span>
  );
}
