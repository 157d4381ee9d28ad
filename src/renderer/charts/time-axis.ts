/** Time axes of charts: round times as ticks, chosen anew for each zoom and size in the same drawing. */
import { PRIORITY, registerProcessor } from 'echarts/core';
import { axisStyle, type ChartTheme } from './chart-theme';
import { DURATION_TICKS, type TickTexts, ticksOf } from './time-ticks';

/** Room on both sides of what an axis shows, as a share of it. */
const MARGIN = 0.015;
/** Room around a single moment, in ms. */
const MOMENT_MARGIN_MS = 1;

/** From the first moment to the last, with room for marks at both ends. */
export function spanWithMargin(firstMs: number, lastMs: number): { min: number; max: number } {
  const margin = lastMs > firstMs ? (lastMs - firstMs) * MARGIN : MOMENT_MARGIN_MS;
  return { min: firstMs - margin, max: lastMs + margin };
}

/** An axis of times in ms whose ticks `texts` tells. */
export function timeAxis(theme: ChartTheme, { min, max }: { readonly min: number; readonly max: number }, texts: TickTexts = DURATION_TICKS) {
  const style = axisStyle(theme);
  return { ...style, type: 'value', min, max, splitLine: { show: false }, timeTicks: texts } as const;
}

/** An axis of durations from 0 to `topMs`, to stand beside the chart. */
export function durationAxis(theme: ChartTheme, topMs: number) {
  return { ...axisStyle(theme), type: 'value', min: 0, max: topMs, timeTicks: DURATION_TICKS } as const;
}

/** The x axes are zoomed together: by the wheel, and by dragging, for which the hidden tool box is there. */
export function timeZoom(xAxisIndex: readonly number[]) {
  const axes = [...xAxisIndex];
  return {
    dataZoom: [{ type: 'inside' as const, xAxisIndex: axes, filterMode: 'none' as const }],
    toolbox: { show: true, right: -100, feature: { dataZoom: { xAxisIndex: axes, yAxisIndex: false as const, filterMode: 'none' as const } } },
  };
}

/** What is used here of ECharts' model of an axis; its typings do not name it. */
interface AxisModel {
  readonly componentIndex: number;
  readonly option: {
    readonly min?: unknown;
    readonly max?: unknown;
    readonly timeTicks?: TickTexts;
    readonly axisTick: { customValues?: readonly number[] };
    readonly axisLabel: { customValues?: readonly number[]; formatter?: (value: number) => string };
  };
  readonly axis?: { getExtent(): readonly [number, number] };
}

/** The same of its model of a zoom. */
interface ZoomModel {
  eachTargetAxis(use: (dimension: string, axisIndex: number) => void): void;
  getValueRange(dimension: string, axisIndex: number): readonly [number, number];
}

/** In each drawing after the zoom is known and before the axes are laid out. */
registerProcessor(PRIORITY.PROCESSOR.STATISTIC, {
  overallReset: (charts) => {
    const zoomed = new Map<string, readonly [number, number]>();
    charts.eachComponent('dataZoom', (model) => {
      const zoom = model as unknown as ZoomModel;
      zoom.eachTargetAxis((dimension, index) => zoomed.set(`${dimension}${index}`, zoom.getValueRange(dimension, index)));
    });
    for (const dimension of ['x', 'y'] as const) {
      charts.eachComponent(`${dimension}Axis`, (model) => {
        const axis = model as unknown as AxisModel;
        placeTicks(axis, dimension === 'y', zoomed.get(`${dimension}${axis.componentIndex}`));
      });
    }
  },
});

/** `zoomed`: what a zoom shows of it. */
function placeTicks({ option, axis }: AxisModel, standing: boolean, zoomed: readonly [number, number] | undefined): void {
  const texts = option.timeTicks;
  if (texts === undefined || axis === undefined) return;
  const [fromMs, toMs] = zoomed ?? [Number(option.min), Number(option.max)];
  const [start, end] = axis.getExtent();
  const sight = { fromMs, toMs };
  const { values, stepMs } = ticksOf(sight, Math.abs(end - start), texts, standing);
  option.axisTick.customValues = values;
  option.axisLabel.customValues = values;
  option.axisLabel.formatter = (ms) => texts.text(ms, stepMs, sight);
}
