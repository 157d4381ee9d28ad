import { expect, it } from 'vitest';
import { copyOut } from '../../../src/cli/copy-out';

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function frameWith(text: string): Uint8Array {
  const frame = new Uint8Array(13 + text.length);
  frame.set(new TextEncoder().encode(text), 13);
  return frame.subarray(13);
}

it('frees what is written, and only what has its memory to itself', async () => {
  const shared = new TextEncoder().encode('x'.repeat(1000));
  const chunks = [frameWith('first '), shared.subarray(0, 2), shared.subarray(2, 4), frameWith(' last')];
  let written = '';
  await copyOut(each(chunks), {
    write: async (bytes) => {
      written += new TextDecoder().decode(bytes);
      return true;
    },
  });
  expect(written).toBe('first xxxx last');
  expect(chunks.map(({ length }) => length)).toEqual([0, 2, 2, 0]);
});

it('stops when nobody reads any more', async () => {
  let asked = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      asked++;
      yield frameWith('chunk');
    }
  }
  await copyOut(endless(), { write: async () => asked < 3 });
  expect(asked).toBe(3);
});
