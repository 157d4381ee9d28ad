import { describe, expect, it } from 'vitest';
import { LiveBacklog } from '../../../src/engine/session/live-backlog';

describe('what of a recording waits for the analysis', () => {
  it('is told with the moment at which the oldest of it was written', () => {
    const backlog = new LiveBacklog();
    expect(backlog.oldestMs(0)).toBeNull();
    backlog.note(10, 0, 100);
    backlog.note(10, 0, 150);
    backlog.note(30, 0, 200);
    expect([backlog.oldestMs(0), backlog.oldestMs(9), backlog.oldestMs(10), backlog.oldestMs(30)]).toEqual([100, 100, 200, null]);
  });

  it('takes no memory for what was analysed, also while nobody asks', () => {
    const backlog = new LiveBacklog();
    for (let packets = 1; packets <= 1000; packets++) backlog.note(packets, packets - 1, packets);
    expect(backlog.length).toBe(1);
    expect(backlog.oldestMs(999)).toBe(1000);
  });
});
