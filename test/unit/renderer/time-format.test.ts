import { describe, expect, it } from 'vitest';
import { dayOf, formatTime, parseDecimal, type TimeBase } from '../../../src/renderer/packet-grid/time-format';

const epoch: TimeBase = { kind: 'epoch', baseSeconds: 1_700_000_000, first: { seconds: 0, nanoseconds: 999_999_999 }, digits: 9, zone: null };
const row = (seconds: number, nanoseconds: number, deltaNs = Number.NaN) => ({ seconds, nanoseconds, deltaNs, connectionDeltaNs: deltaNs });

describe('formatTime', () => {
  const cases = [
    { name: 'UTC keeps every nanosecond', mode: 'utc', row: row(1, 1), base: epoch, expected: '2023-11-14 22:13:21.000000001' },
    {
      name: 'a zone of the project',
      mode: 'local',
      row: row(1, 1),
      base: { ...epoch, zone: 'Asia/Kolkata' },
      expected: '2023-11-15 03:43:21.000000001',
    },
    {
      name: 'UTC whatever the zone',
      mode: 'utc',
      row: row(1, 1),
      base: { ...epoch, zone: 'Asia/Kolkata' },
      expected: '2023-11-14 22:13:21.000000001',
    },
    { name: 'since the start borrows a second', mode: 'since-start', row: row(1, 1), base: epoch, expected: '0.000000002' },
    { name: 'before the first packet is negative', mode: 'since-start', row: row(0, 0), base: epoch, expected: '-0.999999999' },
    {
      name: 'microseconds where the file has no more',
      mode: 'utc',
      row: row(0, 123_456_000),
      base: { ...epoch, digits: 6 },
      expected: '2023-11-14 22:13:20.123456',
    },
    { name: 'a delta in seconds', mode: 'delta', row: row(0, 0, 44_830_000_001), base: epoch, expected: '44.830000001' },
    { name: 'time going backwards', mode: 'connection-delta', row: row(0, 0, -1_500_000_000), base: epoch, expected: '-1.500000000' },
    { name: 'no delta for the first', mode: 'delta', row: row(0, 0), base: epoch, expected: '' },
    { name: 'no time at all', mode: 'utc', row: row(Number.NaN, 0), base: epoch, expected: '' },
    {
      name: 'a time of day has no date',
      mode: 'local',
      row: row(42_043, 937_463_000),
      base: { kind: 'time-of-day', baseSeconds: 0, first: { seconds: 42_043, nanoseconds: 0 }, digits: 6, zone: null },
      expected: '11:40:43.937463',
    },
  ] as const;
  for (const { name, mode, row: timed, base, expected } of cases) {
    it(name, () => expect(formatTime(mode, timed, base)).toBe(expected));
  }
});

describe('parseDecimal', () => {
  const cases = [
    { text: '1700000000.000000789', expected: { seconds: 1_700_000_000, nanoseconds: 789 } },
    { text: '12', expected: { seconds: 12, nanoseconds: 0 } },
    { text: '-1.25', expected: { seconds: -2, nanoseconds: 750_000_000 } },
    { text: '-3', expected: { seconds: -3, nanoseconds: 0 } },
  ];
  for (const { text, expected } of cases) it(text, () => expect(parseDecimal(text)).toEqual(expected));
});

it('dates say year, month and day in this order, whatever the language', () => {
  expect(dayOf(new Date(2026, 10, 3, 23, 59).getTime())).toBe('2026-11-03');
});
