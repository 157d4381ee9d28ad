import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration } from '../../../src/shared/base/quantity';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [5289, '5.29 kB'],
    [999_600, '1 MB'],
    [283_000_000, '283 MB'],
    [4.2e15, '4200 TB'],
  ])('%d', (bytes, expected) => expect(formatBytes(bytes)).toBe(expected));
});

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.042, '42 µs'],
    [5.3, '5.3 ms'],
    [5056, '5.056 s'],
    [86_500, '1 min 27 s'],
    [60_000, '1 min'],
    [7_860_000, '2 h 11 min'],
    [273_600_000, '3 d 4 h'],
    [-90_000, '-1 min 30 s'],
  ])('%d ms', (ms, expected) => expect(formatDuration(ms)).toBe(expected));
});
