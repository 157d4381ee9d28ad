import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useSettledSelection } from '../../../src/renderer/app/settled-selection';
import { useWorkbench } from '../../../src/renderer/app/workbench';

const shown = () => useSettledSelection.getState().frame;
const select = (frame: number) => useWorkbench.getState().selectFrame(frame);

describe('the selection that details follow', () => {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  // Long after what was selected before.
  beforeEach(() => {
    vi.advanceTimersByTime(10_000);
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  it('is the present one where nobody moves', () => {
    select(1);
    expect(shown()).toBe(1);
    vi.advanceTimersByTime(60);
    select(2);
    expect(shown()).toBe(2);
  });

  it('waits for the end of a movement', () => {
    select(1);
    for (let frame = 2; frame <= 5; frame++) {
      vi.advanceTimersByTime(20);
      select(frame);
    }
    expect(shown()).toBe(1);
    vi.advanceTimersByTime(60);
    expect(shown()).toBe(5);
  });

  it('follows now and then while a movement goes on', () => {
    const seen = new Set<number | null>();
    for (let frame = 1; frame <= 300; frame++) {
      select(frame);
      seen.add(shown());
      vi.advanceTimersByTime(20);
    }
    expect(seen.size).toBeGreaterThan(2);
    expect(seen.size).toBeLessThan(8);
  });

  it('is never that of another capture', () => {
    select(1);
    vi.advanceTimersByTime(20);
    useWorkbench.getState().showCapture(7);
    expect(useSettledSelection.getState()).toMatchObject({ capture: 7, frame: null });
  });
});
