import { expect, it } from 'vitest';
import { parseTimeLine } from '../../../src/engine/host/time-line';

const MOMENT = Date.parse('2026-11-22T14:14:54Z');

it.each([
  { line: 'Sun Nov 22 14:14:54 UTC 2026', timeMs: MOMENT },
  { line: 'Sun Nov 22 15:14:54 CET 2026', timeMs: MOMENT },
  { line: 'Sun Nov 22 06:14:54 PST 2026', timeMs: MOMENT },
  { line: 'Sun 22 Nov 2026 02:14:54 PM UTC', timeMs: MOMENT },
  { line: 'Sun 22 Nov 2026 12:14:54 AM UTC', timeMs: Date.parse('2026-11-22T00:14:54Z') },
  { line: 'Sun, 22 Nov 2026 22:14:54 +0800', timeMs: MOMENT },
  { line: '2026-11-22T14:14:54Z', timeMs: MOMENT },
  { line: '2026-11-22T15:44:54+01:30', timeMs: MOMENT },
  { line: '2026-11-22 14:14:54.250000000+00:00', timeMs: MOMENT + 250 },
  { line: '2026-11-22 14:14:54,25 UTC', timeMs: MOMENT + 250 },
  { line: '1795356894', timeMs: MOMENT },
  { line: '1795356894.250000000', timeMs: MOMENT + 250 },
  { line: '1795356894250', timeMs: MOMENT + 250 },
  { line: '1795356894250000000', timeMs: MOMENT + 250 },
  { line: '=== 1795356894 ===', timeMs: MOMENT },
  { line: '# Sun Nov 22 14:14:54 UTC 2026', timeMs: MOMENT },
])('$line', ({ line, timeMs }) => {
  expect(parseTimeLine(line)).toEqual({ timeMs, zoneAssumed: null });
});

it.each([
  { line: '2026-11-22 14:14:54', zone: '' },
  { line: 'Sun Nov 22 14:14:54 2026', zone: '' },
  { line: 'Sun Nov 22 14:14:54 CST 2026', zone: 'CST' },
  { line: 'Every 1.0s: ss -lnt                       web: Sun Nov 22 14:14:54 2026', zone: '' },
])('$line is read as UTC, and says so', ({ line, zone }) => {
  expect(parseTimeLine(line)).toEqual({ timeMs: MOMENT, zoneAssumed: zone });
});

it.each(['', '12', '14:14:54', 'Sun Nov 22', 'Sun Foo 22 14:14:54 UTC 2026', '2026-11-22 25:14:54 UTC', 'LISTEN 0 4 *:80 *:*', '85 SYNs'])(
  '%j is no time',
  (line) => {
    expect(parseTimeLine(line)).toBeNull();
  },
);
