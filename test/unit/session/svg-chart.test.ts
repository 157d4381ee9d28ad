import { describe, expect, it } from 'vitest';
import { type SvgChart, svgOf } from '../../../src/engine/session/document/svg-chart';

/** Labels of both axes: those beside the y axis end at it. */
function labels(x: SvgChart['x'], y: SvgChart['y']): { x: string[]; y: string[] } {
  const svg = svgOf({ title: 'title', xLabel: 'x', yLabel: 'y', x, y, series: [] });
  const all = [...svg.matchAll(/<text class="tick" x="([\d.]+)"[^>]*>([^<]*)</g)];
  const of = (isY: boolean): string[] => all.filter(([, at]) => Number(at) < 64 === isY).map(([, , text]) => text ?? '');
  return { x: of(false), y: of(true) };
}

describe('the chart of a report', () => {
  it.each([
    { max: 0.5, expected: ['0 ms', '0.1 ms', '0.2 ms', '0.3 ms', '0.4 ms', '0.5 ms'] },
    { max: 90_000, expected: ['0 s', '15 s', '30 s', '45 s', '60 s', '75 s', '90 s'] },
    { max: 7_200_000, expected: ['0 min', '30 min', '60 min', '90 min', '120 min'] },
    { max: 3 * 86_400_000, expected: ['0 h', '12 h', '24 h', '36 h', '48 h', '60 h', '72 h'] },
  ])('has round times to $max ms', ({ max, expected }) => {
    expect(labels({ min: 0, max }, { kind: 'count', max: 1 }).x).toEqual(expected);
  });

  it('has none but round times where it does not begin at one', () => {
    expect(labels({ min: 12_345, max: 47_891 }, { kind: 'count', max: 1 }).x).toEqual(['20 s', '30 s', '40 s']);
  });

  it('has round durations at its side, the highest above all that is drawn', () => {
    expect(labels({ min: 0, max: 1 }, { kind: 'duration', max: 316_800 }).y).toEqual(['0 min', '2 min', '4 min', '6 min']);
    expect(labels({ min: 0, max: 1 }, { kind: 'count', max: 0.31 }).y).toEqual(['0', '0.125', '0.25', '0.375', '0.5']);
  });
});
