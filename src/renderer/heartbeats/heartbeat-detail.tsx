import { useEffect, useMemo } from 'react';
import type { HeartbeatDetail as Detail } from '../../shared/contract/heartbeat-rows';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { FrameLink } from '../app/frame-link';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useAxisTime } from '../charts/use-axis-time';
import { useKept } from '../connection/use-kept';
import { useQuery } from '../connection/use-query';
import { ConnectionFindings } from '../findings/connection-findings';
import { useLiveRevision } from '../live/use-live-revision';
import { useShownNames } from '../names/use-shown-names';
import { formatDuration, formatEnds } from '../theme/format';
import { STATES, StateLabel } from '../theme/states';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { markTimeline } from '../timeline/timeline-marks';
import { BEAT_MARKS, OFF_BEAT_MARKS, OUTCOME_MARKS } from './beat-states';
import { BeatTable, beatCsv } from './beat-table';
import { gapChart } from './gap-chart';

/** Gaps from beat to beat as a chart, or as the table of the same; beside it what came late and why. */
export function HeartbeatDetail({ id }: { readonly id: number | null }) {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const live = useLiveRevision();
  const query = useQuery(
    id === null ? null : `heartbeat ${capture} ${id}`,
    ({ engine }, signal) => engine['heartbeats.detail']({ capture, heartbeat: id ?? 0 }, signal),
    `${progress?.state} ${live}`,
  );
  const { error, reload } = query;
  const { value, isStale } = useKept(query.value, query.loading && id !== null, capture);
  useEffect(() => {
    const marks = Array.from(value?.timesMs ?? [], (timeMs, i) => ({ timeMs, color: STATES[BEAT_MARKS[value?.states[i] ?? 0] ?? 'answered'].color }));
    const off = (value?.offBeats ?? []).map(({ timeMs, kind }) => ({ timeMs, color: STATES[OFF_BEAT_MARKS[kind]].color }));
    markTimeline('heartbeats', [...off, ...marks]);
    return () => markTimeline('heartbeats', []);
  }, [value]);
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (id === null) return <EmptyState title={t('ui.heartbeats.chooseTitle')} advice={t('ui.heartbeats.chooseAdvice')} />;
  if (!value) return <EmptyState title={t('ui.view.loading')} />;
  return <Gaps detail={value} busy={isStale} />;
}

function Gaps({ detail, busy }: { readonly detail: Detail; readonly busy: boolean }) {
  const { t } = useTexts();
  const dark = useDark();
  const names = useShownNames();
  const axisTime = useAxisTime();
  const range = useWorkbench((state) => state.range);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => gapChart({ detail, theme: chartTheme(), t, axisTime }), [detail, t, axisTime, dark]);
  const { heartbeat } = detail;
  const name = formatEnds(heartbeat);
  const shown = formatEnds(heartbeat, names.endpoint);
  const showFrame = (frame: number): void => showEvidence({ kind: 'connection', connection: heartbeat.connection }, frame);
  return (
    <ChartFrame
      name={name}
      label={t('ui.heartbeats.chart', { name: shown })}
      option={option}
      sight={range}
      busy={busy}
      facts={<Facts detail={detail} />}
      legend={<Legend detail={detail} />}
      table={<BeatTable detail={detail} timeText={axisTime.text} onPick={showFrame} />}
      csv={() => beatCsv(detail)}
      side={
        <>
          <ConnectionFindings connection={heartbeat.connection} />
          <OffBeatCard detail={detail} timeText={axisTime.moment} onPick={showFrame} />
        </>
      }
      onPick={showFrame}
    />
  );
}

function Facts({ detail }: { readonly detail: Detail }) {
  const { t } = useTexts();
  const { heartbeat, bandMs } = detail;
  return (
    <p className="facts-line number">
      <strong>{t('ui.heartbeats.beatsOf', { end: t(`ui.end.${heartbeat.sender}`), count: heartbeat.count })}</strong>
      <span>
        {t('ui.heartbeats.period')} <span className="inferred">~ {formatDuration(heartbeat.periodMs)}</span>
      </span>
      <span title={t('ui.keepAlive.madNote')}>MAD {formatDuration(heartbeat.madMs)}</span>
      <span>{t('ui.heartbeats.onTimeBetween', { low: formatDuration(bandMs.low), high: formatDuration(bandMs.high) })}</span>
      {heartbeat.answers && (
        <span>{t('ui.heartbeats.answered', { count: heartbeat.answers.count, latency: formatDuration(heartbeat.answers.medianLatencyMs) })}</span>
      )}
    </p>
  );
}

function Legend({ detail }: { readonly detail: Detail }) {
  const { t } = useTexts();
  const kinds = [...new Set(detail.offBeats.map(({ kind }) => kind))];
  return (
    <span className="legend">
      <StateLabel state="answered" text={t('ui.heartbeats.kind.on-time')} />
      {kinds.map((kind) => (
        <StateLabel key={kind} state={OFF_BEAT_MARKS[kind]} text={t(`ui.heartbeats.kind.${kind}`)} />
      ))}
    </span>
  );
}

interface OffBeatCardProps {
  readonly detail: Detail;
  readonly timeText: (ms: number) => string;
  readonly onPick: (frame: number) => void;
}

/** More would not be read: the table holds them all. */
const MOST_LISTED = 50;

/** What came late, early or not at all, why, and what followed. */
function OffBeatCard({ detail, timeText, onPick }: OffBeatCardProps) {
  const { t } = useTexts();
  const { outcome } = detail.heartbeat;
  const { frame } = outcome;
  return (
    <section className="fact-card" aria-label={t('ui.heartbeats.card')}>
      <h3>{t('ui.heartbeats.card')}</h3>
      {detail.offBeats.length === 0 && <p>{t('ui.heartbeats.allOnTime')}</p>}
      <ul className="card-list">
        {detail.offBeats.slice(-MOST_LISTED).map((beat) => (
          <li key={`${beat.kind} ${beat.timeMs}`}>
            <StateLabel state={OFF_BEAT_MARKS[beat.kind]} text={t(`ui.heartbeats.kind.${beat.kind}`)} />{' '}
            <span className="number">{timeText(beat.timeMs)}</span>
            {beat.frame !== null && <FrameLink frame={beat.frame} onPick={onPick} />}
            <br />
            {beat.observedMs !== null && (
              <span className="number">
                {t('ui.heartbeats.observed', { observed: formatDuration(beat.observedMs), expected: formatDuration(beat.expectedMs) })}{' '}
              </span>
            )}
            <span className="muted">{t(`ui.heartbeats.cause.${beat.cause}`)}</span>
          </li>
        ))}
      </ul>
      {outcome.kind !== 'none' && (
        <p>
          {t('ui.heartbeats.followed')} <StateLabel state={OUTCOME_MARKS[outcome.kind]} text={t(`ui.heartbeats.outcomes.${outcome.kind}`)} />
          {detail.outcomeMs !== null && <span className="number"> {timeText(detail.outcomeMs)}</span>}
          {frame !== null && <FrameLink frame={frame} onPick={onPick} />}
        </p>
      )}
    </section>
  );
}
