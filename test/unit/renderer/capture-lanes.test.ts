import { expect, it } from 'vitest';
import { axisFrom, beginOn, type CaptureTime } from '../../../src/renderer/timeline/capture-lanes';

const START_MS = 1_700_000_000_000;
const CLIENT: CaptureTime = { startMs: START_MS, durationMs: 60_000, offsetMs: 0 };
/** Its clock is 7 s fast, which its offset mends; it was begun 10 s later, and ended 20 s later. */
const SERVER: CaptureTime = { startMs: START_MS + 17_000, durationMs: 70_000, offsetMs: -7000 };

it('an axis over one capture is as long as that', () => {
  expect(axisFrom(CLIENT, [])).toEqual({ fromMs: 0, toMs: 60_000 });
});

it('an axis over two captures counts from the first packet of the one that is shown, and honours offsets', () => {
  expect(axisFrom(CLIENT, [SERVER])).toEqual({ fromMs: 0, toMs: 80_000 });
  expect(axisFrom(SERVER, [CLIENT])).toEqual({ fromMs: -10_000, toMs: 70_000 });
});

it('a capture lies where its first packet does', () => {
  expect(beginOn(CLIENT, SERVER)).toBe(10_000);
  expect(beginOn(SERVER, CLIENT)).toBe(-10_000);
});
