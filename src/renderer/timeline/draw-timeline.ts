import type { TimelineMark } from './timeline-marks';

export interface TimelineData {
  readonly startMs: number;
  readonly bucketMs: number;
  readonly packets: Uint32Array;
}

const MARK_PX = 4;

/** Draws packets a bucket as bars, and the marks above them, the first on top, at the canvas's size in CSS px. */
export function drawTimeline(canvas: HTMLCanvasElement, data: TimelineData, durationMs: number, marks: readonly TimelineMark[]): void {
  const context = canvas.getContext('2d');
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!context || width === 0) return;
  const scale = window.devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  context.fillStyle = style.getPropertyValue('--accent');
  const peak = data.packets.reduce((most, packets) => Math.max(most, packets), 0);
  const pxPerMs = durationMs > 0 ? width / durationMs : 0;
  const room = height - MARK_PX - 4;
  data.packets.forEach((packets, index) => {
    if (packets === 0) return;
    // A bucket with few packets beside a huge one stays visible.
    const barHeight = Math.max(1, (packets / peak) * room);
    const left = Math.floor((data.startMs + index * data.bucketMs) * pxPerMs);
    const right = Math.ceil((data.startMs + (index + 1) * data.bucketMs) * pxPerMs);
    context.fillRect(Math.min(left, width - 1), height - barHeight, Math.max(1, right - left), barHeight);
  });
  for (const { timeMs, color } of marks.toReversed()) {
    context.fillStyle = color;
    context.fillRect(Math.min(width - 2, timeMs * pxPerMs - 1), 0, 2, MARK_PX);
  }
}
