import type { Lane, TimeAxis } from './capture-lanes';
import type { TimelineMark } from './timeline-marks';

export interface TimelineData {
  readonly startMs: number;
  readonly bucketMs: number;
  readonly packets: Uint32Array;
}

const MARK_PX = 4;
/** Width of a bar, at least, and where all packets have one time. */
const LEAST_BAR_PX = 1;
const MOMENT_PX = 3;
/** Between the bars and the marks above them. */
const GAP_PX = 4;

interface Box {
  readonly top: number;
  readonly height: number;
}

/** Draws the lanes one below the other over the same axis, the one that is shown first and in the accent, at the canvas's size in CSS px. */
export function drawTimeline(canvas: HTMLCanvasElement, lanes: readonly Lane[], axis: TimeAxis): void {
  const context = canvas.getContext('2d');
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!context || width === 0) return;
  const scale = window.devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const durationMs = axis.toMs - axis.fromMs;
  const pxPerMs = durationMs > 0 ? width / durationMs : 0;
  const leastPx = durationMs > 0 ? LEAST_BAR_PX : MOMENT_PX;
  const laneHeight = height / lanes.length;
  for (const [place, lane] of lanes.entries()) {
    const box = { top: place * laneHeight, height: laneHeight };
    const xOf = (ms: number): number => (lane.atMs + ms - axis.fromMs) * pxPerMs;
    context.fillStyle = style.getPropertyValue(place === 0 ? '--accent' : '--text-muted');
    drawBars(context, lane.data, box, width, leastPx, xOf);
    drawMarks(context, lane.marks, box, width, xOf);
  }
}

/** Packets a bucket as bars. */
function drawBars(
  context: CanvasRenderingContext2D,
  data: TimelineData,
  { top, height }: Box,
  width: number,
  leastPx: number,
  xOf: (ms: number) => number,
): void {
  const peak = data.packets.reduce((most, packets) => Math.max(most, packets), 0);
  const room = height - MARK_PX - GAP_PX;
  data.packets.forEach((packets, index) => {
    if (packets === 0) return;
    // A bucket with few packets beside a huge one stays visible.
    const barHeight = Math.max(1, (packets / peak) * room);
    const left = Math.floor(xOf(data.startMs + index * data.bucketMs));
    const right = Math.ceil(xOf(data.startMs + (index + 1) * data.bucketMs));
    context.fillRect(Math.min(left, width - 1), top + height - barHeight, Math.max(leastPx, right - left), barHeight);
  });
}

/** Above the bars; the first mark lies on top. */
function drawMarks(
  context: CanvasRenderingContext2D,
  marks: readonly TimelineMark[],
  { top }: Box,
  width: number,
  xOf: (ms: number) => number,
): void {
  for (const { timeMs, color } of marks.toReversed()) {
    context.fillStyle = color;
    context.fillRect(Math.min(width - 2, xOf(timeMs) - 1), top, 2, MARK_PX);
  }
}
