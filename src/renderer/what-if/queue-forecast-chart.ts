import type { EChartsOption, LineSeriesOption } from 'echarts';
import type { QueueForecast } from '../../shared/contract/queue-simulation';
import type { Translate } from '../../shared/locales/texts';
import { axisTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { timeAxis, timeZoom } from '../charts/time-axis';
import { QUEUE_COLORS } from '../listeners/listener-states';
import { formatDuration } from '../theme/format';

/** Half-open connections as an area and the accept queue as a line against its limit, from the first arrival on. */
export function queueForecastChart(forecast: QueueForecast, durationMs: number, theme: ChartTheme, t: Translate): EChartsOption {
  const style = axisStyle(theme);
  const { halfOpen, acceptQueue } = forecast.series;
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [{ left: 56, right: 40, top: 28, bottom: 28, outerBoundsMode: 'none' }],
    xAxis: [
      {
        ...timeAxis(theme, { min: 0, max: durationMs }),
        axisPointer: { show: true, type: 'line', label: { show: false }, lineStyle: { color: theme.muted } },
      },
    ],
    yAxis: [
      {
        ...style,
        type: 'value',
        min: 0,
        minInterval: 1,
        name: t('ui.listeners.queueAxis'),
        nameGap: 8,
        nameTextStyle: { ...style.nameTextStyle, align: 'left' },
      },
    ],
    ...timeZoom([0]),
    tooltip: axisTooltip(theme, (ms) => tipAt(forecast, ms, t)),
    series: [
      line(forecast, durationMs, halfOpen, {
        lineStyle: { color: QUEUE_COLORS.halfOpen, width: 1.5 },
        areaStyle: { color: QUEUE_COLORS.halfOpen, opacity: 0.35 },
      }),
      line(forecast, durationMs, acceptQueue, { lineStyle: { color: QUEUE_COLORS.accept, width: 2 }, ...limitLine(forecast, theme, t) }),
    ],
  };
}

/** Both queues are empty before the first step, and the last value holds to the end. */
function line({ series }: QueueForecast, durationMs: number, values: Uint32Array, rest: LineSeriesOption): LineSeriesOption {
  const points = Array.from(series.timesMs, (ms, index): [number, number] => [ms, values[index] ?? 0]);
  return { type: 'line', step: 'end', symbol: 'none', silent: true, data: [[0, 0], ...points, [durationMs, points.at(-1)?.[1] ?? 0]], ...rest };
}

/** A limit far above what was reached would only squeeze the rest. */
const FAR_ABOVE = 4;

function limitLine({ limit, peaks }: QueueForecast, theme: ChartTheme, t: Translate): Pick<LineSeriesOption, 'markLine'> {
  if (limit > FAR_ABOVE * Math.max(peaks.acceptQueue, peaks.halfOpen)) return {};
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
            formatter: t('ui.whatIf.queue.limitLine', { limit }),
          },
        },
      ],
    },
  };
}

function tipAt({ series }: QueueForecast, ms: number, t: Translate): string[] {
  let step = -1;
  while (step + 1 < series.timesMs.length && (series.timesMs[step + 1] ?? 0) <= ms) step++;
  const line = (name: string, values: Uint32Array): string =>
    t('ui.listeners.framesOf', { what: t(`ui.whatIf.queue.series.${name}`), count: values[step] ?? 0 });
  return [formatDuration(ms), line('halfOpen', series.halfOpen), line('acceptQueue', series.acceptQueue)];
}
