import { useMemo } from 'react';
import { useCurrentCapture } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { useLiveRevision } from '../live/use-live-revision';
import { useSummary } from '../summary/summary-context';
import type { Lane, TimeAxis } from './capture-lanes';
import type { TimelineData } from './draw-timeline';
import { useTimelineMarks } from './timeline-marks';
import { useCaptureLanes } from './use-capture-lanes';
import { useFindingMarks } from './use-finding-marks';

const BUCKET_PX = 3;
const MOST_BUCKETS = 5000;
/** Readings of the line while a capture is read. */
const PROGRESS_STEPS = 25;

export interface ShownLanes {
  readonly axis: TimeAxis;
  /** The capture that is shown, then the project's others; empty until the first is read. */
  readonly lanes: readonly Lane[];
  /** Packets over the time of the capture that is shown; null until read. */
  readonly line: TimelineData | null;
  readonly durationMs: number;
}

/** What the time line shows when it is `width` px wide. */
export function useShownLanes(width: number): ShownLanes {
  const capture = useCurrentCapture();
  const summary = useSummary().value;
  const durationMs = summary?.durationMs ?? 0;
  const { axis, lanes: others } = useCaptureLanes(summary);
  const axisMs = axis.toMs - axis.fromMs;
  const line = useLine(axisMs > 0 ? width * (durationMs / axisMs) : 0, width > 0, durationMs);
  const findings = useFindingMarks();
  const ofViews = useTimelineMarks();
  const marks = useMemo(() => [...findings, ...Object.values(ofViews).flat()], [findings, ofViews]);
  const id = capture?.capture ?? 0;
  const name = capture?.name ?? '';
  const lanes = useMemo(() => (line ? [{ capture: id, name, atMs: 0, data: line, marks }, ...others] : []), [id, name, line, marks, others]);
  return { axis, lanes, line, durationMs };
}

/** Packets over the time of the capture that is shown, which takes `px` of the line; read again while it grows. */
function useLine(px: number, isWanted: boolean, durationMs: number): TimelineData | null {
  const capture = useCurrentCapture();
  const id = capture?.capture ?? 0;
  const buckets = Math.min(MOST_BUCKETS, Math.max(1, Math.floor(px / BUCKET_PX)));
  const revision = capture?.state === 'reading' && capture.bytesTotal ? Math.floor((capture.bytesRead / capture.bytesTotal) * PROGRESS_STEPS) : -1;
  const live = useLiveRevision();
  return useQuery(
    isWanted && (capture?.packets ?? 0) > 0 ? `timeline ${id} ${buckets}` : null,
    ({ engine }, signal) => engine['timeline.read']({ capture: id, buckets, fromMs: null, toMs: null }, signal),
    `${revision} ${durationMs} ${live}`,
  ).value;
}
