/**
 * Charts as SVG text, for reports that are one file. Written here and not by a charting library: nothing runs in the reader's browser, colours follow the
 * reader's theme by CSS classes, and a chart of a thousand points is some kilobytes.
 */
import { formatCount } from '../../../shared/base/quantity';
import { formatRoundTime, roundTimeStep, roundTimes, roundTimeTop } from '../../../shared/base/round-time';
import { escapeText } from './escape';

/** Shapes tell series apart where colours do not. */
export type Mark = 'dot' | 'cross' | 'triangle' | 'square';

export interface ChartSeries {
  readonly label: string;
  readonly kind: 'bars' | 'points' | 'steps' | 'line';
  /** Class of the colour: `c-blue`, `c-orange`, `c-red`, `c-green`, `c-grey` (Okabe-Ito). */
  readonly colour: string;
  readonly mark?: Mark;
  /** x ascending. */
  readonly points: readonly (readonly [number, number])[];
}

export interface SvgChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** ms since the capture's first packet. */
  readonly x: { readonly min: number; readonly max: number };
  /** From 0; a duration in ms, or how many. */
  readonly y: { readonly kind: 'duration' | 'count'; readonly max: number };
  readonly series: readonly ChartSeries[];
  /** Horizontal lines, each with what it is. */
  readonly references?: readonly { readonly y: number; readonly label: string }[];
  /** Vertical lines: moments. */
  readonly moments?: readonly { readonly x: number; readonly label: string; readonly colour: string }[];
}

const WIDTH = 880;
const HEIGHT = 240;
const PLOT = { left: 64, right: 16, top: 28, bottom: 40 } as const;
/** Half the width of a label. */
const EDGE = 24;
const PLOT_WIDTH = WIDTH - PLOT.left - PLOT.right;
const PLOT_HEIGHT = HEIGHT - PLOT.top - PLOT.bottom;
/** About so many. */
const X_TICKS = 7;
const Y_TICKS = 4;

export function svgOf(chart: SvgChart): string {
  const { min, max } = chart.x;
  const yTicks = yTicksOf(chart.y);
  const yMax = yTicks.at(-1)?.value ?? 1;
  const span = max - min || 1;
  const x = (value: number) => round(PLOT.left + ((value - min) / span) * PLOT_WIDTH);
  const y = (value: number) => round(PLOT.top + PLOT_HEIGHT - (Math.min(value, yMax) / yMax) * PLOT_HEIGHT);
  const parts = [
    `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeText(chart.title)}" xmlns="http://www.w3.org/2000/svg">`,
    `<title>${escapeText(chart.title)}</title>`,
    axes(chart, yTicks, x, y),
    ...(chart.references ?? []).map(({ y: value, label }) => reference(y(value), label)),
    ...(chart.moments ?? []).map(({ x: value, label, colour }) => moment(x(value), label, colour)),
    ...chart.series.map((series) => seriesOf(series, x, y)),
    legend(chart.series),
    '</svg>',
  ];
  return parts.join('');
}

type Scale = (value: number) => number;

interface Tick {
  readonly value: number;
  readonly label: string;
}

function axes(chart: SvgChart, yTicks: readonly Tick[], x: Scale, y: Scale): string {
  let text = '';
  for (const { value, label } of yTicks) {
    text += `<line class="grid" x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${y(value)}" y2="${y(value)}"/>`;
    text += `<text class="tick" x="${PLOT.left - 6}" y="${y(value) + 4}" text-anchor="end">${escapeText(label)}</text>`;
  }
  for (const { value, label } of xTicksOf(chart.x)) {
    // What would stand across the edge of the drawing ends there.
    const anchor = x(value) > WIDTH - PLOT.right - EDGE ? 'end' : 'middle';
    text += `<text class="tick" x="${x(value)}" y="${HEIGHT - PLOT.bottom + 16}" text-anchor="${anchor}">${escapeText(label)}</text>`;
  }
  text += `<text class="label" x="${PLOT.left}" y="${HEIGHT - 6}">${escapeText(chart.xLabel)}</text>`;
  return `${text}<text class="label" x="4" y="14">${escapeText(chart.yLabel)}</text>`;
}

function reference(y: number, label: string): string {
  const line = `<line class="reference" x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${y}" y2="${y}"/>`;
  return `${line}<text class="tick" x="${WIDTH - PLOT.right - 4}" y="${y - 4}" text-anchor="end">${escapeText(label)}</text>`;
}

function moment(x: number, label: string, colour: string): string {
  const line = `<line class="moment ${colour}" x1="${x}" x2="${x}" y1="${PLOT.top}" y2="${HEIGHT - PLOT.bottom}"/>`;
  return `<g>${line}<path class="fill ${colour}" d="M${x - 4} ${PLOT.top - 6}h8l-4 6z"/><title>${escapeText(label)}</title></g>`;
}

function seriesOf({ kind, points, colour, mark }: ChartSeries, x: Scale, y: Scale): string {
  switch (kind) {
    case 'bars': {
      const width = Math.max(1, round(PLOT_WIDTH / Math.max(1, points.length) - 0.5));
      const bars = points.filter(([, value]) => value > 0).map(([at, value]) => `M${x(at)} ${y(0)}V${y(value)}h${width}V${y(0)}z`);
      return `<path class="fill ${colour}" d="${bars.join('')}"/>`;
    }
    case 'points':
      return `<path class="mark ${colour}" d="${points.map(([at, value]) => markPath(mark ?? 'dot', x(at), y(value))).join('')}"/>`;
    case 'line':
      return `<path class="line ${colour}" d="${points.map(([at, value], i) => `${i === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join('')}"/>`;
    case 'steps':
      return `<path class="line ${colour}" d="${points.map(([at, value], i) => (i === 0 ? `M${x(at)} ${y(value)}` : `H${x(at)}V${y(value)}`)).join('')}"/>`;
  }
}

function markPath(mark: Mark, x: number, y: number): string {
  switch (mark) {
    case 'dot':
      return `M${round(x - 3)} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`;
    case 'square':
      return `M${round(x - 3)} ${round(y - 3)}h6v6h-6z`;
    case 'triangle':
      return `M${round(x - 4)} ${round(y + 3)}h8l-4 -7z`;
    case 'cross':
      return `M${round(x - 4)} ${round(y - 4)}l8 8m0 -8l-8 8`;
  }
}

const LEGEND_CHARACTER = 6.6;

function legend(series: readonly ChartSeries[]): string {
  if (series.length < 2) return '';
  let at = WIDTH - PLOT.right;
  const items: string[] = [];
  for (const { label, colour, mark, kind } of [...series].reverse()) {
    // Ideographs are twice as wide.
    const wide = [...label].reduce((sum, character) => sum + (character > '\u2e80' ? 1.8 : 1), 0);
    at -= wide * LEGEND_CHARACTER + 22;
    const shape =
      kind === 'points'
        ? `<path class="mark ${colour}" d="${markPath(mark ?? 'dot', at + 6, 10)}"/>`
        : `<rect class="fill ${colour}" x="${round(at)}" y="6" width="12" height="8"/>`;
    items.push(`${shape}<text class="tick" x="${round(at + 16)}" y="14">${escapeText(label)}</text>`);
  }
  return items.join('');
}

function xTicksOf({ min, max }: SvgChart['x']): Tick[] {
  const stepMs = max > min ? roundTimeStep((max - min) / X_TICKS) : 1;
  return roundTimes(min, max, stepMs).map((value) => ({ value, label: formatRoundTime(value, stepMs, max) }));
}

/** From 0 to a round value that `max` fits under. */
function yTicksOf({ kind, max }: SvgChart['y']): Tick[] {
  if (kind === 'count') {
    const top = niceCeiling(max);
    return Array.from({ length: Y_TICKS + 1 }, (_, i) => (top * i) / Y_TICKS).map((value) => ({ value, label: formatCount(value) }));
  }
  const top = roundTimeTop(max);
  const stepMs = roundTimeStep(top / (Y_TICKS + 1));
  return roundTimes(0, top, stepMs).map((value) => ({ value, label: formatRoundTime(value, stepMs, top) }));
}

/** The next 1, 2, 2.5 or 5 times a power of ten; 1 of nothing. */
function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
