import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import type { Translate } from '../../shared/locales/texts';
import { type ChartPoint, pointMark, pointTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { timeAxis, timeZoom } from '../charts/time-axis';
import { formatDuration } from '../theme/format';
import type { LadderLine } from './ladder-lines';

const MARGIN = 0.08;
/** Room for the names of the rungs. */
const LEFT_PX = 88;

/** `schedules`: said above. One rung a SYN or SYN-ACK over the time since the attempt's first packet: when it was due, and when it was sent. Other packets share the last rung. */
export function ladderChart(lines: readonly LadderLine[], schedules: string, theme: ChartTheme, t: Translate): EChartsOption {
  const style = axisStyle(theme);
  const rungs = lines.filter(({ segment }) => segment !== null);
  const others = lines.filter(({ segment }) => segment === null);
  const last = lines.reduce((most, { atMs, expectedMs }) => Math.max(most, atMs ?? 0, expectedMs ?? 0), 0) || 1;
  const otherName = t('ui.listeners.ladder.others');
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [{ left: LEFT_PX, right: 24, top: schedules === '' ? 8 : 24, bottom: 28, outerBoundsMode: 'none' }],
    xAxis: [{ ...timeAxis(theme, { min: 0, max: last * (1 + MARGIN) }), splitLine: style.splitLine }],
    yAxis: [
      {
        ...style,
        type: 'category',
        inverse: true,
        name: schedules,
        nameLocation: 'start',
        nameGap: 8,
        nameTextStyle: { ...style.nameTextStyle, align: 'left', padding: [0, 0, 0, -LEFT_PX + 8] },
        data: [...rungs.map(({ name }) => name), ...(others.length === 0 ? [] : [otherName])],
        axisTick: { show: false },
        splitLine: { show: true, lineStyle: { color: theme.line, opacity: 0.5 } },
        axisLabel: { ...style.axisLabel, interval: 0 },
      },
    ],
    ...timeZoom([0]),
    tooltip: pointTooltip(theme),
    series: [expectedSeries(rungs, theme, t), sentSeries([...rungs, ...others.map((line) => ({ ...line, lane: otherName }))], theme, t)],
  };
}

/** A pale bar where the schedule had it due. */
function expectedSeries(rungs: readonly LadderLine[], theme: ChartTheme, t: Translate): ScatterSeriesOption {
  const data = rungs.flatMap((line): ChartPoint[] =>
    line.expectedMs === null
      ? []
      : [
          {
            value: [line.expectedMs, line.name],
            tip: () => tipOf(line, t),
            ...(line.frame === null ? {} : { frame: line.frame }),
            symbol: 'rect',
            symbolSize: [6, 16],
            itemStyle: { color: theme.muted, opacity: 0.4 },
          },
        ],
  );
  return { type: 'scatter', z: 1, data: data as ScatterSeriesOption['data'] & object };
}

function sentSeries(lines: readonly (LadderLine & { readonly lane?: string })[], theme: ChartTheme, t: Translate): ScatterSeriesOption {
  const data = lines.flatMap((line) =>
    line.atMs === null
      ? []
      : [
          {
            value: [line.atMs, line.lane ?? line.name],
            tip: () => tipOf(line, t),
            ...(line.frame === null ? {} : { frame: line.frame }),
            ...pointMark(line.state, false, theme.surface),
            symbolSize: 9,
            label: {
              show: line.segment !== null && line.expectedMs !== null,
              position: line.atMs * 2 > (lines.at(-1)?.atMs ?? 0) ? ('left' as const) : ('right' as const),
              distance: 8,
              formatter: formatDuration(line.atMs),
              color: theme.text,
              fontSize: 11,
            },
          },
        ],
  );
  return { type: 'scatter', z: 3, data: data as ScatterSeriesOption['data'] & object };
}

function tipOf({ name, atMs, expectedMs, frame, how }: LadderLine, t: Translate): string[] {
  const time = (key: string, ms: number | null): string[] => (ms === null ? [] : [`${t(`ui.listeners.ladder.${key}`)}: ${formatDuration(ms)}`]);
  return [
    how === '' ? name : `${name} - ${how}`,
    ...(frame === null ? [] : [t('ui.dock.frame', { frame })]),
    ...time('observed', atMs),
    ...time('expected', expectedMs),
  ];
}
