import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import type { KeepAliveForecast } from '../../shared/contract/keep-alive-simulation';
import type { Translate } from '../../shared/locales/texts';
import { type ChartPoint, pointMark, pointTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { timeAxis, timeZoom } from '../charts/time-axis';
import { formatDuration } from '../theme/format';
import { STATES, type StateName } from '../theme/states';

export type Step = KeepAliveForecast['steps'][number];

const STEP_STATES: Readonly<Record<Step['kind'], StateName>> = {
  probe: 'probe',
  beat: 'data',
  'device-forgets': 'icmp',
  reset: 'reset',
  timeout: 'reset',
};
const LANES: Readonly<Record<Step['kind'], string>> = { probe: 'probe', beat: 'beat', 'device-forgets': 'device', reset: 'end', timeout: 'end' };
const MARGIN = 0.04;

export function stateOf(step: Step): StateName {
  return STEP_STATES[step.kind];
}

export function stepText(step: Step, t: Translate): string {
  return t(`cli.simulate.keepalive.step.${step.kind}`, { number: step.kind === 'probe' ? step.number : 0 });
}

/** Steps on a lane each by kind, over the time since the peer's last segment. */
export function forecastChart({ steps, deathMs, device, longestSilenceMs }: KeepAliveForecast, theme: ChartTheme, t: Translate): EChartsOption {
  const style = axisStyle(theme);
  const lanes = [...new Set(steps.map(({ kind }) => LANES[kind]))].reverse();
  const label = { color: theme.text, fontSize: 11, textBorderColor: theme.surface, textBorderWidth: 3 } as const;
  const data = steps.map(
    (step): ChartPoint => ({
      value: [step.atMs, t(`ui.whatIf.lane.${LANES[step.kind]}`)],
      tip: () => [stepText(step, t), `${step.atMs / 1000} s`, formatDuration(step.atMs)],
      ...pointMark(stateOf(step), false, theme.surface),
      symbolSize: 10,
    }),
  );
  const last = Math.max(deathMs, device?.timeoutMs ?? 0);
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [{ left: 96, right: 40, top: 28, bottom: 28, outerBoundsMode: 'none' }],
    xAxis: [timeAxis(theme, { min: 0, max: last * (1 + MARGIN) })],
    yAxis: [{ ...style, type: 'category', data: lanes.map((lane) => t(`ui.whatIf.lane.${lane}`)), axisTick: { show: false } }],
    ...timeZoom([0]),
    tooltip: pointTooltip(theme),
    series: [
      {
        type: 'scatter',
        z: 3,
        data: data as ScatterSeriesOption['data'] & object,
        markLine: {
          silent: true,
          symbol: 'none',
          data: [
            {
              xAxis: deathMs,
              lineStyle: { color: STATES.reset.color, type: 'solid', width: 1.5 },
              label: { ...label, position: 'end', align: 'right', formatter: t('ui.whatIf.detected', { time: `${deathMs / 1000} s` }) },
            },
            ...(device === null
              ? []
              : [
                  {
                    xAxis: device.timeoutMs,
                    lineStyle: { color: STATES.icmp.color, type: 'dashed' as const, width: 1.5 },
                    label: {
                      ...label,
                      position: 'end' as const,
                      align: 'left' as const,
                      formatter: `${device.names.join(', ') || t('ui.whatIf.lane.device')} ${device.timeoutMs / 1000} s`,
                    },
                  },
                ]),
          ],
        },
        markArea: {
          silent: true,
          itemStyle: { color: theme.muted, opacity: 0.12 },
          data: [[{ xAxis: 0 }, { xAxis: longestSilenceMs }]],
        },
      },
    ],
  };
}
