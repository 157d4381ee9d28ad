import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import { roundTimeTop } from '../../shared/base/round-time';
import type { Comparison } from '../../shared/contract/comparison';
import type { Translate } from '../../shared/locales/texts';
import { type ChartPoint, pointTooltip } from '../charts/chart-point';
import type { ChartTheme } from '../charts/chart-theme';
import { durationAxis, spanWithMargin, timeAxis, timeZoom } from '../charts/time-axis';
import { formatDuration } from '../theme/format';

/** Okabe-Ito; shapes tell the ways apart as well. */
export const WAYS = [
  { way: 'fromClients', flag: 1, color: '#0072b2', symbol: 'circle' },
  { way: 'fromServers', flag: 0, color: '#d55e00', symbol: 'triangle' },
] as const;

/** Each segment's time on the way, over the time of the first capture. */
export function delayChart({ series }: Comparison, theme: ChartTheme, t: Translate): EChartsOption {
  const [first = 0] = series.timesMs;
  const times = spanWithMargin(
    series.timesMs.reduce((least, ms) => Math.min(least, ms), first),
    series.timesMs.reduce((most, ms) => Math.max(most, ms), first),
  );
  const longest = series.delaysMs.reduce((most, delay) => Math.max(most, delay), 0);
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [{ left: 72, right: 40, top: 12, bottom: 28, outerBoundsMode: 'none' }],
    xAxis: [timeAxis(theme, times)],
    yAxis: [durationAxis(theme, roundTimeTop(longest))],
    ...timeZoom([0]),
    tooltip: pointTooltip(theme),
    series: WAYS.map(({ way, flag, color, symbol }): ScatterSeriesOption => {
      const name = t(`project.compare.${way}`);
      const data: ChartPoint[] = [];
      series.timesMs.forEach((time, i) => {
        if (series.fromClients[i] !== flag) return;
        const delay = series.delaysMs[i] as number;
        const frames = { first: series.firstFrames[i] as number, second: series.secondFrames[i] };
        data.push({ value: [time, delay], frame: frames.first, tip: () => [name, formatDuration(delay), t('project.compare.frames', frames)] });
      });
      return { type: 'scatter', name, symbol, symbolSize: 6, itemStyle: { color, opacity: 0.8 }, data: data as ScatterSeriesOption['data'] & object };
    }),
  };
}
