import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDuration,
  formatEnds,
  formatRate,
  formatResolution,
  formatShortCount,
  formatSignificant,
} from '../../../src/renderer/theme/format';

describe('formatDuration', () => {
  it.each([
    [0.0842, '0.084 ms'],
    [12.34, '12.34 ms'],
    [5056, '5.056 s'],
    [125_000, '2 min 5 s'],
    [11_520_000, '3 h 12 min'],
    [172_740_000, '47 h 59 min'],
    [432_000_000, '5 d'],
    [142_449_835_000, '1648 d 17 h'],
    [-5056, '-5.056 s'],
    [-125_000, '-2 min 5 s'],
    [Number.NaN, ''],
  ])('%d ms', (ms, expected) => expect(formatDuration(ms)).toBe(expected));
});

describe('both ends of a connection', () => {
  const ends = { client: '2001:db8::1', clientPort: 40010, server: '192.0.2.80', serverPort: 443 };

  it('are their addresses and ports, or what each is called', () => {
    expect(formatEnds(ends)).toBe('[2001:db8::1]:40010 - 192.0.2.80:443');
    expect(formatEnds(ends, (_, port) => `port ${port}`)).toBe('port 40010 - port 443');
  });
});

describe('the resolution of times', () => {
  it.each([
    ['1e9', '1 ns'],
    ['1e7', '100 ns'],
    ['1e6', '1 µs'],
    ['1e3', '1 ms'],
    ['1e0', '1 s'],
    ['2^20', '1/2^20 s'],
  ])('%s parts of a second', (parts, expected) => expect(formatResolution(parts)).toBe(expected));
});

describe('counts', () => {
  it('are written by the language, each time anew', () => {
    expect([formatCount(1_234_567, 'en'), formatCount(1_234_567, 'de'), formatCount(7, 'en')]).toEqual(['1,234,567', '1.234.567', '7']);
    expect([27_912, 1e21, 0.25, 0.000_031].map((rate) => formatSignificant(rate, 'en'))).toEqual([
      '27,900',
      '1,000,000,000,000,000,000,000',
      '0.25',
      '0.000031',
    ]);
    expect([formatShortCount(812, 'en'), formatShortCount(20_000, 'en'), formatShortCount(20_000, 'zh-CN')]).toEqual(['812', '20K', '2万']);
  });
});

describe('a rate beside its axis', () => {
  it.each([
    [0, '0'],
    [0.1 + 0.2, '0.3'],
    [0.0003, '0.0003'],
    [1.5, '1.5'],
    [1200, '1,200'],
    [800_000_000, '800M'],
  ])('%d is %s', (rate, expected) => expect(formatRate(rate, 'en')).toBe(expected));
});
