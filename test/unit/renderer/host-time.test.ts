import { expect, it } from 'vitest';
import { timeOfDay } from '../../../src/renderer/host/host-time';

/** 14 Nov 2023 22:13:20.007 UTC. */
const MS = 1_700_000_000_007;

it.each([
  { mode: 'utc' as const, zone: 'Asia/Shanghai', expected: '22:13:20.007' },
  { mode: 'local' as const, zone: 'Asia/Shanghai', expected: '06:13:20.007' },
  { mode: 'since-start' as const, zone: 'America/New_York', expected: '17:13:20.007' },
])('a time of the host is told in $zone, with times shown as $mode', ({ mode, zone, expected }) => {
  expect(timeOfDay(MS, mode, zone)).toBe(expected);
});
