import { type ReactNode, useMemo } from 'react';
import type { ListenerSamples } from '../../shared/contract/host';
import type { ListenerDetail } from '../../shared/contract/listener-rows';
import { useWorkbench } from '../app/workbench';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useAxisTime } from '../charts/use-axis-time';
import { Term } from '../glossary/term';
import { StateLabel } from '../theme/states';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { ListenerFacts } from './listener-facts';
import { EVENT_STATES, QUEUE_COLORS } from './listener-states';
import { queueChart } from './queue-chart';
import { queueCsv, queueParts } from './queue-parts';
import { QueueTable } from './queue-table';
import { VerdictCard } from './verdict-card';

interface QueuePanelProps {
  readonly detail: ListenerDetail;
  readonly name: string;
  /** What the kernel said of the queue meanwhile; null: it was not sampled. */
  readonly sampled: ListenerSamples | null;
}

/** The listener's queues, drops and retransmissions over time, and beside them what they mean. */
export function QueuePanel({ detail, name, sampled }: QueuePanelProps) {
  const { t } = useTexts();
  const dark = useDark();
  const axisTime = useAxisTime();
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const parts = useMemo(() => queueParts(detail, sampled), [detail, sampled]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => queueChart({ detail, parts, sampled, theme: chartTheme(), t, axisTime }), [detail, parts, sampled, t, axisTime, dark]);
  const showFrames = (frames: readonly number[], frame = frames[0]): void => showEvidence({ kind: 'frames', frames }, frame ?? null);
  return (
    <ChartFrame
      name={name}
      label={t('ui.listeners.chart', { name })}
      option={option}
      facts={<Legend detail={detail} sampled={sampled !== null && sampled.timesMs.length > 0} />}
      table={<QueueTable parts={parts} timeText={axisTime.text} onPick={showFrames} />}
      csv={() => queueCsv(parts)}
      side={
        <>
          <VerdictCard detail={detail} onShow={showFrames} />
          <ListenerFacts detail={detail} />
        </>
      }
      onPick={(frame, frames) => showFrames(frames ?? [frame], frame)}
    />
  );
}

/** Only what the chart shows. */
function Legend({ detail, sampled }: { readonly detail: ListenerDetail; readonly sampled: boolean }) {
  const { t } = useTexts();
  const { counts } = detail.events;
  const happened = (['droppedSyn', 'ignored', 'rejected', 'synAgain', 'synAckAgain'] as const).filter((kind) =>
    counts[kind].some((count) => count > 0),
  );
  return (
    <span className="legend">
      <Swatch color={QUEUE_COLORS.halfOpen} text={<Term name="halfOpen">{t('ui.listeners.series.halfOpen')}</Term>} />
      <Swatch color={QUEUE_COLORS.accept} text={<Term name="acceptQueue">{t('ui.listeners.series.band')}</Term>} />
      {sampled && <Swatch color={QUEUE_COLORS.sampled} text={t('ui.listeners.series.recvQ')} />}
      {happened.map((kind) => (
        <StateLabel key={kind} state={EVENT_STATES[kind]} text={t(`ui.listeners.series.${kind}`)} />
      ))}
    </span>
  );
}

function Swatch({ color, text }: { readonly color: string; readonly text: ReactNode }) {
  return (
    <span className="state-label">
      <span className="queue-swatch" style={{ background: color }} />
      <span>{text}</span>
    </span>
  );
}
