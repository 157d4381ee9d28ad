import type { EChartsOption, LineSeriesOption, ScatterSeriesOption } from 'echarts';
import type { Translate } from '../../shared/locales/texts';
import type { AxisTime } from '../charts/axis-time';
import { type ChartPoint, pointMark, pointTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { roundTop } from '../charts/round-axis';
import { spanWithMargin, timeAxis, timeZoom } from '../charts/time-axis';
import { marksOf } from '../packet-grid/mark-states';
import { formatBytes, formatCount, formatShortCount } from '../theme/format';
import { STATES } from '../theme/state-marks';
import type { SequencePoint } from './sequence-points';

/** Colours of the lines; those of the points are the states'. */
export const LINE_COLORS = { sent: STATES.data.color, acknowledged: STATES.answered.color, window: STATES.reset.color } as const;

export interface SequenceChartInput {
  readonly points: readonly SequencePoint[];
  /** Name of the end that receives. */
  readonly receiver: string;
  readonly theme: ChartTheme;
  readonly t: Translate;
  readonly language: string;
  readonly axisTime: AxisTime;
}

/** An edge of the window this many times above the highest sequence number would press the segments flat. */
const MOST_ABOVE = 3;
const HEADROOM = 1.25;

/** Highest number of the chart's axis; null: all is shown. Beyond it lies the edge of a window that is never nearly used. */
export function sequenceTop(points: readonly SequencePoint[]): number | null {
  const highest = points.reduce((most, { to, acknowledged }) => Math.max(most, to || 0, acknowledged || 0), 1);
  const edge = points.reduce((most, { allowed }) => Math.max(most, allowed || 0), 0);
  return edge > highest * MOST_ABOVE ? roundTop(highest * HEADROOM) : null;
}

/** Each segment from its first byte to the next one over time, between what the peer acknowledged and the edge of the window it allowed (after Van Jacobson and tcptrace). */
export function sequenceChart(input: SequenceChartInput): EChartsOption {
  const { points, t, language } = input;
  const format = (value: number): string => formatShortCount(value, language);
  return {
    ...chartOf(input, t('life.sequence.axis'), format, sequenceTop(points)),
    series: [
      stepLine(input, LINE_COLORS.window, ({ allowed }) => allowed),
      stepLine(input, LINE_COLORS.acknowledged, ({ acknowledged }) => acknowledged),
      segmentBars(input),
      pointSeries(
        input,
        points.filter(({ isAnswer, announced }) => !isAnswer || announced === 0),
        ({ isAnswer, to, acknowledged }) => (isAnswer ? acknowledged : to),
      ),
    ],
  };
}

/** The window that the receiver announced, and how much of it was in use. */
export function windowChart(input: SequenceChartInput): EChartsOption {
  const { points, t, language } = input;
  return {
    ...chartOf(input, t('life.windows.axis'), (value) => formatBytes(value, language)),
    series: [
      stepLine(input, LINE_COLORS.window, ({ announced }) => announced),
      { ...stepLine(input, LINE_COLORS.sent, ({ inFlight }) => inFlight), areaStyle: { color: LINE_COLORS.sent, opacity: 0.25 } },
      pointSeries(
        input,
        points.filter(({ isAnswer }) => !isAnswer),
        ({ inFlight }) => inFlight,
      ),
      pointSeries(
        input,
        points.filter(({ isAnswer, announced }) => isAnswer && announced === 0),
        ({ announced }) => announced,
      ),
    ],
  };
}

function chartOf(
  { points, theme, axisTime }: SequenceChartInput,
  name: string,
  format: (value: number) => string,
  top: number | null = null,
): EChartsOption {
  const style = axisStyle(theme);
  const first = points[0]?.timeMs ?? 0;
  const last = points.at(-1)?.timeMs ?? first;
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [{ left: 72, right: 40, top: 24, bottom: 28, outerBoundsMode: 'none' }],
    xAxis: [timeAxis(theme, spanWithMargin(first, last), axisTime.ticks)],
    yAxis: [
      {
        ...style,
        type: 'value',
        min: 0,
        ...(top === null ? {} : { max: top }),
        name,
        nameGap: 8,
        nameTextStyle: { ...style.nameTextStyle, align: 'left' },
        axisLabel: { ...style.axisLabel, showMaxLabel: top === null, formatter: format },
      },
    ],
    ...timeZoom([0]),
    tooltip: pointTooltip(theme),
  };
}

/** What the peer said holds until it says otherwise. */
function stepLine({ points }: SequenceChartInput, color: string, value: (point: SequencePoint) => number): LineSeriesOption {
  return {
    type: 'line',
    step: 'end',
    symbol: 'none',
    silent: true,
    clip: true,
    z: 1,
    lineStyle: { color, width: 1.5 },
    data: points.map((point): [number, number | null] => [point.timeMs, orNothing(value(point))]),
  };
}

function orNothing(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** A bar a segment: a line that is interrupted after each. */
function segmentBars({ points }: SequenceChartInput): LineSeriesOption {
  return {
    type: 'line',
    symbol: 'none',
    silent: true,
    z: 2,
    connectNulls: false,
    lineStyle: { color: LINE_COLORS.sent, width: 2 },
    data: points.flatMap(({ isAnswer, timeMs, from, to }): [number, number | null][] => {
      if (isAnswer) return [];
      return [
        [timeMs, from],
        [timeMs, to],
        [timeMs, null],
      ];
    }),
  };
}

function pointSeries(input: SequenceChartInput, points: readonly SequencePoint[], value: (point: SequencePoint) => number): ScatterSeriesOption {
  const { theme } = input;
  const data = points.flatMap((point): ChartPoint[] => {
    const y = value(point);
    if (Number.isNaN(y)) return [];
    return [
      {
        value: [point.timeMs, y],
        frame: point.frame,
        tip: () => tipOf(point, input),
        ...pointMark(point.state, false, theme.surface),
        symbolSize: point.state === 'data' ? [3, 7] : 9,
      },
    ];
  });
  return { type: 'scatter', z: 3, data: data as ScatterSeriesOption['data'] & object };
}

function tipOf(point: SequencePoint, { receiver, t, language, axisTime }: SequenceChartInput): string[] {
  const of = (key: string, value: string): string => t('life.tip', { what: t(key, { end: receiver }), value });
  const marks = marksOf(point.marks).map(([mark]) => t(`ui.mark.${mark}`));
  return [
    [t('ui.dock.frame', { frame: point.frame }), ...marks].join(' - '),
    axisTime.moment(point.timeMs),
    ...(point.isAnswer ? [] : [t('life.seq.data', { seq: point.from, count: point.payloadBytes, next: point.to })]),
    ...(Number.isNaN(point.acknowledged) ? [] : [of('life.sequence.acknowledged', formatCount(point.acknowledged, language))]),
    ...(Number.isNaN(point.announced) ? [] : [of('life.windows.announced', formatBytes(point.announced, language))]),
    ...(Number.isNaN(point.inFlight) ? [] : [of('life.windows.flight', formatBytes(point.inFlight, language))]),
  ];
}
