import type { TooltipComponentOption } from 'echarts';
import { STATES, type StateName } from '../theme/states';
import type { ChartTheme } from './chart-theme';

/** What a point of a chart stands for. */
export interface ChartPoint {
  readonly value: readonly [number, number | string];
  /** The packet that it stands for; absent where it stands for none. */
  readonly frame?: number;
  /** All packets behind it, where it stands for several. */
  readonly frames?: readonly number[];
  /** Lines about it; made when they are shown. */
  readonly tip: () => readonly string[];
  readonly symbol?: string;
  readonly symbolSize?: number | readonly [number, number];
  readonly itemStyle?: object;
}

/** The mark of a state; an inferred one is drawn hollow. */
export function pointMark(state: StateName, hollow: boolean, surface: string): Pick<ChartPoint, 'symbol' | 'itemStyle'> {
  const { color, path } = STATES[state];
  return {
    symbol: `path://${path}`,
    itemStyle: hollow ? { color: surface, borderColor: color, borderWidth: 1.6, opacity: 1 } : { color, opacity: 1 },
  };
}

/** Shows the lines of `ChartPoint.tip`. */
export function pointTooltip(theme: ChartTheme): TooltipComponentOption {
  return {
    trigger: 'item',
    confine: true,
    backgroundColor: theme.surface,
    borderColor: theme.line,
    textStyle: { color: theme.text, fontSize: 12 },
    formatter: (item) => {
      const point = (Array.isArray(item) ? item[0] : item)?.data as ChartPoint | undefined;
      return point?.tip?.().map(escapeHtml).join('<br>') ?? '';
    },
  };
}

/** Shows lines about the value of the x axis that the pointer is over. */
export function axisTooltip(theme: ChartTheme, linesAt: (x: number) => readonly string[]): TooltipComponentOption {
  const { formatter: _, ...style } = pointTooltip(theme);
  return {
    ...style,
    trigger: 'axis',
    formatter: (items) => {
      const item = (Array.isArray(items) ? items[0] : items) as { readonly axisValue?: number } | undefined;
      return linesAt(Number(item?.axisValue)).map(escapeHtml).join('<br>');
    },
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
