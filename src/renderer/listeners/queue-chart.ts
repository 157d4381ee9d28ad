import type { BarSeriesOption, EChartsOption, LineSeriesOption } from 'echarts';
import type { ListenerSamples } from '../../shared/contract/host';
import { LISTENER_EVENTS, type ListenerDetail, type ListenerEvent } from '../../shared/contract/listener-rows';
import type { Translate } from '../../shared/locales/texts';
import type { AxisTime } from '../charts/axis-time';
import type { ChartPoint } from '../charts/chart-point';
import { axisTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { timeAxis, timeZoom } from '../charts/time-axis';
import { formatDuration } from '../theme/format';
import { STATES } from '../theme/states';
import { EVENT_STATES, QUEUE_COLORS } from './listener-states';
import { partFrames, type QueuePart } from './queue-parts';

/** Upwards: what the server did not take. Downwards: what was sent again for it. */
const DROPS = ['droppedSyn', 'ignored', 'rejected'] as const;
const AGAIN = ['synAgain', 'synAckAgain'] as const;

interface QueueChartInput {
  readonly detail: ListenerDetail;
  readonly parts: readonly QueuePart[];
  readonly sampled: ListenerSamples | null;
  readonly theme: ChartTheme;
  readonly t: Translate;
  readonly axisTime: AxisTime;
}

/** Half-open connections as an area, the accept queue between its bounds, and below on the same time axis drops and retransmissions. */
export function queueChart(input: QueueChartInput): EChartsOption {
  const { detail, theme, t, axisTime } = input;
  const style = axisStyle(theme);
  const x = {
    ...timeAxis(theme, { min: detail.fromMs, max: detail.toMs > detail.fromMs ? detail.toMs : detail.fromMs + 1 }, axisTime.ticks),
    axisPointer: { show: true, type: 'line', label: { show: false }, lineStyle: { color: theme.muted } },
  } as const;
  const y = { ...style, type: 'value', minInterval: 1, nameGap: 8, nameTextStyle: { ...style.nameTextStyle, align: 'left' } } as const;
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [
      { left: 56, right: 40, top: 24, bottom: '48%', outerBoundsMode: 'none' },
      { left: 56, right: 40, top: '68%', bottom: 24, outerBoundsMode: 'none' },
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    xAxis: [
      { ...x, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false } },
      {
        ...x,
        gridIndex: 1,
      },
    ],
    yAxis: [
      { ...y, gridIndex: 0, min: 0, name: t('ui.listeners.queueAxis') },
      {
        ...y,
        gridIndex: 1,
        splitNumber: 2,
        name: t('ui.listeners.eventAxis'),
        axisLabel: { ...style.axisLabel, formatter: (value: number) => String(Math.abs(value)) },
      },
    ],
    ...timeZoom([0, 1]),
    tooltip: axisTooltip(theme, (ms) => tipAt(input, ms)),
    series: [...queueSeries(input), ...sampledSeries(input), ...eventSeries(input)],
  };
}

function queueSeries(input: QueueChartInput): LineSeriesOption[] {
  const { detail, t } = input;
  const { halfOpen, lower, upper } = detail.queues;
  const width = upper.map((most, index) => most - (lower[index] ?? 0));
  const line = (values: Uint32Array, rest: LineSeriesOption): LineSeriesOption => ({
    type: 'line',
    xAxisIndex: 0,
    yAxisIndex: 0,
    step: 'end',
    symbol: 'none',
    silent: true,
    data: steps(input, values),
    ...rest,
  });
  return [
    line(halfOpen, {
      name: t('ui.listeners.series.halfOpen'),
      z: 2,
      lineStyle: { color: QUEUE_COLORS.halfOpen, width: 1.5 },
      areaStyle: { color: QUEUE_COLORS.halfOpen, opacity: 0.35 },
    }),
    // The band between the bounds: an invisible base, and on it the distance.
    line(lower, { stack: 'accept', lineStyle: { color: QUEUE_COLORS.accept, width: 2 } }),
    line(width, {
      stack: 'accept',
      name: t('ui.listeners.series.band'),
      lineStyle: { color: QUEUE_COLORS.accept, width: 1.5, type: 'dashed' },
      areaStyle: { color: QUEUE_COLORS.accept, opacity: 0.15 },
      ...limitLine(input),
    }),
  ];
}

/** The limit that the packets allow: they show how long the queue was at most when it was full. */
function limitLine({ detail: { listener }, sampled, theme, t }: QueueChartInput): Pick<LineSeriesOption, 'markLine'> {
  if (sampled?.limit.some((limit) => !Number.isNaN(limit))) return {};
  if (listener.overflow !== 'yes' || listener.acceptUpper < 1) return {};
  const limit = listener.acceptUpper - 1;
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      data: [
        {
          yAxis: limit,
          lineStyle: { color: theme.muted, type: 'dashed', width: 1 },
          label: {
            position: 'insideEndBottom',
            color: theme.muted,
            fontSize: 11,
            textBorderColor: theme.surface,
            textBorderWidth: 3,
            formatter: `~ ${t('ui.listeners.limitAtMostLine', { limit })}`,
          },
        },
      ],
    },
  };
}

/** Recv-Q where the kernel was asked, and its limit. */
function sampledSeries({ sampled, theme, t }: QueueChartInput): LineSeriesOption[] {
  if (sampled === null) return [];
  const points = (values: Float64Array): [number, number][] =>
    Array.from(sampled.timesMs, (ms, index): [number, number] => [ms, values[index] ?? Number.NaN]).filter(([, value]) => !Number.isNaN(value));
  const common = { type: 'line', xAxisIndex: 0, yAxisIndex: 0, silent: true, z: 4 } as const;
  return [
    {
      ...common,
      name: t('ui.listeners.series.recvQ'),
      symbol: 'circle',
      symbolSize: 5,
      itemStyle: { color: QUEUE_COLORS.sampled },
      lineStyle: { color: QUEUE_COLORS.sampled, width: 1, opacity: 0.5 },
      data: points(sampled.queue),
    },
    {
      ...common,
      name: t('ui.listeners.series.limit'),
      step: 'end',
      symbol: 'none',
      lineStyle: { color: theme.muted, width: 1.5, type: 'dashed' },
      data: points(sampled.limit),
      endLabel: {
        show: true,
        color: theme.muted,
        fontSize: 11,
        align: 'right',
        verticalAlign: 'bottom',
        formatter: ({ value }) => t('ui.listeners.limitLine', { limit: (value as number[])[1] }),
      },
    },
  ];
}

/** The last value holds to the end. */
function steps({ detail }: QueueChartInput, values: Uint32Array): [number, number][] {
  const points = Array.from(detail.queues.timesMs, (ms, index): [number, number] => [ms, values[index] ?? 0]);
  const last = points.at(-1);
  return last === undefined ? [] : [...points, [detail.toMs, last[1]]];
}

function eventSeries({ detail, parts, t }: QueueChartInput): BarSeriesOption[] {
  const bars = (kind: ListenerEvent, sign: 1 | -1): BarSeriesOption => ({
    type: 'bar',
    xAxisIndex: 1,
    yAxisIndex: 1,
    name: t(`ui.listeners.series.${kind}`),
    stack: sign > 0 ? 'drops' : 'again',
    barGap: '-100%',
    barCategoryGap: '10%',
    barMinWidth: 2,
    itemStyle: { color: STATES[EVENT_STATES[kind]].color },
    data: parts.map(
      (part): ChartPoint => ({
        value: [part.fromMs + detail.events.bucketMs / 2, sign * part.counts[kind]],
        tip: () => [],
        ...(part.frames[kind][0] === undefined ? {} : { frame: part.frames[kind][0], frames: partFrames(part) }),
      }),
    ) as BarSeriesOption['data'] & object,
  });
  const all = [...DROPS.map((kind) => ({ kind, sign: 1 as const })), ...AGAIN.map((kind) => ({ kind, sign: -1 as const }))];
  const happened = all.filter(({ kind }) => parts.some(({ counts }) => counts[kind] > 0));
  // Every part is a shape of its own, however high: of kinds that never happened one remains, which holds the axis.
  return (happened.length === 0 ? all.slice(0, 1) : happened).map(({ kind, sign }) => bars(kind, sign));
}

/** What is said of the moment under the pointer: the queues then, and what happened in its part. */
function tipAt({ detail, parts, t, axisTime }: QueueChartInput, ms: number): string[] {
  const { timesMs, halfOpen, lower, upper } = detail.queues;
  let step = 0;
  while (step + 1 < timesMs.length && (timesMs[step + 1] ?? 0) <= ms) step++;
  const part = parts[Math.floor((ms - detail.fromMs) / detail.events.bucketMs)];
  const queue = (name: string, value: number | string): string =>
    t('ui.listeners.framesOf', { what: t(`ui.listeners.series.${name}`), count: value });
  return [
    axisTime.moment(ms),
    queue('halfOpen', halfOpen[step] ?? 0),
    queue('band', t('ui.listeners.acceptRange', { lower: lower[step] ?? 0, upper: upper[step] ?? 0 })),
    ...(part === undefined || Number.isNaN(part.recvQ) ? [] : [queue('recvQ', part.recvQ), queue('limit', part.limit)]),
    ...LISTENER_EVENTS.flatMap((kind) => {
      const count = part?.counts[kind] ?? 0;
      return count === 0 ? [] : [`${queue(kind, count)} (${t('ui.listeners.partOf', { duration: formatDuration(detail.events.bucketMs) })})`];
    }),
  ];
}
