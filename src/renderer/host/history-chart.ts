import type { EChartsOption, LineSeriesOption } from 'echarts';
import type { Translate } from '../../shared/locales/texts';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { thinPoints } from '../charts/thin-points';
import { timeAxis, timeZoom } from '../charts/time-axis';
import type { TickTexts } from '../charts/time-ticks';
import { STATES } from '../theme/states';
import { rateText } from './happened-card';
import { type CounterSeries, type History, spanOfHistory } from './history';

/** Up to here each sample is marked on its line. */
const FEW_POINTS = 40;
/** Points of one line; a chart has some thousand px at most. */
const MOST_POINTS = 2000;

/** Colours of Okabe and Ito; the lines differ by their dashes as well. */
export const LINES = [
  { color: '#d55e00', type: 'solid' },
  { color: '#0072b2', type: 'dashed' },
  { color: '#009e73', type: 'solid' },
  { color: '#cc79a7', type: 'dashed' },
  { color: '#e69f00', type: 'dotted' },
  { color: '#56b4e9', type: 'solid' },
  { color: '#8f99a8', type: 'dashed' },
  { color: '#009e73', type: 'dotted' },
] as const;

interface LinePoint {
  readonly value: readonly [number, number];
  /** The time, then what the value says; the tooltip shows the first once. */
  readonly tip: readonly [string, string];
}

interface HistoryTexts {
  readonly t: Translate;
  readonly xText: (x: number) => string;
  /** Round values of the time axis; not used where samples have no time. */
  readonly ticks: TickTexts;
}

/** Above the queue of one listener against its limit, below counters as rates, over one time axis. */
export function historyChart(history: History, theme: ChartTheme, texts: HistoryTexts): EChartsOption {
  const { t, ticks } = texts;
  const style = axisStyle(theme);
  const [min, max] = spanOfHistory(history);
  const xAxis = history.hasTimes
    ? timeAxis(theme, { min, max }, ticks)
    : ({ ...style, type: 'value', min, max, minInterval: 1, splitLine: { show: false } } as const);
  const yAxis = { ...style, type: 'value' as const, min: 0, splitNumber: 3, minInterval: history.hasTimes ? 0 : 1 };
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [
      { left: 56, right: 40, top: 22, height: '36%', outerBoundsMode: 'none' },
      { left: 56, right: 40, top: '60%', bottom: 26, outerBoundsMode: 'none' },
    ],
    xAxis: [
      { ...xAxis, gridIndex: 0, axisLabel: { show: false } },
      { ...xAxis, gridIndex: 1 },
    ],
    yAxis: [
      { ...yAxis, gridIndex: 0, minInterval: 1, name: t('host.view.queueAxis'), nameGap: 8 },
      { ...yAxis, gridIndex: 1, name: t(history.hasTimes ? 'host.view.rateAxis' : 'host.view.stepAxis'), nameGap: 8 },
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    ...timeZoom([0, 1]),
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: theme.surface,
      borderColor: theme.line,
      textStyle: { color: theme.text, fontSize: 12 },
      formatter: (items) => tooltipOf(Array.isArray(items) ? items.map(({ data }) => data as unknown as LinePoint) : []),
    },
    series: [...queueSeries(history, theme, texts), ...counterSeries(history, texts)],
  };
}

function queueSeries({ queue }: History, theme: ChartTheme, { t, xText }: HistoryTexts): LineSeriesOption[] {
  const line = (key: 'queue' | 'limit' | 'halfOpen', lineStyle: LineSeriesOption['lineStyle'] & object): LineSeriesOption => ({
    ...COMMON,
    showSymbol: queue.length < FEW_POINTS,
    name: t(`host.view.${key}`),
    xAxisIndex: 0,
    yAxisIndex: 0,
    step: 'end',
    lineStyle,
    itemStyle: { color: String(lineStyle.color) },
    ...(key === 'queue' && { areaStyle: { color: STATES.probe.color, opacity: 0.18 } }),
    data: thinned(queue, (point) => point[key]).map((point) => ({
      value: [point.x, point[key]],
      tip: [
        xText(point.x),
        `${t('host.view.queue')} ${shown(point.queue)}, ${t('host.view.limit')} ${shown(point.limit)}, ${t('host.view.halfOpen')} ${shown(point.halfOpen)}`,
      ],
    })),
  });
  const halfOpen = queue.some((point) => point.halfOpen > 0) ? [line('halfOpen', { color: STATES.icmp.color, type: 'dotted', width: 1.5 })] : [];
  return [line('queue', { color: STATES.probe.color, width: 1.5 }), line('limit', { color: theme.muted, type: 'dashed', width: 1.5 }), ...halfOpen];
}

function counterSeries({ counters, hasTimes }: History, { t, xText }: HistoryTexts): LineSeriesOption[] {
  return counters.map(({ name, points }, place) => {
    const { color, type } = LINES[place % LINES.length] as (typeof LINES)[number];
    return {
      ...COMMON,
      showSymbol: points.length < FEW_POINTS,
      name,
      xAxisIndex: 1,
      yAxisIndex: 1,
      // What was counted since the sample before.
      step: 'start',
      lineStyle: { color, type, width: 1.5 },
      itemStyle: { color },
      data: thinned(fromTheFirst(points), ({ value }) => value).map(({ x, value, total }) => ({
        value: [x, value],
        tip: [xText(x), `${name} ${hasTimes ? t('host.view.perSecond', { rate: rateText(value) }) : `+${value}`}`, `Σ ${total}`],
      })),
    };
  });
}

/** Names of counters and numbers only: nothing in it needs escaping. */
function tooltipOf(points: readonly LinePoint[]): string {
  const time = points[0]?.tip[0];
  return time === undefined ? '' : [time, ...new Set(points.map(({ tip }) => tip[1]))].join('<br>');
}

const COMMON = { type: 'line', symbol: 'circle', symbolSize: 5, connectNulls: false } as const satisfies LineSeriesOption;

function thinned<P>(points: readonly P[], measure: (point: P) => number): P[] {
  const values = points.map(measure);
  return thinPoints(values, MOST_POINTS, () => false)
    .filter((place) => !Number.isNaN(values[place]))
    .map((place) => points[place] as P);
}

/** A rate holds from the sample before on, so the first is drawn from there; nothing is known of the first sample itself. */
function fromTheFirst(points: CounterSeries['points']): CounterSeries['points'] {
  return points.map((point, place) => (Number.isNaN(point.value) ? { ...point, value: points[place + 1]?.value ?? Number.NaN } : point));
}

function shown(value: number): string {
  return Number.isNaN(value) ? '–' : String(value);
}
