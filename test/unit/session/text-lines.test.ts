import { describe, expect, it } from 'vitest';
import { LONGEST_LINE, linesOf } from '../../../src/engine/session/text-lines';
import { MemoryBytes } from '../../../src/platform/capture-bytes/memory-bytes';

const CHUNK_BYTES = 1 << 20;

async function linesIn(text: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(new MemoryBytes('-', '-', new TextEncoder().encode(text)), { pause: async () => {} })) lines.push(line);
  return lines;
}

describe('the lines of a text', () => {
  it.each([
    { name: 'with and without carriage return', text: 'a\r\nb\n\nc', lines: ['a', 'b', '', 'c'] },
    { name: 'with a line break at the end', text: 'a\nb\n', lines: ['a', 'b'] },
    { name: 'nothing', text: '', lines: [] },
  ])('$name', async ({ text, lines }) => {
    expect(await linesIn(text)).toEqual(lines);
  });

  it('are put together where the pieces that are read end within them, letters of several bytes included', async () => {
    const line = `${'x'.repeat(CHUNK_BYTES - 1)}\n`;
    const [first, second] = await linesIn(`${line.slice(0, -2)}\n语\nend`);
    expect([first?.length, second]).toEqual([LONGEST_LINE, '语']);
  });

  it('are cut where a file has none', async () => {
    const lines = await linesIn(`${'\0'.repeat(5 * CHUNK_BYTES)}\nListenOverflows 1`);
    expect(lines.map(({ length }) => length)).toEqual([LONGEST_LINE, 'ListenOverflows 1'.length]);
    expect(lines[1]).toBe('ListenOverflows 1');
  });
});
