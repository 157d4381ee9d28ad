import { describe, expect, it } from 'vitest';
import { axisTimeOf } from '../../../src/renderer/charts/axis-time';
import { ticksOf } from '../../../src/renderer/charts/time-ticks';
import { timeOfDayTicks } from '../../../src/renderer/host/host-time';
import type { TimeBase } from '../../../src/renderer/packet-grid/time-format';

const DAY_MS = 86_400_000;
/** The first packet at 2025-11-23 09:47:14.567 UTC. */
const BASE: TimeBase = {
  kind: 'epoch',
  baseSeconds: 1_763_891_200,
  first: { seconds: 34, nanoseconds: 567_000_000 },
  digits: 6,
  zone: 'Asia/Kathmandu',
};
const WIDTH_PX = 700;

/** Labels of the axis from `fromMs` to `toMs`. */
function labels(fromMs: number, toMs: number, { base = BASE, mode = 'utc' as const, px = WIDTH_PX } = {}): string[] {
  const { ticks } = axisTimeOf(base, mode, toMs);
  const sight = { fromMs, toMs };
  const { values, stepMs } = ticksOf(sight, px, ticks, false);
  return values.map((ms) => ticks.text(ms, stepMs, sight));
}

describe('ticks of a time axis', () => {
  it.each([
    {
      toMs: 0.5,
      expected: ['09:47:14.5670', '09:47:14.5671', '09:47:14.5672', '09:47:14.5673', '09:47:14.5674', '09:47:14.5675'],
    },
    { toMs: 3000, expected: ['09:47:15.0', '09:47:15.5', '09:47:16.0', '09:47:16.5', '09:47:17.0', '09:47:17.5'] },
    {
      toMs: 90_000,
      expected: ['09:47:20', '09:47:30', '09:47:40', '09:47:50', '09:48:00', '09:48:10', '09:48:20', '09:48:30', '09:48:40'],
    },
    {
      toMs: 7_200_000,
      expected: ['10:00:00', '10:15:00', '10:30:00', '10:45:00', '11:00:00', '11:15:00', '11:30:00', '11:45:00'],
    },
    {
      toMs: 3 * DAY_MS,
      expected: ['11-23 12:00', '11-24 00:00', '11-24 12:00', '11-25 00:00', '11-25 12:00', '11-26 00:00'],
    },
  ])('are round on the clock over $toMs ms', ({ toMs, expected }) => {
    expect(labels(0, toMs)).toEqual(expected);
  });

  it('stay round when a part is zoomed into, down to nanoseconds', () => {
    expect(labels(2_000_000, 2_010_000)).toEqual(['10:20:36', '10:20:38', '10:20:40', '10:20:42', '10:20:44']);
    expect(labels(3_600_000, 3_600_000.001_1)).toEqual(['10:47:14.5670000', '10:47:14.5670005', '10:47:14.5670010']);
  });

  it('are round in the zone that times are told in, whatever its difference from UTC', () => {
    const local = axisTimeOf(BASE, 'local', DAY_MS / 2);
    const sight = { fromMs: 0, toMs: DAY_MS / 2 };
    const { values, stepMs } = ticksOf(sight, WIDTH_PX, local.ticks, false);
    expect(values.map((ms) => local.ticks.text(ms, stepMs, sight)).slice(0, 3)).toEqual(['16:00:00', '18:00:00', '20:00:00']);
  });

  it('are fewer where there is less room, and evenly spaced', () => {
    expect(labels(0, 90_000, { px: 300 })).toEqual(['09:47:30', '09:48:00', '09:48:30']);
  });

  it('tell the time since the first packet where the user wants that, or no clock is known', () => {
    for (const ticks of [
      axisTimeOf(BASE, 'since-start', 0).ticks,
      axisTimeOf({ ...BASE, kind: 'relative' }, 'utc', 0).ticks,
      axisTimeOf(null, 'utc', 0).ticks,
    ]) {
      const sight = { fromMs: 0, toMs: 90_000 };
      const { values, stepMs } = ticksOf(sight, WIDTH_PX, ticks, false);
      expect(values.map((ms) => ticks.text(ms, stepMs, sight))).toEqual([
        '0 s',
        '10 s',
        '20 s',
        '30 s',
        '40 s',
        '50 s',
        '60 s',
        '70 s',
        '80 s',
        '90 s',
      ]);
    }
  });

  it('of host samples count from the epoch', () => {
    const fromMs = 1_763_891_234_567;
    const ticks = timeOfDayTicks(fromMs, 'local', 'Asia/Kathmandu');
    const sight = { fromMs, toMs: fromMs + 300_000 };
    const { values, stepMs } = ticksOf(sight, WIDTH_PX, ticks, false);
    expect(values.map((ms) => ticks.text(ms, stepMs, sight))).toEqual(['15:33:00', '15:34:00', '15:35:00', '15:36:00', '15:37:00']);
  });
});

describe('a time told beside a chart', () => {
  it('has its date where the capture lasts for a day or longer and there is room', () => {
    expect(axisTimeOf(BASE, 'utc', DAY_MS - 1).moment(1500)).toBe('09:47:16.067');
    expect(axisTimeOf(BASE, 'utc', DAY_MS).moment(1500)).toBe('2025-11-23 09:47:16.067');
    expect(axisTimeOf(BASE, 'utc', DAY_MS).text(1500)).toBe('09:47:16.067');
  });
  it('of a time of day has none', () => {
    expect(axisTimeOf({ ...BASE, kind: 'time-of-day', baseSeconds: 35_200 }, 'utc', DAY_MS).moment(0)).toBe('09:47:14.567');
  });
});
