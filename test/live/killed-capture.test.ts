/** Each process of a live capture is killed once, at a moment that the seed gives; `npm run soak -- live-kills` does so fifty times. */
import { integer, sample } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skipReason } from '../e2e/browser';
import { killDuringCapture, VICTIMS } from './killed-capture';
import { isBuilt } from './record';
import { hasProgram, mayCapture } from './requirements';

const missing = [
  ...(process.getuid?.() === 0 ? [] : ['root']),
  ...(isBuilt ? [] : ['the build']),
  ...(mayCapture() ? [] : ['the right to capture']),
  ...(skipReason === null ? [] : ['Chromium']),
  ...(hasProgram('python3') ? [] : ['python3']),
];
if (missing.length > 0) console.log(`a live capture of which a process is killed: skipped, without ${missing.join(', ')}`);

const SEED = 6;

describe.skipIf(missing.length > 0)('a live capture', () => {
  const moments = sample(integer({ min: 400, max: 1700 }), { numRuns: VICTIMS.length, seed: SEED });
  const rounds = VICTIMS.map((victim, index) => ({ victim, afterMs: moments[index] ?? 0 }));
  it.each(rounds)('whose $victim is killed after $afterMs ms has lost nothing that was received', async ({ victim, afterMs }) => {
    const { packets, problem } = await killDuringCapture(victim, afterMs);
    expect(problem).toBeNull();
    expect(packets).toBeGreaterThan(0);
  });
});
