import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import { roundTimeTop } from '../../shared/base/round-time';
import type { KeepAliveDetail } from '../../shared/contract/methods';
import type { Translate } from '../../shared/locales/texts';
import type { AxisTime } from '../charts/axis-time';
import { type ChartPoint, pointMark, pointTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { thinPoints } from '../charts/thin-points';
import { durationAxis, spanWithMargin, timeAxis, timeZoom } from '../charts/time-axis';
import { formatDuration } from '../theme/format';
import type { StateName } from '../theme/states';
import { expectedSeries } from './expected-series';
import type { Probe } from './probes';
import { referencesInReach } from './reference-intervals';

/** More points than this are thinned. */
const MAX_POINTS = 3000;
const HEADROOM = 1.2;
/** From a line to its label, and from the axis to the first. */
const LABEL_PX = 5;
/** Room for the name of a reference. */
const REFERENCE_COLUMN_PX = 120;
/** Of an axis without intervals. */
const EMPTY_TOP_MS = 1000;
const SEGMENT_STATES: readonly StateName[] = ['data', 'data', 'closed', 'reset', 'muted'];
const SEGMENT_KINDS = ['data', 'syn', 'fin', 'rst', 'ack'] as const;

export interface IntervalChartInput {
  readonly detail: KeepAliveDetail;
  readonly probes: readonly Probe[];
  readonly theme: ChartTheme;
  readonly t: Translate;
  readonly axisTime: AxisTime;
}

/** Probes and answers on one lane an end, and below it the time from probe to probe with its median and what it may be compared with. */
export function intervalChart(input: IntervalChartInput): EChartsOption {
  const { probes, theme, t, axisTime } = input;
  const shown = thinPoints(
    Float64Array.from(probes, ({ intervalMs }) => intervalMs),
    MAX_POINTS,
    (index) => probes[index]?.state !== 'answered',
  )
    .map((index) => probes[index])
    .filter((probe) => probe !== undefined);
  const style = axisStyle(theme);
  const longest = probes.reduce((most, { intervalMs }) => Math.max(most, intervalMs || 0), 0);
  const top = longest > 0 ? roundTimeTop(longest * HEADROOM) : EMPTY_TOP_MS;
  const x = timeAxis(theme, xRange(input), axisTime.ticks);
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [
      { left: 72, right: 40, top: 4, height: 44, outerBoundsMode: 'none' },
      { left: 72, right: 40, top: 64, bottom: 28, outerBoundsMode: 'none' },
    ],
    xAxis: [
      { ...x, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false } },
      { ...x, gridIndex: 1 },
    ],
    yAxis: [
      { ...style, type: 'category', gridIndex: 0, data: [t('ui.end.server'), t('ui.end.client')], axisTick: { show: false } },
      { ...durationAxis(theme, top), gridIndex: 1 },
    ],
    ...timeZoom([0, 1]),
    tooltip: pointTooltip(theme),
    series: [segmentSeries(input), ...expectedSeries(input), ...laneSeries(input, shown), intervalSeries(input, shown, top)],
  };
}

/** From the connection's first segment to its last, or to the last probe, with room for marks at both ends. */
function xRange({ detail, probes }: IntervalChartInput): { min: number; max: number } {
  const { startMs, durationMs } = detail.connection;
  const last = Math.max(startMs + durationMs, probes.at(-1)?.timeMs ?? 0, ...detail.verdicts.map(({ expected }) => expected.deathMs ?? 0));
  return spanWithMargin(startMs, last);
}

/** Other segments stand behind the probes, on the lane of their sender. */
function segmentSeries({ detail, t, theme, axisTime }: IntervalChartInput): ScatterSeriesOption {
  const { timesMs, frames, kinds, fromClient } = detail.segments;
  const indices = thinPoints(timesMs, MAX_POINTS, (index) => (kinds[index] ?? 0) >= 1 && (kinds[index] ?? 0) <= 3);
  const data = indices.map((index): ChartPoint => {
    const kind = kinds[index] ?? 0;
    const frame = frames[index] ?? 1;
    const time = timesMs[index] ?? 0;
    return {
      value: [time, fromClient[index] ? t('ui.end.client') : t('ui.end.server')],
      frame,
      tip: () => [t(`ui.segment.${SEGMENT_KINDS[kind] ?? 'data'}`), t('ui.dock.frame', { frame }), axisTime.moment(time)],
      ...pointMark(SEGMENT_STATES[kind] ?? 'data', false, theme.surface),
      symbolSize: kind === 4 ? 4 : kind === 0 ? [3, 9] : 8,
    } as ChartPoint;
  });
  return { type: 'scatter', xAxisIndex: 0, yAxisIndex: 0, z: 1, data: data as ScatterSeriesOption['data'] & object };
}

/** Probes on the lane of the end that sends them, answers on the other. */
function laneSeries({ t, theme, axisTime }: IntervalChartInput, probes: readonly Probe[]): ScatterSeriesOption[] {
  const points = probes.flatMap((probe): ChartPoint[] => {
    const own = t(`ui.end.${probe.prober}`);
    const other = t(probe.prober === 'client' ? 'ui.end.server' : 'ui.end.client');
    const point: ChartPoint = {
      value: [probe.timeMs, own],
      frame: probe.frame,
      tip: () => probeTip(probe, t, axisTime),
      ...pointMark(probe.state, probe.inferred, theme.surface),
      symbolSize: 9,
    };
    if (probe.answerFrame === null) return [point];
    const answered = probe.timeMs + (probe.latencyMs || 0);
    const answer: ChartPoint = {
      value: [answered, other],
      frame: probe.answerFrame,
      tip: () => [t('ui.keepAlive.answerTo', { frame: probe.frame }), t('ui.dock.frame', { frame: probe.answerFrame }), axisTime.moment(answered)],
      ...pointMark(probe.state, true, theme.surface),
      symbolSize: 6,
    };
    return [point, answer];
  });
  return [{ type: 'scatter', xAxisIndex: 0, yAxisIndex: 0, z: 3, data: points as ScatterSeriesOption['data'] & object }];
}

function intervalSeries({ detail, t, theme, axisTime }: IntervalChartInput, probes: readonly Probe[], top: number): ScatterSeriesOption {
  const data = probes
    .filter(({ intervalMs }) => !Number.isNaN(intervalMs))
    .map(
      (probe): ChartPoint => ({
        value: [probe.timeMs, probe.intervalMs],
        frame: probe.frame,
        tip: () => probeTip(probe, t, axisTime),
        ...pointMark(probe.state, probe.inferred, theme.surface),
      }),
    );
  const medians = detail.ends.flatMap(({ interval, prober }) => (interval ? [{ median: interval.median, prober }] : []));
  const label = { position: 'insideEndTop', color: theme.text, fontSize: 11, textBorderColor: theme.surface, textBorderWidth: 3 } as const;
  return {
    type: 'scatter',
    xAxisIndex: 1,
    yAxisIndex: 1,
    symbolSize: 9,
    data: data as ScatterSeriesOption['data'] & object,
    markLine: {
      silent: true,
      symbol: 'none',
      data: [
        ...medians.map(({ median, prober }, place) => ({
          yAxis: median,
          lineStyle: { color: theme.accent, type: 'solid' as const, width: 1.5 },
          label: {
            ...label,
            // Away from the names at the left and the end at the right; those of both ends may be the same.
            position: place === 0 ? ('insideMiddleTop' as const) : ('insideMiddleBottom' as const),
            formatter: t(medians.length > 1 ? 'ui.keepAlive.medianOf' : 'ui.keepAlive.medianLine', {
              median: formatDuration(median),
              end: t(`ui.end.${prober}`),
            }),
          },
        })),
        ...referencesInReach(top).map(({ id, intervalMs, column }) => ({
          yAxis: intervalMs,
          lineStyle: { color: theme.muted, type: 'dashed' as const, width: 1 },
          label: {
            ...label,
            position: 'insideStartTop' as const,
            distance: [LABEL_PX + column * REFERENCE_COLUMN_PX, 3],
            backgroundColor: theme.surface,
            color: theme.muted,
            formatter: t(`ui.reference.${id}`),
          },
        })),
      ],
    },
  };
}

function probeTip(probe: Probe, t: Translate, axisTime: AxisTime): string[] {
  const lines = [
    `${probe.inferred ? '~ ' : ''}${t('ui.keepAlive.probeBy', { end: t(`ui.end.${probe.prober}`) })} - ${t(`ui.state.${probe.state}`)}`,
    t('ui.dock.frame', { frame: probe.frame }),
    axisTime.moment(probe.timeMs),
  ];
  if (!Number.isNaN(probe.intervalMs)) lines.push(t('ui.keepAlive.sincePrevious', { interval: formatDuration(probe.intervalMs) }));
  if (probe.answerFrame !== null) {
    lines.push(t('ui.keepAlive.answeredBy', { frame: probe.answerFrame, latency: formatDuration(probe.latencyMs) }));
  }
  if (probe.inferred) lines.push(t('ui.keepAlive.inferredNote'));
  return lines;
}
