/** Captures of different clocks on one time axis. */

export interface CaptureSpan {
  /** Of the first packet, by the capture's own clock: ms since the epoch. */
  readonly startMs: number;
  readonly durationMs: number;
  /** Packets in equal parts of that time. */
  readonly packets: readonly number[];
}

export interface PlacedSpan {
  readonly span: CaptureSpan;
  /** Added to the capture's times. */
  readonly offsetMs: number;
}

/** From the earliest packet to the latest; null without any. */
export function commonAxis(placed: readonly PlacedSpan[]): { fromMs: number; toMs: number } | null {
  if (placed.length === 0) return null;
  const fromMs = Math.min(...placed.map(({ span, offsetMs }) => span.startMs + offsetMs));
  const toMs = Math.max(...placed.map(({ span, offsetMs }) => span.startMs + offsetMs + span.durationMs));
  return { fromMs, toMs: Math.max(toMs, fromMs + 1) };
}

const LANE_WIDTH = 1000;
const LANE_HEIGHT = 30;
const LEAST_WIDTH = 1.5;

/** Bars in a box of 1000 by 30; heights by the square root, so that a few packets beside many are still seen. */
export function lanePath(
  { startMs, durationMs, packets }: CaptureSpan,
  offsetMs: number,
  axis: { readonly fromMs: number; readonly toMs: number },
): string {
  const scale = LANE_WIDTH / (axis.toMs - axis.fromMs);
  const most = Math.max(1, ...packets);
  const width = Math.max(LEAST_WIDTH, (durationMs / packets.length) * scale);
  let path = '';
  packets.forEach((count, i) => {
    if (count === 0) return;
    const x = (startMs + offsetMs - axis.fromMs + (i * durationMs) / packets.length) * scale;
    const height = Math.max(2, Math.sqrt(count / most) * LANE_HEIGHT);
    path += `M${x.toFixed(1)} ${LANE_HEIGHT}v${(-height).toFixed(1)}h${width.toFixed(1)}V${LANE_HEIGHT}z`;
  });
  return path;
}
