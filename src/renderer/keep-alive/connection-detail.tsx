import { Button, Menu, MenuItem, Popover, SegmentedControl } from '@blueprintjs/core';
import { Download } from '@blueprintjs/icons';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeepAliveDetail, KeepAliveEnd } from '../../shared/contract/methods';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { Chart } from '../charts/chart';
import { chartTheme } from '../charts/chart-theme';
import type { EChartsType } from '../charts/echarts';
import { exportCsv, exportPng, exportSvg } from '../charts/export-chart';
import { useQuery } from '../connection/use-query';
import { formatBytes, formatCount, formatDuration, formatEndpoint } from '../theme/format';
import { STATES, StateLabel, type StateName } from '../theme/states';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { useTimelineMarks } from '../timeline/timeline-marks';
import { ConnectionFindings } from './connection-findings';
import { Inferred } from './connection-list';
import { type ChartPoint, intervalChart } from './interval-chart';
import { ProbeTable, probeCsv } from './probe-table';
import { type Probe, probesOf } from './probes';
import { SettingsCard } from './settings-card';
import { useAxisTime } from './use-axis-time';

/** Other segments that the chart shows at most. */
const MAX_SEGMENTS = 20_000;

/** One connection's probes: as a chart, or as the table of the same. */
export function ConnectionDetail({ connection }: { readonly connection: number | null }) {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const { value, error, reload } = useQuery(
    connection === null ? null : `keep-alive ${capture} ${connection}`,
    ({ engine }, signal) => engine['keepAlive.detail']({ capture, connection: connection ?? 0, limit: MAX_SEGMENTS }, signal),
    progress?.state ?? '',
  );
  const probes = useMemo(() => (value ? probesOf(value) : []), [value]);
  useEffect(() => {
    useTimelineMarks.setState({ marks: probes.map(({ timeMs, state }) => ({ timeMs, color: STATES[state].color })) });
    const { frame, selectFrame } = useWorkbench.getState();
    // The dock has something to show at once.
    if (frame === null && probes[0]) selectFrame(probes[0].frame);
  }, [probes]);

  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (connection === null) return <EmptyState title={t('ui.keepAlive.chooseTitle')} advice={t('ui.keepAlive.chooseAdvice')} />;
  if (!value) return <EmptyState title={t('ui.view.loading')} />;
  if (probes.length === 0) return <EmptyState title={t('ui.keepAlive.noProbesTitle')} advice={t('ui.keepAlive.noProbesAdvice')} />;
  return <Probes detail={value} probes={probes} />;
}

interface ProbesProps {
  readonly detail: KeepAliveDetail;
  readonly probes: readonly Probe[];
}

function Probes({ detail, probes }: ProbesProps) {
  const { t } = useTexts();
  const [shape, setShape] = useState<'chart' | 'table'>('chart');
  const dark = useDark();
  const axisTime = useAxisTime();
  const chartRef = useRef<EChartsType>(null);
  const range = useWorkbench((state) => state.range);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => intervalChart({ detail, probes, theme: chartTheme(), t, axisTime }), [detail, probes, t, axisTime, dark]);
  const { offsetMs } = axisTime;
  const sight = useMemo(() => range && { from: range.fromMs + offsetMs, to: range.toMs + offsetMs }, [range, offsetMs]);
  const { connection } = detail;
  const showFrame = (frame: number): void => showEvidence({ kind: 'connection', connection: connection.id }, frame);
  const name = `${formatEndpoint(connection.client, connection.clientPort)} - ${formatEndpoint(connection.server, connection.serverPort)}`;

  return (
    <section className="probes" aria-label={name}>
      <div className="probes-head">
        <div className="probes-facts">
          {detail.ends.map((end) => (
            <EndFacts key={end.prober} end={end} />
          ))}
        </div>
        <Legend probes={probes} />
        <SegmentedControl
          size="small"
          aria-label={t('ui.chart.shape')}
          value={shape}
          options={[
            { value: 'chart', label: t('ui.chart.chart') },
            { value: 'table', label: t('ui.chart.table') },
          ]}
          onValueChange={(value) => setShape(value as 'chart' | 'table')}
        />
        <Popover
          placement="bottom-end"
          minimal
          content={
            <Menu>
              <MenuItem
                text="PNG"
                disabled={shape !== 'chart'}
                onClick={() => chartRef.current && exportPng(chartRef.current, name, chartTheme().surface)}
              />
              <MenuItem
                text="SVG"
                disabled={shape !== 'chart'}
                onClick={() =>
                  chartRef.current && exportSvg(option, { width: chartRef.current.getWidth(), height: chartRef.current.getHeight() }, name)
                }
              />
              <MenuItem text="CSV" onClick={() => exportCsv(probeCsv(probes), name)} />
            </Menu>
          }
        >
          <Button variant="minimal" size="small" icon={<Download size={14} />} aria-label={t('ui.chart.export')} title={t('ui.chart.export')} />
        </Popover>
      </div>
      <div className="probes-body">
        <div className="probes-plot">
          {shape === 'chart' ? (
            <Chart
              option={option}
              label={t('ui.keepAlive.chart', { name })}
              sight={sight}
              chartRef={chartRef}
              onPick={(data) => {
                const point = data as Partial<ChartPoint> | null;
                if (point?.frame !== undefined) showFrame(point.frame);
              }}
            />
          ) : (
            <ProbeTable probes={probes} timeText={axisTime.text} onPick={showFrame} />
          )}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long cards are scrolled by keyboard. */}
        <div className="probes-cards" role="group" aria-label={t('ui.keepAlive.cards')} tabIndex={0}>
          <ConnectionFindings connection={connection.id} />
          {detail.verdicts.map((verdict) => (
            <SettingsCard key={verdict.prober} verdict={verdict} timeText={axisTime.text} onPick={showFrame} />
          ))}
        </div>
      </div>
    </section>
  );
}

/** Who probes, how often, and what it costs. */
function EndFacts({ end }: { readonly end: KeepAliveEnd }) {
  const { t, language } = useTexts();
  const inferred = end.inferred.some((value) => value === 1);
  const answered = end.answerKinds.filter((kind) => kind === 1).length;
  const { interval, cost } = end;
  return (
    <p className="end-facts number">
      <strong>{t('ui.keepAlive.probes', { end: t(`ui.end.${end.prober}`), count: end.frames.length })}</strong>
      <span>{t('ui.keepAlive.answeredCount', { count: answered })}</span>
      {interval && (
        <>
          <span>
            {t('ui.keepAlive.median')} <Inferred inferred={inferred} text={formatDuration(interval.median)} />
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

function Legend({ probes }: { readonly probes: readonly Probe[] }) {
  const { t } = useTexts();
  const states = [...new Set(probes.map(({ state }) => state))].sort() as StateName[];
  return (
    <span className="legend">
      {states.map((state) => (
        <StateLabel key={state} state={state} />
      ))}
      {probes.some(({ inferred }) => inferred) && <span className="inferred muted">{t('ui.keepAlive.inferredLegend')}</span>}
    </span>
  );
}
