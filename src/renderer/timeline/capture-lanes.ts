/** The captures of the project on one time axis, as the one that is shown counts it: ms since its first packet. */
import { commonAxis } from '../project/time-axis';
import type { TimelineData } from './draw-timeline';
import type { TimelineMark } from './timeline-marks';

/** When a capture was taken, by its own clock in ms since the epoch, and what brings that onto the project's axis. */
export interface CaptureTime {
  readonly startMs: number;
  readonly durationMs: number;
  readonly offsetMs: number;
}

export interface TimeAxis {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One capture over the axis: `atMs` is where its first packet lies. */
export interface Lane {
  readonly capture: number;
  readonly name: string;
  readonly atMs: number;
  readonly data: TimelineData;
  readonly marks: readonly TimelineMark[];
}

/** From the first packet of all captures to the last, counted from the first of the one that is shown. */
export function axisFrom(shown: CaptureTime, others: readonly CaptureTime[]): TimeAxis {
  const axis = commonAxis([shown, ...others].map((time) => ({ span: { ...time, packets: [] }, offsetMs: time.offsetMs })));
  const origin = shown.startMs + shown.offsetMs;
  // The capture alone is told by its own duration, to the last digit.
  if (axis === null || others.length === 0) return { fromMs: 0, toMs: shown.durationMs };
  return { fromMs: axis.fromMs - origin, toMs: axis.toMs - origin };
}

/** Where another capture begins, counted from the first packet of the one that is shown. */
export function beginOn(shown: CaptureTime, other: CaptureTime): number {
  return other.startMs + other.offsetMs - (shown.startMs + shown.offsetMs);
}
