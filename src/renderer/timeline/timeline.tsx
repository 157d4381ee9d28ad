import './timeline.css';
import { Button } from '@blueprintjs/core';
import { Cross, Th } from '@blueprintjs/icons';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Popup } from '../app/popup';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { useLiveRevision } from '../live/use-live-revision';
import { useSummary } from '../summary/summary-context';
import { formatDuration, formatSignificant } from '../theme/format';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import type { Lane } from './capture-lanes';
import { drawTimeline } from './draw-timeline';
import { useTimelineMarks } from './timeline-marks';
import { TimelineTable } from './timeline-table';
import { useBrush } from './use-brush';
import { useCaptureLanes } from './use-capture-lanes';
import { useFindingMarks } from './use-finding-marks';

const BUCKET_PX = 3;
/** Readings of the line while a capture is read. */
const PROGRESS_STEPS = 25;

/** Packets per second over the whole capture, and over the project's others on the same axis; a drag over it is the time range of the views. */
export function Timeline() {
  const { t, language } = useTexts();
  const capture = useCurrentCapture();
  const summary = useSummary().value;
  const durationMs = summary?.durationMs ?? 0;
  const { axis, lanes: others } = useCaptureLanes(summary);
  const axisMs = axis.toMs - axis.fromMs;
  const findings = useFindingMarks();
  const ofViews = useTimelineMarks();
  const marks = useMemo(() => [...findings, ...Object.values(ofViews).flat()], [findings, ofViews]);
  const dark = useDark();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const plotRef = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const setRange = useWorkbench((state) => state.setRange);
  const brush = useBrush(axis);
  const id = capture?.capture ?? 0;
  const buckets = Math.min(5000, Math.max(1, Math.floor((axisMs > 0 ? width * (durationMs / axisMs) : 0) / BUCKET_PX)));
  const revision = capture?.state === 'reading' && capture.bytesTotal ? Math.floor((capture.bytesRead / capture.bytesTotal) * PROGRESS_STEPS) : -1;
  const live = useLiveRevision();
  const line = useQuery(
    width > 0 && (capture?.packets ?? 0) > 0 ? `timeline ${id} ${buckets}` : null,
    ({ engine }, signal) => engine['timeline.read']({ capture: id, buckets, fromMs: null, toMs: null }, signal),
    `${revision} ${durationMs} ${live}`,
  ).value;

  useLayoutEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    const observer = new ResizeObserver(() => setWidth(canvas.clientWidth));
    observer.observe(canvas);
    return () => observer.disconnect();
  }, []);
  const lanes = useMemo(
    () => (line ? [{ capture: id, name: capture?.name ?? '', atMs: 0, data: line, marks }, ...others] : []),
    [id, capture?.name, line, marks, others],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas takes its colours and size from outside.
  useEffect(() => {
    if (canvasRef.current && lanes.length > 0) drawTimeline(canvasRef.current, lanes, axis);
  }, [lanes, axis, dark, width]);

  const { range } = brush;
  const share = (ms: number): string => `${axisMs > 0 ? (ms / axisMs) * 100 : 0}%`;
  const place = (ms: number): string => share(ms - axis.fromMs);
  const peakRate = line && line.bucketMs > 0 ? (Math.max(0, ...line.packets) / line.bucketMs) * 1000 : 0;
  return (
    <section className="timeline" aria-label={t('ui.timeline.title')}>
      <div className="timeline-title">
        <span>{t('ui.timeline.title')}</span>
        {line && (
          <>
            <span className="muted number">{formatDuration(axisMs)}</span>
            {durationMs > 0 && <span className="muted number">{t('ui.timeline.peak', { rate: formatSignificant(peakRate, language) })}</span>}
          </>
        )}
      </div>
      <div
        ref={plotRef}
        className="timeline-plot"
        onPointerDown={brush.onPointerDown}
        onPointerMove={brush.onPointerMove}
        onPointerUp={brush.onPointerUp}
      >
        <canvas ref={canvasRef} role="img" aria-label={t('ui.timeline.title')} />
        {lanes.length > 1 && <LaneNames lanes={lanes} />}
        {range && (
          <div className="timeline-range" style={{ left: place(range.fromMs), width: share(range.toMs - range.fromMs) }}>
            {range.toMs > range.fromMs && <span className="number">{formatDuration(range.toMs - range.fromMs)}</span>}
          </div>
        )}
        {(['fromMs', 'toMs'] as const).map((edge) => {
          const ms = Math.min(axis.toMs, Math.max(axis.fromMs, range?.[edge] ?? axis[edge]));
          return (
            <div
              key={edge}
              className="timeline-edge"
              role="slider"
              tabIndex={0}
              aria-label={t(`ui.timeline.${edge}`)}
              aria-valuemin={axis.fromMs}
              aria-valuemax={axis.toMs}
              aria-valuenow={ms}
              aria-valuetext={formatDuration(ms - axis.fromMs)}
              style={{ left: place(ms) }}
              onKeyDown={(event) => brush.onEdgeKey(edge, event)}
            />
          );
        })}
      </div>
      <div className="timeline-actions">
        {range && (
          <Button
            variant="minimal"
            size="small"
            icon={<Cross size={12} />}
            aria-label={t('ui.timeline.clear')}
            title={t('ui.timeline.clear')}
            onClick={() => {
              setRange(null);
              plotRef.current?.querySelector<HTMLElement>('[role=slider]')?.focus();
            }}
          />
        )}
        <Popup placement="bottom-end" content={<TimelineTable lanes={lanes} />} disabled={lanes.length === 0}>
          <Button variant="minimal" size="small" icon={<Th size={12} />} aria-label={t('ui.chart.asTable')} title={t('ui.chart.asTable')} />
        </Popup>
      </div>
    </section>
  );
}

/** Which capture each lane is of; in the order of the lanes. */
function LaneNames({ lanes }: { readonly lanes: readonly Lane[] }) {
  const { t } = useTexts();
  return (
    <ul className="timeline-lanes" aria-label={t('panes.lanes')}>
      {lanes.map(({ capture, name }) => (
        <li key={capture}>
          <span>{name}</span>
        </li>
      ))}
    </ul>
  );
}
