import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/engine/formats/detect';
import { pcapngFile, soundFiles } from '../captures/sample-files';
import { readAndCheck, runMutations } from './mutate';

const FILES = soundFiles();

describe('damaged files', () => {
  for (const { name, bytes } of FILES) {
    it(`${name}: cut at every length`, () => {
      const format = detectFormat(bytes, bytes.length);
      if (!format) throw new Error('not recognised');
      const whole = readAndCheck(bytes, format, bytes.length);
      let before = 0;
      for (let length = 0; length <= bytes.length; length++) {
        const totals = readAndCheck(bytes.subarray(0, length), format, length);
        // What was read before a cut stays: a longer file never holds fewer packets. (A cut offset of a hex dump looks like a byte.)
        if (format !== 'hex-dump') expect(totals.packets, `length ${length}`).toBeGreaterThanOrEqual(before);
        before = totals.packets;
      }
      expect(before).toBe(whole.packets);
    });
  }

  it('a pcapng file cut at every length says so wherever a block is cut', () => {
    const bytes = pcapngFile();
    const boundaries = new Set([0]);
    for (let at = 0, little = true; at < bytes.length; ) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + at);
      if (view.getUint32(0) === 0x0a0d0d0a) little = view.getUint32(8, true) === 0x1a2b3c4d;
      at += view.getUint32(4, little);
      boundaries.add(at);
    }
    const whole = readAndCheck(bytes, 'pcapng', bytes.length).issues;
    for (let length = 1; length < bytes.length; length++) {
      const { issues, packets } = readAndCheck(bytes.subarray(0, length), 'pcapng', length);
      if (!boundaries.has(length)) expect(issues, `length ${length}`).toBeGreaterThan(0);
      else expect(issues, `length ${length}, ${packets} packets`).toBeLessThanOrEqual(Math.max(whole, 1));
    }
  });

  it('thousands of seeded mutations', () => {
    const totals = runMutations({ seed: 1, count: 6000, files: FILES });
    expect(totals.done).toBe(6000);
    expect(totals.packets).toBeGreaterThan(6000);
    expect(totals.issues).toBeGreaterThan(1000);
    expect(totals.slowestMs).toBeLessThan(20_000);
  });
});
