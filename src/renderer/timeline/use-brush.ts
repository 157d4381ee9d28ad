import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { type TimeRange, useWorkbench } from '../app/workbench';
import type { TimeAxis } from './capture-lanes';

/** Shorter drags are clicks: they take the range back. */
const MIN_DRAG_PX = 4;
/** One key press moves by this part of the whole. */
const KEY_STEPS = 100;

export interface Brush {
  /** The range, or what is being drawn. */
  readonly range: TimeRange | null;
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerMove(event: PointerEvent<HTMLElement>): void;
  onPointerUp(event: PointerEvent<HTMLElement>): void;
  /** Arrow keys move the range's edge. */
  onEdgeKey(edge: 'fromMs' | 'toMs', event: KeyboardEvent): void;
}

/** Chooses the time range by dragging over the time line, or by the keys of its two edges. */
export function useBrush({ fromMs: leastMs, toMs: mostMs }: TimeAxis): Brush {
  const durationMs = mostMs - leastMs;
  const range = useWorkbench((state) => state.range);
  const setRange = useWorkbench((state) => state.setRange);
  const [drawn, setDrawn] = useState<TimeRange | null>(null);
  const startPx = useRef<number | null>(null);

  const msAt = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return leastMs + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * durationMs;
  };
  const startMs = useRef(0);
  const rangeTo = (event: PointerEvent<HTMLElement>): TimeRange | null => {
    if (Math.abs(event.clientX - (startPx.current ?? event.clientX)) < MIN_DRAG_PX) return null;
    const ms = msAt(event);
    return { fromMs: Math.min(ms, startMs.current), toMs: Math.max(ms, startMs.current) };
  };
  return {
    range: drawn ?? range,
    onPointerDown: (event) => {
      if (durationMs <= 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      startPx.current = event.clientX;
      startMs.current = msAt(event);
    },
    onPointerMove: (event) => {
      if (startPx.current !== null) setDrawn(rangeTo(event));
    },
    // What was drawn last may not be rendered yet: the place of this event counts.
    onPointerUp: (event) => {
      if (startPx.current === null) return;
      setRange(rangeTo(event));
      startPx.current = null;
      setDrawn(null);
    },
    onEdgeKey: (edge, event) => {
      const direction = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      if (event.key === 'Escape') setRange(null);
      if (direction === 0) return;
      event.preventDefault();
      const present = range ?? { fromMs: leastMs, toMs: mostMs };
      const step = (direction * durationMs) / KEY_STEPS;
      const moved = { ...present, [edge]: Math.min(mostMs, Math.max(leastMs, present[edge] + step)) };
      if (moved.fromMs < moved.toMs) setRange(moved);
    },
  };
}
