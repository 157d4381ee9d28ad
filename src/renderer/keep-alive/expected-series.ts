import type { LineSeriesOption, ScatterSeriesOption } from 'echarts';
import { type ChartPoint, pointTooltip } from '../charts/chart-point';
import { thinPoints } from '../charts/thin-points';
import { formatDuration } from '../theme/format';
import type { IntervalChartInput } from './interval-chart';

const MAX_POINTS = 2000;

/** What the inferred settings let expect, behind what was seen: the interval before each probe, when probes were due to a silent peer, and its end. */
export function expectedSeries(input: IntervalChartInput): (LineSeriesOption | ScatterSeriesOption)[] {
  return input.detail.verdicts.flatMap((_, index) => [intervalLine(input, index), dueMarks(input, index)]);
}

/** Of both ends or one: whose it is stands in the tip. */
function intervalLine({ detail, theme, t }: IntervalChartInput, index: number): LineSeriesOption {
  const { intervalsMs, deathMs } = (detail.verdicts[index] as (typeof detail.verdicts)[number]).expected;
  const end = detail.ends[index];
  const shown = thinPoints(intervalsMs, MAX_POINTS, (place) => intervalsMs[place] !== intervalsMs[place - 1]);
  const data = shown.map((place) => {
    const expected = intervalsMs[place] ?? Number.NaN;
    return [end?.timesMs[place] ?? 0, Number.isNaN(expected) ? '-' : expected];
  });
  return {
    type: 'line',
    xAxisIndex: 1,
    yAxisIndex: 1,
    z: 1,
    step: 'end',
    silent: true,
    showSymbol: false,
    lineStyle: { color: theme.muted, width: 8, opacity: 0.28, cap: 'round' },
    data,
    ...(deathMs !== null && {
      markLine: {
        silent: true,
        symbol: 'none',
        data: [
          {
            xAxis: deathMs,
            lineStyle: { color: theme.muted, type: 'dashed', width: 1.5 },
            label: {
              position: 'end',
              align: 'right',
              distance: 2,
              color: theme.muted,
              fontSize: 11,
              textBorderColor: theme.surface,
              textBorderWidth: 3,
              formatter: t('ui.keepAlive.expectedEnd'),
            },
          },
        ],
      },
    }),
  };
}

/** Strokes on the prober's lane where a probe was due. */
function dueMarks({ detail, theme, t, axisTime }: IntervalChartInput, index: number): ScatterSeriesOption {
  const verdict = detail.verdicts[index] as (typeof detail.verdicts)[number];
  const lane = t(`ui.end.${verdict.prober}`);
  const data = Array.from(
    verdict.expected.dueMs,
    (timeMs): ChartPoint => ({
      value: [timeMs, lane],
      tip: () => [t('ui.keepAlive.expectedProbe'), axisTime.moment(timeMs), formatDuration(timeMs)],
      symbol: 'rect',
      symbolSize: [2, 18],
      itemStyle: { color: theme.muted, opacity: 0.5 },
    }),
  );
  return { type: 'scatter', xAxisIndex: 0, yAxisIndex: 0, z: 1, tooltip: pointTooltip(theme), data: data as ScatterSeriesOption['data'] & object };
}
