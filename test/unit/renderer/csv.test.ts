import { describe, expect, it } from 'vitest';
import { csvOf, harmless } from '../../../src/renderer/export/csv';

describe('a cell', () => {
  it.each(['=1+1', '+cmd|x', '-2+3', '@SUM(1)', '\t=1', '\r=1', '-'])('%j is no formula any more', (text) => expect(harmless(text)).toBe(`'${text}`));
  it.each(['', 'GET /', "'", '-1', '+2.5', '0', '10.0.0.1', '1-2', '€'])('%j stays', (text) => expect(harmless(text)).toBe(text));
});

describe('a table', () => {
  it('quotes what RFC 4180 asks for, and keeps numbers', () => {
    expect(
      csvOf([
        ['a', 'b'],
        [-1.5, 'x,y'],
        ['say "so"', '=1,"2"'],
        ['two\nlines', 1e21],
      ]),
    ).toBe('a,b\r\n-1.5,"x,y"\r\n"say ""so""","\'=1,""2"""\r\n"two\nlines",1e+21');
  });
});
