import { describe, expect, it } from 'vitest';
import { lineEnd } from '../../../src/engine/protocols/text-scan';

const LENGTH = 300;

/** Letters with a line feed at each of the places. */
function text(...feeds: number[]): Uint8Array {
  const bytes = new Uint8Array(LENGTH).fill(0x61);
  for (const feed of feeds) bytes[feed] = 0x0a;
  return bytes;
}

describe('the end of a line', () => {
  it.each([
    { name: 'near', feeds: [5, 9], from: 2, end: LENGTH, most: LENGTH, expected: 5 },
    { name: 'at once', feeds: [5], from: 5, end: LENGTH, most: LENGTH, expected: 5 },
    { name: 'far', feeds: [3, 200, 250], from: 4, end: LENGTH, most: LENGTH, expected: 200 },
    { name: 'the last of those looked at near', feeds: [73], from: 10, end: LENGTH, most: LENGTH, expected: 73 },
    { name: 'the first of those looked at far', feeds: [74], from: 10, end: LENGTH, most: LENGTH, expected: 74 },
    { name: 'at the end', feeds: [200], from: 0, end: 200, most: LENGTH, expected: -1 },
    { name: 'before the end', feeds: [199], from: 0, end: 200, most: LENGTH, expected: 199 },
    { name: 'beyond what is looked at', feeds: [150], from: 10, end: LENGTH, most: 140, expected: -1 },
    { name: 'within what is looked at', feeds: [149], from: 10, end: LENGTH, most: 140, expected: 149 },
    { name: 'nowhere', feeds: [], from: 0, end: LENGTH, most: LENGTH, expected: -1 },
  ])('$name', ({ feeds, from, end, most, expected }) => {
    expect(lineEnd(text(...feeds), from, end, most)).toBe(expected);
  });
});
