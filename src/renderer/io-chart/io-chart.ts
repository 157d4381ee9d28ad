import type { EChartsOption, LineSeriesOption } from 'echarts';
import type * as z from 'zod/mini';
import type { ioContract } from '../../shared/contract/io-chart';
import type { Translate } from '../../shared/locales/texts';
import { axisTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { formatDuration } from '../theme/format';
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

/** A stepped line a filter, each with a colour and a dash of its own. */
export function ioChart(io: IoSeries, names: readonly string[], unit: IoUnit, theme: ChartTheme, t: Translate): EChartsOption {
  const style = axisStyle(theme);
  const rows = ioRows(io, unit);
  const lines = (x: number): string[] => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, Math.floor((x - io.startMs) / io.bucketMs)))];
    return row === undefined
      ? []
      : [formatDuration(row[0] as number), ...names.map((name, i) => `${name}: ${row[i + 1]} ${t(`project.io.units.${unit}`)}`)];
  };
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [{ left: 72, right: 16, top: 12, bottom: 28 }],
    xAxis: [
      {
        ...style,
        type: 'value',
        min: 'dataMin',
        max: 'dataMax',
        splitLine: { show: false },
        axisLabel: { ...style.axisLabel, formatter: formatDuration },
      },
    ],
    yAxis: [{ ...style, type: 'value', min: 0 }],
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
        data: rows.map((row) => [row[0] as number, row[i + 1] as number]),
      };
    }),
  };
}
