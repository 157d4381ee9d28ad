import './timeline.css';
import { Button } from '@blueprintjs/core';
import { Cross, Th } from '@blueprintjs/icons';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Popup } from '../app/popup';
import { useWorkbench } from '../app/workbench';
import { formatDuration, formatSignificant } from '../theme/format';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import type { Lane, TimeAxis } from './capture-lanes';
import { drawTimeline } from './draw-timeline';
import { TimelineTable } from './timeline-table';
import { type Brush, useBrush } from './use-brush';
import { type ShownLanes, useShownLanes } from './use-shown-lanes';

/** Packets per second over the whole capture, and over the project's others on the same axis; a drag over it is the time range of the views. */
export function Timeline() {
  const { t } = useTexts();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const plotRef = useRef<HTMLDivElement>(null);
  const width = useWidth(canvasRef);
  const shown = useShownLanes(width);
  const { axis, lanes } = shown;
  const dark = useDark();
  const brush = useBrush(axis);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas takes its colours and size from outside.
  useEffect(() => {
    if (canvasRef.current && lanes.length > 0) drawTimeline(canvasRef.current, lanes, axis);
  }, [lanes, axis, dark, width]);
  return (
    <section className="timeline" aria-label={t('ui.timeline.title')}>
      <Title {...shown} />
      <div
        ref={plotRef}
        className="timeline-plot"
        onPointerDown={brush.onPointerDown}
        onPointerMove={brush.onPointerMove}
        onPointerUp={brush.onPointerUp}
      >
        <canvas ref={canvasRef} role="img" aria-label={t('ui.timeline.title')} />
        {lanes.length > 1 && <LaneNames lanes={lanes} />}
        <Range axis={axis} brush={brush} />
      </div>
      <div className="timeline-actions">
        {brush.range && <ClearRange plotRef={plotRef} />}
        <Popup placement="bottom-end" content={<TimelineTable lanes={lanes} />} disabled={lanes.length === 0}>
          <Button variant="minimal" size="small" icon={<Th size={12} />} aria-label={t('ui.chart.asTable')} title={t('ui.chart.asTable')} />
        </Popup>
      </div>
    </section>
  );
}

/** Px; 0 before it is known. */
function useWidth(canvasRef: RefObject<HTMLCanvasElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    const observer = new ResizeObserver(() => setWidth(canvas.clientWidth));
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [canvasRef]);
  return width;
}

function Title({ axis, line, durationMs }: ShownLanes) {
  const { t, language } = useTexts();
  const peakRate = line && line.bucketMs > 0 ? (Math.max(0, ...line.packets) / line.bucketMs) * 1000 : 0;
  return (
    <div className="timeline-title">
      <span>{t('ui.timeline.title')}</span>
      {line && (
        <>
          <span className="muted number">{formatDuration(axis.toMs - axis.fromMs)}</span>
          {durationMs > 0 && <span className="muted number">{t('ui.timeline.peak', { rate: formatSignificant(peakRate, language) })}</span>}
        </>
      )}
    </div>
  );
}

/** The time range, and its two edges that keys move; at the ends of the line while there is none. */
function Range({ axis, brush }: { readonly axis: TimeAxis; readonly brush: Brush }) {
  const { t } = useTexts();
  const { range } = brush;
  const axisMs = axis.toMs - axis.fromMs;
  const share = (ms: number): string => `${axisMs > 0 ? (ms / axisMs) * 100 : 0}%`;
  const place = (ms: number): string => share(ms - axis.fromMs);
  return (
    <>
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
    </>
  );
}

/** Takes the range back; the focus goes to an edge, since the button goes away. */
function ClearRange({ plotRef }: { readonly plotRef: RefObject<HTMLDivElement | null> }) {
  const { t } = useTexts();
  const setRange = useWorkbench((state) => state.setRange);
  return (
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
