import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import { roundTimeTop } from '../../shared/base/round-time';
import { BEAT_STATES, type HeartbeatDetail } from '../../shared/contract/heartbeat-rows';
import type { Translate } from '../../shared/locales/texts';
import type { AxisTime } from '../charts/axis-time';
import { type ChartPoint, pointMark, pointTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { thinPoints } from '../charts/thin-points';
import { durationAxis, spanWithMargin, timeAxis, timeZoom } from '../charts/time-axis';
import { formatDuration } from '../theme/format';
import { STATES } from '../theme/states';
import { BEAT_MARKS, OFF_BEAT_MARKS } from './beat-states';
import { binLabel, histogramOf } from './histogram';

const MAX_POINTS = 3000;
const HEADROOM = 1.15;
/** Labels of the histogram's counts, about: it is narrow. */
const COUNT_TICKS = 2;
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
  const y = durationAxis(theme, roundTimeTop(longest * HEADROOM));
  const name = { ...style.nameTextStyle, align: 'left' } as const;
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [
      { left: 72, right: '36%', top: 32, bottom: 28, outerBoundsMode: 'none' },
      { width: HISTOGRAM, right: 24, top: 32, bottom: 28, outerBoundsMode: 'none' },
    ],
    xAxis: [
      { ...timeAxis(theme, xRange(input), axisTime.ticks), gridIndex: 0 },
      { ...style, type: 'value', gridIndex: 1, minInterval: 1, splitNumber: COUNT_TICKS, splitLine: { show: false } },
    ],
    yAxis: [{ ...y, gridIndex: 0, name: t('ui.heartbeats.gap'), nameGap: 10, nameTextStyle: name }, histogramAxis(input)],
    ...timeZoom([0]),
    tooltip: pointTooltip(theme),
    series: [beatSeries(input), missedSeries(input), histogramSeries(input)],
  };
}

/** From the first beat to the last, a missed one or the outcome. */
function xRange({ detail }: ChartInput): { min: number; max: number } {
  const { heartbeat, offBeats, outcomeMs } = detail;
  const last = Math.max(heartbeat.endMs, offBeats.at(-1)?.timeMs ?? 0, outcomeMs ?? 0);
  return spanWithMargin(heartbeat.startMs, last);
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
      value: [time, gap],
      frame,
      tip: () => [
        t(`ui.heartbeats.kind.${BEAT_STATES[state] ?? 'on-time'}`),
        t('ui.dock.frame', { frame }),
        axisTime.moment(time),
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
                xAxis: outcomeMs,
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
        value: [timeMs, expectedMs],
        tip: () => [t('ui.heartbeats.kind.missed'), axisTime.moment(timeMs), t(`ui.heartbeats.cause.${cause}`)],
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
    data: histogram ? histogram.counts.map((_, bin) => binLabel(histogram, bin)) : [],
    axisTick: { show: false },
  };
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
