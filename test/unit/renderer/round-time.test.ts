import { describe, expect, it } from 'vitest';
import { formatRoundTime, roundTimeStep, roundTimes, roundTimeTop } from '../../../src/shared/base/round-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('round times', () => {
  it.each([
    [0.000_03, 0.000_05],
    [0.04, 0.05],
    [0.05, 0.05],
    [0.06, 0.1],
    [170, 200],
    [500, 500],
    [600, 1000],
    [1000, 1000],
    [2100, 5000],
    [12_000, 15_000],
    [31_000, MINUTE],
    [7 * MINUTE, 10 * MINUTE],
    [20 * MINUTE, 30 * MINUTE],
    [2.5 * HOUR, 3 * HOUR],
    [7 * HOUR, 12 * HOUR],
    [13 * HOUR, DAY],
    [4 * DAY, 5 * DAY],
    [60 * DAY, 100 * DAY],
  ])('the step for %d ms is %d ms', (ms, step) => {
    expect(roundTimeStep(ms)).toBeCloseTo(step, 9);
  });

  it('lie within both ends, which count, and on the clock that the offset makes', () => {
    expect(roundTimes(-1, 30_000, 10_000)).toEqual([0, 10_000, 20_000, 30_000]);
    expect(roundTimes(0, 30_000, 10_000, 4567)).toEqual([5433, 15_433, 25_433]);
    expect(roundTimes(0, 0.3, 0.1)).toHaveLength(4);
    expect(roundTimes(1, 2, 10)).toEqual([]);
  });

  it.each([
    [0, 1],
    [0.021, 0.025],
    [345_600, 6 * MINUTE],
    [18 * MINUTE, 20 * MINUTE],
    [75 * 1.2 * 1000, 90_000],
  ])('an axis for %d ms ends at %d ms', (ms, top) => {
    expect(roundTimeTop(ms)).toBeCloseTo(top, 9);
  });

  it.each([
    { step: 0.1, values: [0, 0.1, 0.2], texts: ['0 ms', '0.1 ms', '0.2 ms'] },
    { step: 500, values: [0, 500, 1000, 1500], texts: ['0 s', '0.5 s', '1 s', '1.5 s'] },
    { step: 30_000, values: [0, 30_000, 60_000, 90_000], texts: ['0 s', '30 s', '60 s', '90 s'] },
    { step: 30_000, values: [0, 30_000, 150_000], texts: ['0 min', '30 s', '2 min 30 s'] },
    { step: 30 * MINUTE, values: [0, HOUR, 1.5 * HOUR], texts: ['0 min', '60 min', '90 min'] },
    { step: 30 * MINUTE, values: [0, 2 * HOUR, 2.5 * HOUR], texts: ['0 h', '2 h', '2 h 30 min'] },
    { step: 50, values: [3 * HOUR + 250, 3 * HOUR + 1000], texts: ['3 h 0.25 s', '3 h 1 s'] },
    { step: 12 * HOUR, values: [12 * HOUR, 3 * DAY], texts: ['12 h', '72 h'] },
    { step: DAY, values: [0, DAY, 3 * DAY], texts: ['0 d', '1 d', '3 d'] },
    { step: 10_000, values: [-20_000, 0], texts: ['-20 s', '0 s'] },
  ])('$step ms apart are written $texts', ({ step, values, texts }) => {
    expect(values.map((ms) => formatRoundTime(ms, step, Math.max(...values.map(Math.abs))))).toEqual(texts);
  });
});
