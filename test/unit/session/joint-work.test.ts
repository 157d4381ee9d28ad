import { describe, expect, it } from 'vitest';
import { atOnce, JointWork } from '../../../src/engine/session/in-slices';

describe('work that several drive', () => {
  it('is done once, whoever drives it', () => {
    let steps = 0;
    const work = new JointWork(function* () {
      for (; steps < 10; steps++) yield;
      return { made: true };
    });
    const first = work.join();
    for (let i = 0; i < 4; i++) first.next();
    expect(work.isDone).toBe(false);
    const result = atOnce(work.join());
    expect(atOnce(first)).toBe(result);
    expect(steps).toBe(10);
    expect(work.isDone).toBe(true);
  });

  it('begins anew where it failed', () => {
    let attempts = 0;
    const work = new JointWork(function* () {
      yield;
      if (++attempts === 1) throw new Error('the medium failed');
      return attempts;
    });
    expect(() => atOnce(work.join())).toThrow('the medium failed');
    expect(atOnce(work.join())).toBe(2);
  });
});
