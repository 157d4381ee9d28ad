import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import { BEAT_STATES, type HeartbeatDetail } from '../../shared/contract/heartbeat-rows';
import type { Translate } from '../../shared/locales/texts';
import { type ChartPoint, pointMark, pointTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { niceTop, tickText } from '../charts/round-axis';
import { thinPoints } from '../charts/thin-points';
import type { AxisTime } from '../charts/use-axis-time';
import { formatDuration } from '../theme/format';
import { STATES } from '../theme/states';
import { BEAT_MARKS, OFF_BEAT_MARKS } from './beat-states';
import { histogramOf } from './histogram';

const MAX_POINTS = 3000;
const HEADROOM = 1.15;
/** Share of the width that the histogram takes. */
const HISTOGRAM = '20%';

interface ChartInput {
  readonly detail: HeartbeatDetail;
  readonly theme: ChartTheme;
  readonly t: Translate;
  readonly axisTime: AxisTime;
}

/** The gap before each beat over time, in front of the band in which a beat is on time; beside it how often each gap occurs. */
export function gapChart(input: ChartInput): EChartsOption {
  const { detail, theme, t, axisTime } = input;
  const style = axisStyle(theme);
  const { gapsMs, bandMs } = detail;
  const longest = gapsMs.reduce((most, gap) => Math.max(most, gap || 0), bandMs.high);
  const top = niceTop(longest * HEADROOM);
  const y = { ...style, type: 'value', min: 0, max: top, axisLabel: { ...style.axisLabel, formatter: formatDuration } } as const;
  const name = { ...style.nameTextStyle, align: 'left' } as const;
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [
      { left: 72, right: '32%', top: 32, bottom: 28, outerBoundsMode: 'none' },
      { width: HISTOGRAM, right: 24, top: 32, bottom: 28, outerBoundsMode: 'none' },
    ],
    xAxis: [
      {
        ...style,
        ...xRange(input),
        type: 'value',
        gridIndex: 0,
        splitLine: { show: false },
        axisLabel: { ...style.axisLabel, formatter: (x: number) => tickText(axisTime, x) },
      },
      { ...style, type: 'value', gridIndex: 1, minInterval: 1, splitLine: { show: false } },
    ],
    yAxis: [{ ...y, gridIndex: 0, name: t('ui.heartbeats.gap'), nameGap: 10, nameTextStyle: name }, histogramAxis(input)],
    dataZoom: [{ type: 'inside', xAxisIndex: [0], filterMode: 'none' }],
    toolbox: { show: true, right: -100, feature: { dataZoom: { xAxisIndex: [0], yAxisIndex: false, filterMode: 'none' } } },
    tooltip: pointTooltip(theme),
    series: [beatSeries(input), missedSeries(input), histogramSeries(input)],
  };
}

/** From the first beat to the last, a missed one or the outcome. */
function xRange({ detail, axisTime }: ChartInput): { min: number; max: number } {
  const { heartbeat, offBeats, outcomeMs } = detail;
  const last = Math.max(heartbeat.endMs, offBeats.at(-1)?.timeMs ?? 0, outcomeMs ?? 0);
  const margin = Math.max(1, (last - heartbeat.startMs) * 0.015);
  return { min: heartbeat.startMs - margin + axisTime.offsetMs, max: last + margin + axisTime.offsetMs };
}

function beatSeries({ detail, theme, t, axisTime }: ChartInput): ScatterSeriesOption {
  const { frames, timesMs, gapsMs, states, bandMs, heartbeat, outcomeMs } = detail;
  const shown = thinPoints(gapsMs, MAX_POINTS, (index) => states[index] !== 0).filter((index) => !Number.isNaN(gapsMs[index] ?? Number.NaN));
  const data = shown.map((index): ChartPoint => {
    const state = states[index] ?? 0;
    const frame = frames[index] ?? 1;
    const gap = gapsMs[index] ?? 0;
    const time = timesMs[index] ?? 0;
    return {
      value: [time + axisTime.offsetMs, gap],
      frame,
      tip: () => [
        t(`ui.heartbeats.kind.${BEAT_STATES[state] ?? 'on-time'}`),
        t('ui.dock.frame', { frame }),
        axisTime.text(time),
        t('ui.heartbeats.observed', { observed: formatDuration(gap), expected: formatDuration(heartbeat.periodMs) }),
      ],
      ...pointMark(BEAT_MARKS[state] ?? 'answered', false, theme.surface),
      symbolSize: state === 0 ? 6 : 10,
    };
  });
  const label = { color: theme.text, fontSize: 11, textBorderColor: theme.surface, textBorderWidth: 3 } as const;
  return {
    type: 'scatter',
    xAxisIndex: 0,
    yAxisIndex: 0,
    z: 3,
    data: data as ScatterSeriesOption['data'] & object,
    markArea: {
      silent: true,
      itemStyle: { color: STATES.answered.color, opacity: 0.15 },
      data: [[{ yAxis: bandMs.low }, { yAxis: bandMs.high }]],
    },
    markLine: {
      silent: true,
      symbol: 'none',
      data: [
        {
          yAxis: heartbeat.periodMs,
          lineStyle: { color: theme.accent, type: 'solid', width: 1.5 },
          label: { ...label, position: 'insideStartTop', formatter: t('ui.heartbeats.periodLine', { period: formatDuration(heartbeat.periodMs) }) },
        },
        ...(outcomeMs === null || heartbeat.outcome.kind === 'none'
          ? []
          : [
              {
                xAxis: outcomeMs + axisTime.offsetMs,
                lineStyle: { color: STATES.reset.color, type: 'dashed' as const, width: 1.5 },
                label: { ...label, position: 'end' as const, formatter: t(`ui.heartbeats.outcomes.${heartbeat.outcome.kind}`) },
              },
            ]),
      ],
    },
  };
}

/** Beats that never came stand where they were due. */
function missedSeries({ detail, theme, t, axisTime }: ChartInput): ScatterSeriesOption {
  const data = detail.offBeats
    .filter(({ kind }) => kind === 'missed')
    .map(
      ({ timeMs, expectedMs, cause }): ChartPoint => ({
        value: [timeMs + axisTime.offsetMs, expectedMs],
        tip: () => [t('ui.heartbeats.kind.missed'), axisTime.text(timeMs), t(`ui.heartbeats.cause.${cause}`)],
        ...pointMark(OFF_BEAT_MARKS.missed, false, theme.surface),
        symbolSize: 10,
      }),
    );
  return { type: 'scatter', xAxisIndex: 0, yAxisIndex: 0, z: 3, data: data as ScatterSeriesOption['data'] & object };
}

function histogramAxis({ detail, theme, t }: ChartInput) {
  const style = axisStyle(theme);
  const histogram = histogramOf(detail.gapsMs);
  return {
    ...style,
    type: 'category' as const,
    gridIndex: 1,
    name: t('ui.heartbeats.histogram'),
    nameGap: 10,
    nameTextStyle: { ...style.nameTextStyle, align: 'left' as const },
    data: histogram ? histogram.counts.map((_, bin) => binLabel(histogram.low + (bin + 0.5) * histogram.width, histogram.width)) : [],
    axisTick: { show: false },
  };
}

/** Shortened to what tells neighbouring bins apart. */
function binLabel(middleMs: number, widthMs: number): string {
  const digits = widthMs > 0 ? Math.max(0, Math.ceil(-Math.log10(widthMs / 1000)) + 1) : 3;
  return middleMs >= 1000 ? `${(middleMs / 1000).toFixed(Math.min(3, digits))} s` : formatDuration(middleMs);
}

function histogramSeries({ detail, theme, t }: ChartInput) {
  const histogram = histogramOf(detail.gapsMs);
  const { bandMs } = detail;
  return {
    type: 'bar' as const,
    xAxisIndex: 1,
    yAxisIndex: 1,
    barCategoryGap: '15%',
    data: (histogram?.counts ?? []).map((count, bin) => {
      const low = (histogram?.low ?? 0) + bin * (histogram?.width ?? 0);
      const high = low + (histogram?.width ?? 0);
      const onTime = high >= bandMs.low && low <= bandMs.high;
      return {
        value: count,
        tip: () => [t('ui.heartbeats.bin', { low: formatDuration(low), high: formatDuration(high) }), t('ui.heartbeats.beatCount', { count })],
        itemStyle: { color: onTime ? theme.accent : STATES.late.color },
      };
    }),
  };
}
