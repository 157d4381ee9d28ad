import { describe, expect, it } from 'vitest';
import { soundFiles } from '../../captures/sample-files';
import { mutate, SeededRandom } from '../../fuzz/mutate';
import { type CaptureContent, type ReadOptions, readCapture } from './read-capture';

/** All that a reader said, without the reader. */
function said(file: Uint8Array, options: ReadOptions): Omit<CaptureContent, 'reader'> | null {
  const content = readCapture(file, options);
  if (!content) return null;
  const { reader, ...rest } = content;
  const origins = rest.packets.map((_, i) => reader.derived?.origin(i + 1) ?? null);
  return { ...rest, origins } as Omit<CaptureContent, 'reader'>;
}

describe('a file reads the same in chunks of any size', () => {
  for (const { name, bytes } of soundFiles()) {
    it(`${name}: sound`, () => {
      const whole = said(bytes, {});
      expect(whole?.packets.length).toBeGreaterThan(0);
      for (let chunkBytes = 1; chunkBytes <= 130; chunkBytes++) expect(said(bytes, { chunkBytes }), `chunks of ${chunkBytes}`).toEqual(whole);
    });

    it(`${name}: damaged, with and without a known length`, () => {
      const random = new SeededRandom(11);
      for (let i = 0; i < 150; i++) {
        const damaged = mutate(bytes, random);
        for (const knownLength of [true, false]) {
          const whole = said(damaged, { knownLength });
          for (const chunkBytes of [1, 7, 64])
            expect(said(damaged, { chunkBytes, knownLength }), `mutation ${i}, chunks of ${chunkBytes}`).toEqual(whole);
        }
      }
    });
  }
});
