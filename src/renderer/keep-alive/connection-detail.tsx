import { useEffect, useMemo } from 'react';
import type { KeepAliveDetail, KeepAliveEnd } from '../../shared/contract/methods';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useAxisTime } from '../charts/use-axis-time';
import { useKept } from '../connection/use-kept';
import { useQuery } from '../connection/use-query';
import { ConnectionFindings } from '../findings/connection-findings';
import { Inferred } from '../findings/inferred';
import { useLiveRevision } from '../live/use-live-revision';
import { useShownNames } from '../names/use-shown-names';
import { formatBytes, formatCount, formatDuration, formatEnds } from '../theme/format';
import { STATES, StateLabel, type StateName } from '../theme/states';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { markTimeline } from '../timeline/timeline-marks';
import { intervalChart } from './interval-chart';
import { ProbeTable, probeCsv } from './probe-table';
import { type Probe, probesOf } from './probes';
import { SettingsCard } from './settings-card';

/** Other segments that the chart shows at most. */
const MAX_SEGMENTS = 20_000;

/** One connection's probes: as a chart, or as the table of the same. */
export function ConnectionDetail({ connection }: { readonly connection: number | null }) {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const live = useLiveRevision();
  const query = useQuery(
    connection === null ? null : `keep-alive ${capture} ${connection}`,
    ({ engine }, signal) => engine['keepAlive.detail']({ capture, connection: connection ?? 0, limit: MAX_SEGMENTS }, signal),
    `${progress?.state} ${live}`,
  );
  const { error, reload } = query;
  const { value, isStale } = useKept(query.value, query.loading && connection !== null, capture);
  const probes = useMemo(() => (value ? probesOf(value) : []), [value]);
  useEffect(() => {
    markTimeline(
      'keepAlive',
      probes.map(({ timeMs, state }) => ({ timeMs, color: STATES[state].color })),
    );
    const { frame, selectFrame } = useWorkbench.getState();
    // The dock has something to show at once.
    if (frame === null && probes[0]) selectFrame(probes[0].frame);
  }, [probes]);

  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (connection === null) return <EmptyState title={t('ui.keepAlive.chooseTitle')} advice={t('ui.keepAlive.chooseAdvice')} />;
  if (!value) return <EmptyState title={t('ui.view.loading')} />;
  if (probes.length === 0) return <EmptyState title={t('ui.keepAlive.noProbesTitle')} advice={t('ui.keepAlive.noProbesAdvice')} />;
  return <Probes detail={value} probes={probes} busy={isStale} />;
}

interface ProbesProps {
  readonly detail: KeepAliveDetail;
  readonly probes: readonly Probe[];
}

function Probes({ detail, probes, busy }: ProbesProps & { readonly busy: boolean }) {
  const { t } = useTexts();
  const dark = useDark();
  const names = useShownNames();
  const axisTime = useAxisTime();
  const range = useWorkbench((state) => state.range);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => intervalChart({ detail, probes, theme: chartTheme(), t, axisTime }), [detail, probes, t, axisTime, dark]);
  const { connection } = detail;
  const showFrame = (frame: number): void => showEvidence({ kind: 'connection', connection: connection.id }, frame);
  const name = formatEnds(connection);
  const shown = formatEnds(connection, names.endpoint);

  return (
    <ChartFrame
      name={name}
      label={t('ui.keepAlive.chart', { name: shown })}
      option={option}
      sight={range}
      busy={busy}
      facts={detail.ends.map((end, i) => <EndFacts key={end.prober} end={end} confidence={detail.verdicts[i]?.settings.confidence ?? 0} />)}
      legend={<Legend probes={probes} detail={detail} />}
      table={<ProbeTable probes={probes} timeText={axisTime.text} onPick={showFrame} />}
      csv={() => probeCsv(probes)}
      side={
        <>
          <ConnectionFindings connection={connection.id} />
          {detail.verdicts.map((verdict) => (
            <SettingsCard key={verdict.prober} verdict={verdict} timeText={axisTime.moment} onPick={showFrame} />
          ))}
        </>
      }
      onPick={showFrame}
    />
  );
}

/** Who probes, how often, and what it costs. */
function EndFacts({ end, confidence }: { readonly end: KeepAliveEnd; readonly confidence: number }) {
  const { t, language } = useTexts();
  const inferred = end.inferred.some((value) => value === 1);
  const answered = end.answerKinds.filter((kind) => kind === 1).length;
  const { interval, cost } = end;
  return (
    <p className="facts-line number">
      <strong>{t('ui.keepAlive.probes', { end: t(`ui.end.${end.prober}`), count: end.frames.length })}</strong>
      <span>{t('ui.keepAlive.answeredCount', { count: answered })}</span>
      {interval && (
        <>
          <span>
            {t('ui.keepAlive.median')}{' '}
            {inferred ? (
              <Inferred text={formatDuration(interval.median)} confidence={confidence} note={t('ui.keepAlive.inferredNote')} />
            ) : (
              formatDuration(interval.median)
            )}
          </span>
          <span>{t('ui.keepAlive.spread', { min: formatDuration(interval.min), max: formatDuration(interval.max) })}</span>
          <span title={t('ui.keepAlive.madNote')}>MAD {formatDuration(interval.mad)}</span>
        </>
      )}
      <span>
        {t('ui.keepAlive.cost', { count: cost.packets, packets: formatCount(cost.packets, language), bytes: formatBytes(cost.bytes, language) })}
      </span>
    </p>
  );
}

function Legend({ probes, detail }: ProbesProps) {
  const { t } = useTexts();
  const states = [...new Set(probes.map(({ state }) => state))].sort() as StateName[];
  return (
    <span className="legend">
      {states.map((state) => (
        <StateLabel key={state} state={state} />
      ))}
      {detail.verdicts.some(({ expected }) => expected.intervalsMs.some((interval) => !Number.isNaN(interval))) && (
        <span className="state-label">
          <span className="expected-mark" />
          <span>{t('ui.keepAlive.expected')}</span>
        </span>
      )}
      {probes.some(({ inferred }) => inferred) && <span className="inferred muted">{t('ui.keepAlive.inferredLegend')}</span>}
    </span>
  );
}
