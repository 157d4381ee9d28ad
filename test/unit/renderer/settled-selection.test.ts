import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useSettledSelection, whenStill } from '../../../src/renderer/app/settled-selection';
import { useWorkbench } from '../../../src/renderer/app/workbench';

const shown = () => useSettledSelection.getState().frame;
const select = (frame: number) => useWorkbench.getState().selectFrame(frame);

const FRAME_MS = 16;

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, FRAME_MS));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
});
// Long after what was selected before.
beforeEach(() => {
  vi.advanceTimersByTime(10_000);
});
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the selection that details follow', () => {
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

describe('what takes long to draw', () => {
  beforeEach(() => {
    vi.stubGlobal('event', { type: 'keydown' });
  });

  it('is drawn at once where nothing was selected of late', () => {
    const draw = vi.fn();
    whenStill(draw);
    expect(draw).toHaveBeenCalledOnce();
  });

  it('is drawn at once after a click', () => {
    vi.stubGlobal('event', { type: 'click' });
    const draw = vi.fn();
    select(99);
    whenStill(draw);
    expect(draw).toHaveBeenCalledOnce();
  });

  it('is drawn in the frame after that of the selection', () => {
    const draw = vi.fn();
    select(101);
    whenStill(draw);
    expect(draw).not.toHaveBeenCalled();
    vi.advanceTimersByTime(FRAME_MS);
    expect(draw).toHaveBeenCalledOnce();
  });

  it('is drawn once, after the end of a movement', () => {
    const draw = vi.fn();
    select(100);
    whenStill(draw);
    for (let frame = 102; frame <= 110; frame++) {
      vi.advanceTimersByTime(10);
      select(frame);
    }
    expect(draw).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(draw).toHaveBeenCalledOnce();
  });

  it('is not drawn once it was given up', () => {
    const draw = vi.fn();
    select(101);
    const first = whenStill(draw);
    first();
    select(102);
    const second = whenStill(draw);
    vi.advanceTimersByTime(FRAME_MS);
    draw.mockClear();
    second();
    vi.advanceTimersByTime(1000);
    expect(draw).not.toHaveBeenCalled();
  });
});
