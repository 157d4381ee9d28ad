import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import type { BackoffSchedule } from '../../shared/contract/queue-simulation';
import type { Translate } from '../../shared/locales/texts';
import { type ChartPoint, pointMark, pointTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { timeAxis, timeZoom } from '../charts/time-axis';
import { RUNG_STATES } from '../listeners/listener-states';
import { formatDuration } from '../theme/format';
import { type BackoffLine, backoffLines } from './backoff-table';

const MARGIN = 0.1;

/** A ladder: one rung a transmission, over the time since the first. */
export function backoffChart(segment: 'syn' | 'synAck', schedule: BackoffSchedule, theme: ChartTheme, t: Translate): EChartsOption {
  const style = axisStyle(theme);
  const lines = backoffLines(schedule);
  const last = schedule.givenUp.atMs;
  const nameOf = ({ kind, number }: BackoffLine): string =>
    t(`ui.whatIf.backoff.step.${kind}`, { segment: t(`ui.listeners.ladder.segment.${segment}`), number });
  const data = lines.map((line) => ({
    value: [line.atMs, nameOf(line)] as const,
    tip: () => [nameOf(line), `${line.atMs / 1000} s`, formatDuration(line.gapMs)],
    ...pointMark(line.kind === 'givenUp' ? 'reset' : RUNG_STATES[segment], false, theme.surface),
    symbolSize: 10,
    label: { show: line.kind !== 'first', position: 'right', distance: 6, formatter: `${line.atMs / 1000} s`, color: theme.text, fontSize: 11 },
  })) satisfies readonly ChartPoint[];
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [{ left: 160, right: 40, top: 12, bottom: 28, outerBoundsMode: 'none' }],
    xAxis: [{ ...timeAxis(theme, { min: 0, max: last * (1 + MARGIN) }), splitLine: style.splitLine }],
    yAxis: [{ ...style, type: 'category', inverse: true, data: lines.map(nameOf), axisTick: { show: false } }],
    ...timeZoom([0]),
    tooltip: pointTooltip(theme),
    series: [{ type: 'scatter', z: 3, data: data as unknown as ScatterSeriesOption['data'] & object }],
  };
}
