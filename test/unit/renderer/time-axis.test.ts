import { init } from 'echarts/core';
import { describe, expect, it } from 'vitest';
import type { ChartTheme } from '../../../src/renderer/charts/chart-theme';
import '../../../src/renderer/charts/echarts';
import { durationAxis, spanWithMargin, timeAxis, timeZoom } from '../../../src/renderer/charts/time-axis';

const THEME: ChartTheme = { text: '#111', muted: '#555', line: '#ccc', surface: '#fff', accent: '#25c', fontUi: 'sans-serif' };
const SECONDS = 90;

/** A chart drawn as SVG, and the labels in it. */
function chart(width = 800, height = 300) {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width, height });
  drawn.setOption({
    animation: false,
    grid: [{ left: 60, right: 40, top: 20, bottom: 30, outerBoundsMode: 'none' }],
    xAxis: [timeAxis(THEME, { min: -1350, max: SECONDS * 1000 + 1350 })],
    yAxis: [durationAxis(THEME, 360_000)],
    ...timeZoom([0]),
    series: [
      {
        type: 'scatter',
        data: [
          [0, 288_000],
          [SECONDS * 1000, 288_000],
        ],
      },
    ],
  });
  return {
    labels: () => [...drawn.renderToSVGString().matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text),
    zoom: (startValue: number, endValue: number) => drawn.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, startValue, endValue }),
    resize: (size: { width: number; height: number }) => drawn.resize(size),
  };
}
const Y_LABELS = ['0 min', '1 min', '2 min', '3 min', '4 min', '5 min', '6 min'];

describe('a time axis', () => {
  it('has round ticks in the drawing, those that stand as well', () => {
    const { labels } = chart();
    expect(labels()).toEqual([...Y_LABELS, '0 s', '10 s', '20 s', '30 s', '40 s', '50 s', '60 s', '70 s', '80 s', '90 s']);
  });

  it('finds them anew for each zoom', () => {
    const { labels, zoom } = chart();
    zoom(20_100, 21_400);
    expect(labels()).toEqual([...Y_LABELS, '20.2 s', '20.4 s', '20.6 s', '20.8 s', '21 s', '21.2 s', '21.4 s']);
    zoom(-1350, SECONDS * 1000 + 1350);
    expect(labels()).toContain('10 s');
  });

  it('finds them anew for each size', () => {
    const { labels, resize } = chart();
    resize({ width: 400, height: 120 });
    expect(labels()).toEqual(['0 min', '2 min', '4 min', '6 min', '0 s', '30 s', '60 s', '90 s']);
  });
});

describe('the span of an axis', () => {
  it('leaves room in proportion to it, however short it is', () => {
    expect(spanWithMargin(10, 10.5)).toEqual({ min: 10 - 0.0075, max: 10.5 + 0.0075 });
  });
  it('has a length around a single moment', () => {
    expect(spanWithMargin(10, 10)).toEqual({ min: 9, max: 11 });
  });
});
