import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Outcome, ScriptedSegment } from '../../captures/conversation';

const MODULE = '../../../src/engine/flows/expected-segment';

/** One step of a random conversation: numbers are those expected next, moved by a little. */
interface Step {
  readonly from: 'client' | 'server';
  readonly flags: string;
  readonly sequenceMoved: number;
  readonly ackMoved: number;
  readonly length: number;
  readonly window: number;
  readonly gapMs: number;
}

const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const STEP: fc.Arbitrary<Step> = fc.record({
  from: fc.constantFrom('client' as const, 'server' as const),
  flags: often('.', 'P.', 'F.', 'R.', 'S.', 'P'),
  sequenceMoved: often(0, -1, 1, -3, 3),
  ackMoved: often(0, -1, 1, -3, 3),
  length: fc.constantFrom(0, 1, 2, 100),
  window: fc.constantFrom(501, 501, 0, 502, 0),
  gapMs: often(1, 1000),
});

/** The handshake, then the steps, each after what went before. */
function scriptOf(handshake: readonly ScriptedSegment[], steps: readonly Step[]): ScriptedSegment[] {
  const next = { client: 1, server: 1 };
  let ms = 10;
  const script = [...handshake];
  for (const { from, flags, sequenceMoved, ackMoved, length, window, gapMs } of steps) {
    const peer = from === 'client' ? 'server' : 'client';
    ms += gapMs;
    const seq = next[from] + sequenceMoved;
    script.push({ ms, from, flags, seq, ack: next[peer] + ackMoved, length, window });
    next[from] = Math.max(next[from], seq + length + (flags.startsWith('F') ? 1 : 0));
  }
  return script;
}

function stateOf({ pass, connections }: Outcome) {
  const { hot, length } = pass.tracker.connections;
  const words = Array.from({ length }, (_, id) => Array.from(hot.words(id).subarray(hot.at(id), hot.at(id) + hot.wordsPerRow)));
  const marks = Array.from({ length: pass.packets.length }, (_, row) => pass.packets.marks.get(row));
  return { connections, words, marks, findings: pass.findings };
}

describe('segments that are expected', () => {
  it('leave the same behind whether they are looked at or not', async () => {
    let expected = 0;
    vi.doMock(MODULE, async (original) => {
      const { followExpected } = await original<typeof import('../../../src/engine/flows/expected-segment')>();
      return {
        followExpected: (...all: Parameters<typeof followExpected>) => {
          const is = followExpected(...all);
          if (is) expected++;
          return is;
        },
      };
    });
    const predicting = await import('../../captures/conversation');
    vi.resetModules();
    vi.doMock(MODULE, () => ({ followExpected: () => false }));
    const looking = await import('../../captures/conversation');
    vi.doUnmock(MODULE);
    let segments = 0;
    fc.assert(
      fc.property(fc.array(STEP, { minLength: 1, maxLength: 30 }), (steps) => {
        const script = scriptOf(predicting.HANDSHAKE, steps);
        segments += script.length;
        expect(stateOf(predicting.follow(script))).toEqual(stateOf(looking.follow(script)));
      }),
      { numRuns: 1500 },
    );
    expect(expected / segments).toBeGreaterThan(0.1);
  });
});
