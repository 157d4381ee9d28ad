import type { EChartsOption, LineSeriesOption, ScatterSeriesOption } from 'echarts';
import { roundTimeTop } from '../../shared/base/round-time';
import type { HttpDetail, HttpMessage } from '../../shared/contract/http-rows';
import type { Translate } from '../../shared/locales/texts';
import type { AxisTime } from '../charts/axis-time';
import { type ChartPoint, pointMark, pointTooltip } from '../charts/chart-point';
import { axisStyle, type ChartTheme } from '../charts/chart-theme';
import { thinPoints } from '../charts/thin-points';
import { durationAxis, spanWithMargin, timeAxis, timeZoom } from '../charts/time-axis';
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
  const { startMs, endMs } = input.detail.http;
  const x = timeAxis(theme, spanWithMargin(startMs, endMs), axisTime.ticks);
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontUi },
    grid: [
      { left: 80, right: 40, top: 4, height: 66, outerBoundsMode: 'none' },
      { left: 80, right: 40, top: 92, bottom: 28, outerBoundsMode: 'none' },
    ],
    xAxis: [
      { ...x, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false } },
      { ...x, gridIndex: 1 },
    ],
    yAxis: [
      {
        ...style,
        type: 'category',
        gridIndex: 0,
        data: [t('ui.http.idle'), t('ui.http.kind.response'), t('ui.http.kind.request')],
        axisTick: { show: false },
      },
      { ...durationAxis(theme, roundTimeTop(longestGap(input.detail) * HEADROOM)), gridIndex: 1 },
    ],
    ...timeZoom([0, 1]),
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

/** From each response to the next request, and to the close. */
function idleBars({ detail, theme, t }: ChartInput): LineSeriesOption {
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
      [fromMs, lane],
      [toMs, lane],
      [toMs, '-'],
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
        value: [message.timeMs, t(`ui.http.kind.${message.kind}`)],
        frame: message.frame,
        tip: () => messageTip(message, t, axisTime),
        ...pointMark(KIND_STATES[message.kind], false, theme.surface),
        symbolSize: 8,
      },
    ];
  });
  if (close !== null) {
    data.push({
      value: [close.timeMs, t('ui.http.idle')],
      frame: close.frame,
      tip: () => [t('ui.http.closed', { end: t(`ui.end.${close.by}`) }), t('ui.dock.frame', { frame: close.frame }), axisTime.moment(close.timeMs)],
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
            value: [message.timeMs, message.idleMs ?? 0],
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
      value: [close.timeMs, idleBeforeCloseMs],
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
  const lines = [message.line, t('ui.dock.frame', { frame: message.frame }), axisTime.moment(message.timeMs)];
  if (message.idleMs !== null) lines.push(t('ui.http.afterIdle', { idle: formatDuration(message.idleMs) }));
  return lines;
}
