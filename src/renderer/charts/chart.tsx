import type { EChartsOption } from 'echarts';
import { type RefObject, useEffect, useRef } from 'react';
import { whenStill } from '../app/settled-selection';
import { type EChartsType, init } from './echarts';
import type { Sight } from './time-ticks';

interface ChartProps {
  readonly option: EChartsOption;
  readonly label: string;
  /** Part of the x axes in sight; null: all. */
  readonly sight: Sight | null;
  /** `data` of the point that was clicked. */
  readonly onPick: (data: unknown) => void;
  readonly chartRef: RefObject<EChartsType | null>;
}

/** A chart on a canvas: the wheel zooms, a drag chooses a part, a double click shows all again. Its table twin is the caller's. */
export function Chart({ option, label, sight, onPick, chartRef }: ChartProps) {
  const elementRef = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  pick.current = onPick;

  useEffect(() => {
    const element = elementRef.current;
    if (!element) return;
    const chart = init(element, null, { renderer: 'canvas' });
    chartRef.current = chart;
    chart.on('click', (event) => pick.current(event.data));
    chart.getZr().on('dblclick', () => chart.dispatchAction({ type: 'dataZoom', start: 0, end: 100 }));
    const observer = new ResizeObserver(() => fitTo(chart, element));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
      chartRef.current = null;
    };
  }, [chartRef]);

  /** Every action draws the chart once more: what an option can say is said with it. */
  const drawn = useRef<(Pick<ChartProps, 'sight' | 'option'> & { readonly chart: EChartsType }) | null>(null);
  useEffect(() => {
    const chart = chartRef.current;
    if (!chart) return;
    const before = drawn.current?.chart === chart ? drawn.current : null;
    const isDrawn = (): void => {
      drawn.current = { chart, sight, option };
      elementRef.current?.removeAttribute('aria-busy');
    };
    if (before?.option === option) {
      if (before.sight !== sight) chart.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, ...zoomTo(sight) });
      isDrawn();
      return;
    }
    elementRef.current?.setAttribute('aria-busy', 'true');
    return whenStill(() => {
      chart.setOption(inSight(option, sight), { notMerge: true });
      isDrawn();
    });
  }, [chartRef, sight, option]);

  /** A drag chooses a part from the time on that the pointer comes near: until then, drawing once is enough. */
  const isZooming = useRef<EChartsType | null>(null);
  const takeCursor = (): void => {
    const chart = chartRef.current;
    if (isZooming.current === chart) return;
    isZooming.current = chart;
    chart?.dispatchAction({ type: 'takeGlobalCursor', key: 'dataZoomSelect', dataZoomSelectActive: true });
  };

  return <div ref={elementRef} className="chart" role="img" aria-label={label} onPointerEnter={takeCursor} />;
}

/** An observer tells of the size that a chart began with as well: to resize to that would draw it once more. */
function fitTo(chart: EChartsType, { clientWidth, clientHeight }: HTMLElement): void {
  if (chart.getWidth() !== clientWidth || chart.getHeight() !== clientHeight) chart.resize();
}

function zoomTo(sight: ChartProps['sight']) {
  return sight ? { startValue: sight.fromMs, endValue: sight.toMs } : { start: 0, end: 100 };
}

/** The first zoom is that of the time axes. */
function inSight(option: EChartsOption, sight: ChartProps['sight']): EChartsOption {
  const [first, ...others] = [option.dataZoom ?? []].flat();
  return first && sight ? { ...option, dataZoom: [{ ...first, ...zoomTo(sight) }, ...others] } : option;
}
