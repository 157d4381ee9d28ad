import { describe, expect, it } from 'vitest';
import { adviceParts } from '../../../src/shared/base/advice-parts';

const text = (of: string) => ({ kind: 'text', title: '', text: of });
const code = (title: string, of: string) => ({ kind: 'code', title, text: of });

describe('advice taken apart', () => {
  it.each([
    { name: 'a sentence', advice: 'Raise the count.', expected: [text('Raise the count.')] },
    { name: 'two paragraphs', advice: 'One.\n\nTwo.', expected: [text('One.'), text('Two.')] },
    {
      name: 'code between sentences, as it is indented',
      advice: 'Set:\n```C\nif (x)\n  y();\n```\nThen restart.',
      expected: [text('Set:'), code('C', 'if (x)\n  y();'), text('Then restart.')],
    },
    { name: 'code that does not end', advice: '```\nsysctl -w a=1', expected: [code('', 'sysctl -w a=1')] },
    { name: 'nothing', advice: '', expected: [] },
  ])('$name', ({ advice, expected }) => {
    expect(adviceParts(advice)).toEqual(expected);
  });
});
