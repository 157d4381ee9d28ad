import type { EChartsOption, LineSeriesOption, ScatterSeriesOption } from 'echarts';
import type { HttpDetail, HttpMessage } from '../../shared/contract/http-rows';
import type { Translate } from '../../shared/locales/texts';
import { type ChartPoint, pointMark, pointTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { niceTop, tickText } from '../charts/round-axis';
import { thinPoints } from '../charts/thin-points';
import type { AxisTime } from '../charts/use-axis-time';
import { formatDuration } from '../theme/format';
import type { StateName } from '../theme/states';

const MAX_POINTS = 3000;
const HEADROOM = 1.2;
const KIND_STATES: Readonly<Record<HttpMessage['kind'], StateName>> = { request: 'probe', response: 'answered' };

interface ChartInput {
  readonly detail: HttpDetail;
  readonly theme: ChartTheme;
  readonly t: Translate;
  readonly axisTime: AxisTime;
}

/** Requests and responses on a lane each with the idle gaps between, and below how long each gap was, beside what the server announced. */
export function messageChart(input: ChartInput): EChartsOption {
  const { theme, t, axisTime } = input;
  const style = axisStyle(theme);
  const x = { ...style, ...xRange(input), type: 'value', splitLine: { show: false } } as const;
  const longest = longestGap(input.detail);
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [
      { left: 80, right: 40, top: 4, height: 66, outerBoundsMode: 'none' },
      { left: 80, right: 40, top: 92, bottom: 28, outerBoundsMode: 'none' },
    ],
    xAxis: [
      { ...x, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false } },
      { ...x, gridIndex: 1, axisLabel: { ...style.axisLabel, formatter: (value: number) => tickText(axisTime, value) } },
    ],
    yAxis: [
      {
        ...style,
        type: 'category',
        gridIndex: 0,
        data: [t('ui.http.idle'), t('ui.http.kind.response'), t('ui.http.kind.request')],
        axisTick: { show: false },
      },
      {
        ...style,
        type: 'value',
        gridIndex: 1,
        min: 0,
        max: niceTop(longest * HEADROOM),
        axisLabel: { ...style.axisLabel, formatter: formatDuration },
      },
    ],
    dataZoom: [{ type: 'inside', xAxisIndex: [0, 1], filterMode: 'none' }],
    toolbox: { show: true, right: -100, feature: { dataZoom: { xAxisIndex: [0, 1], yAxisIndex: false, filterMode: 'none' } } },
    tooltip: pointTooltip(theme),
    series: [idleBars(input), messageMarks(input), gapSeries(input)],
  };
}

function longestGap({ messages, http }: HttpDetail): number {
  const gaps = messages.map(({ idleMs }) => idleMs ?? 0);
  return Math.max(
    1,
    http.idleBeforeCloseMs ?? 0,
    http.keepAlive.serverTimeoutMs ?? 0,
    gaps.reduce((most, gap) => Math.max(most, gap), 0),
  );
}

function xRange({ detail, axisTime }: ChartInput): { min: number; max: number } {
  const { startMs, endMs } = detail.http;
  const margin = Math.max(1, (endMs - startMs) * 0.015);
  return { min: startMs - margin + axisTime.offsetMs, max: endMs + margin + axisTime.offsetMs };
}

/** From each response to the next request, and to the close. */
function idleBars({ detail, theme, t, axisTime }: ChartInput): LineSeriesOption {
  const { messages, http, close } = detail;
  const ends = messages.flatMap(({ idleMs, timeMs }) => (idleMs === null ? [] : [{ fromMs: timeMs - idleMs, toMs: timeMs }]));
  if (close !== null && http.idleBeforeCloseMs !== null) ends.push({ fromMs: close.timeMs - http.idleBeforeCloseMs, toMs: close.timeMs });
  const lane = t('ui.http.idle');
  return {
    type: 'line',
    xAxisIndex: 0,
    yAxisIndex: 0,
    silent: true,
    showSymbol: false,
    lineStyle: { color: theme.muted, width: 5, opacity: 0.7 },
    // A gap in the data ends one bar.
    data: ends.flatMap(({ fromMs, toMs }) => [
      [fromMs + axisTime.offsetMs, lane],
      [toMs + axisTime.offsetMs, lane],
      [toMs + axisTime.offsetMs, '-'],
    ]),
  };
}

function messageMarks({ detail, theme, t, axisTime }: ChartInput): ScatterSeriesOption {
  const { messages, close } = detail;
  const shown = thinPoints(
    messages.map(({ timeMs }) => timeMs),
    MAX_POINTS,
    () => false,
  );
  const data = shown.flatMap((index): ChartPoint[] => {
    const message = messages[index];
    if (!message) return [];
    return [
      {
        value: [message.timeMs + axisTime.offsetMs, t(`ui.http.kind.${message.kind}`)],
        frame: message.frame,
        tip: () => messageTip(message, t, axisTime),
        ...pointMark(KIND_STATES[message.kind], false, theme.surface),
        symbolSize: 8,
      },
    ];
  });
  if (close !== null) {
    data.push({
      value: [close.timeMs + axisTime.offsetMs, t('ui.http.idle')],
      frame: close.frame,
      tip: () => [t('ui.http.closed', { end: t(`ui.end.${close.by}`) }), t('ui.dock.frame', { frame: close.frame }), axisTime.text(close.timeMs)],
      ...pointMark(close.kind, false, theme.surface),
      symbolSize: 9,
    });
  }
  return { type: 'scatter', xAxisIndex: 0, yAxisIndex: 0, z: 3, data: data as ScatterSeriesOption['data'] & object };
}

/** The silence before each reuse, and before the close. */
function gapSeries({ detail, theme, t, axisTime }: ChartInput): ScatterSeriesOption {
  const { messages, http, close } = detail;
  const reused = messages.filter(({ idleMs }) => idleMs !== null);
  const gaps = Float64Array.from(reused, ({ idleMs }) => idleMs ?? 0);
  const data = thinPoints(gaps, MAX_POINTS, () => false).flatMap((index): ChartPoint[] => {
    const message = reused[index];
    return message
      ? [
          {
            value: [message.timeMs + axisTime.offsetMs, message.idleMs ?? 0],
            frame: message.frame,
            tip: () => messageTip(message, t, axisTime),
            ...pointMark('probe', false, theme.surface),
            symbolSize: 8,
          },
        ]
      : [];
  });
  const { idleBeforeCloseMs } = http;
  if (close !== null && idleBeforeCloseMs !== null) {
    data.push({
      value: [close.timeMs + axisTime.offsetMs, idleBeforeCloseMs],
      frame: close.frame,
      tip: () => [
        t('ui.http.closed', { end: t(`ui.end.${close.by}`) }),
        t('ui.dock.frame', { frame: close.frame }),
        t('ui.http.afterIdle', { idle: formatDuration(idleBeforeCloseMs) }),
      ],
      ...pointMark(close.kind, false, theme.surface),
      symbolSize: 9,
    });
  }
  const { serverTimeoutMs } = http.keepAlive;
  return {
    type: 'scatter',
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: data as ScatterSeriesOption['data'] & object,
    markLine: {
      silent: true,
      symbol: 'none',
      data:
        serverTimeoutMs === null
          ? []
          : [
              {
                yAxis: serverTimeoutMs,
                lineStyle: { color: theme.accent, type: 'dashed', width: 1.5 },
                label: {
                  position: 'insideStartTop',
                  color: theme.text,
                  fontSize: 11,
                  textBorderColor: theme.surface,
                  textBorderWidth: 3,
                  formatter: t('ui.http.timeoutLine', { timeout: formatDuration(serverTimeoutMs) }),
                },
              },
            ],
    },
  };
}

function messageTip(message: HttpMessage, t: Translate, axisTime: AxisTime): string[] {
  const lines = [message.line, t('ui.dock.frame', { frame: message.frame }), axisTime.text(message.timeMs)];
  if (message.idleMs !== null) lines.push(t('ui.http.afterIdle', { idle: formatDuration(message.idleMs) }));
  return lines;
}
