import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import type { Comparison } from '../../shared/contract/comparison';
import type { Translate } from '../../shared/locales/texts';
import { type ChartPoint, pointTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { formatDuration } from '../theme/format';

/** Okabe-Ito; shapes tell the ways apart as well. */
export const WAYS = [
  { way: 'fromClients', flag: 1, color: '#0072b2', symbol: 'circle' },
  { way: 'fromServers', flag: 0, color: '#d55e00', symbol: 'triangle' },
] as const;

/** Each segment's time on the way, over the time of the first capture. */
export function delayChart({ series }: Comparison, theme: ChartTheme, t: Translate): EChartsOption {
  const style = axisStyle(theme);
  const axis = { ...style, type: 'value' as const, axisLabel: { ...style.axisLabel, formatter: formatDuration } };
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [{ left: 72, right: 16, top: 12, bottom: 28 }],
    xAxis: [{ ...axis, name: '', splitLine: { show: false } }],
    yAxis: [{ ...axis, min: 0 }],
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
