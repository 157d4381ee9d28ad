import type { EChartsOption, LineSeriesOption } from 'echarts';
import type * as z from 'zod/mini';
import type { ioContract } from '../../shared/contract/io-chart';
import type { Translate } from '../../shared/locales/texts';
import type { AxisTime } from '../charts/axis-time';
import { axisTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { timeAxis, timeZoom } from '../charts/time-axis';
import { formatRate } from '../theme/format';
import { IO_STYLES, type IoUnit } from './io-state';

export type IoSeries = z.infer<(typeof ioContract)['io.read']['result']>;

const BITS = 8;

/** Values per second of one series in the unit asked for. */
export function ratesOf({ bucketMs }: IoSeries, series: IoSeries['series'][number], unit: IoUnit): number[] {
  const perSecond = 1000 / bucketMs;
  const values = unit === 'packets' ? series.packets : series.bytes;
  const factor = unit === 'bits' ? BITS * perSecond : perSecond;
  return Array.from(values, (value) => value * factor);
}

/** Begin of each part in ms, then the value of each series. */
export function ioRows(io: IoSeries, unit: IoUnit): number[][] {
  const rates = io.series.map((series) => ratesOf(io, series, unit));
  const parts = io.series[0]?.packets.length ?? 0;
  return Array.from({ length: parts }, (_, i) => [
    io.startMs + i * io.bucketMs,
    ...rates.map((values) => Number((values[i] as number).toPrecision(6))),
  ]);
}

interface IoChartTexts {
  readonly theme: ChartTheme;
  readonly t: Translate;
  readonly language: string;
  readonly axisTime: AxisTime;
}

/** A stepped line a filter, each with a colour and a dash of its own. */
export function ioChart(io: IoSeries, names: readonly string[], unit: IoUnit, { theme, t, language, axisTime }: IoChartTexts): EChartsOption {
  const style = axisStyle(theme);
  const rows = ioRows(io, unit);
  const endMs = io.startMs + Math.max(1, rows.length) * io.bucketMs;
  const lines = (x: number): string[] => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, Math.floor((x - io.startMs) / io.bucketMs)))];
    return row === undefined
      ? []
      : [axisTime.moment(row[0] as number), ...names.map((name, i) => `${name}: ${row[i + 1]} ${t(`project.io.units.${unit}`)}`)];
  };
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [{ left: 72, right: 40, top: 12, bottom: 28, outerBoundsMode: 'none' }],
    xAxis: [timeAxis(theme, { min: io.startMs, max: endMs }, axisTime.ticks)],
    yAxis: [{ ...style, type: 'value', min: 0, axisLabel: { ...style.axisLabel, formatter: (rate: number) => formatRate(rate, language) } }],
    ...timeZoom([0]),
    tooltip: axisTooltip(theme, lines),
    series: names.map((name, i): LineSeriesOption => {
      const { colour, dash } = IO_STYLES[i] ?? IO_STYLES[0];
      return {
        type: 'line',
        name,
        step: 'end',
        symbol: 'none',
        lineStyle: { color: colour, width: 1.6, type: typeof dash === 'string' ? dash : [...dash] },
        itemStyle: { color: colour },
        // The last value holds to the end of its part.
        data: [...rows, [endMs, ...(rows.at(-1)?.slice(1) ?? [])]].map((row) => [row[0] as number, row[i + 1] as number]),
      };
    }),
  };
}
