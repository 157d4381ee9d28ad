import { Button, InputGroup, NumericInput } from '@blueprintjs/core';
import { useState } from 'react';
import type { ProjectCapture } from '../../shared/contract/project';
import { useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import { useQuery } from '../connection/use-query';
import { formatDuration } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { withOffset, withoutCapture } from './project-edits';
import { openCaptureOf, useProject } from './project-store';
import { type CaptureSpan, commonAxis, lanePath } from './time-axis';
import { useProjectActions } from './use-project-actions';

const BUCKETS = 300;

/** Every capture of the project, each a lane on the common time axis. */
export function ProjectCaptures() {
  const { t } = useTexts();
  const captures = useProject((state) => state.project.captures);
  const spans = useSpans();
  const axis = commonAxis(
    captures.flatMap((capture) => (spans[capture.id] ? [{ span: spans[capture.id] as CaptureSpan, offsetMs: capture.offsetMs }] : [])),
  );
  return (
    <section>
      <h3>{t('project.captures.title')}</h3>
      {captures.length === 0 && <p className="muted">{t('project.captures.none')}</p>}
      {captures.map((capture) => (
        <CaptureRow key={capture.id} capture={capture} span={spans[capture.id] ?? null} axis={axis} />
      ))}
      {axis && (
        <div className="axis-row">
          <span className="muted">{t('project.captures.axis')}</span>
          <span className="axis-ends">
            <span>{new Date(axis.fromMs).toISOString().replace('T', ' ').replace('Z', ' UTC')}</span>
            <span>+{formatDuration(axis.toMs - axis.fromMs)}</span>
          </span>
        </div>
      )}
    </section>
  );
}

interface RowProps {
  readonly capture: ProjectCapture;
  readonly span: CaptureSpan | null;
  readonly axis: { readonly fromMs: number; readonly toMs: number } | null;
}

function CaptureRow({ capture, span, axis }: RowProps) {
  const { t } = useTexts();
  const edit = useProject((state) => state.edit);
  const open = useProject((state) => openCaptureOf(state, capture.id));
  const status = useProject((state) => state.states[capture.id] ?? 'found');
  const showCapture = useWorkbench((state) => state.showCapture);
  const showView = useWorkbench((state) => state.showView);
  return (
    <>
      <div className="axis-row">
        <span className="axis-name" title={capture.source.kind === 'file' ? capture.source.path : capture.name}>
          {open === null ? (
            capture.name
          ) : (
            <button
              type="button"
              className="text-link"
              onClick={() => {
                showCapture(open);
                showView('summary');
              }}
            >
              {capture.name}
            </button>
          )}
        </span>
        {span && axis ? (
          <svg
            className="axis-lane"
            viewBox="0 0 1000 30"
            preserveAspectRatio="none"
            role="img"
            aria-label={t('project.captures.lane', { name: capture.name, duration: formatDuration(span.durationMs) })}
          >
            <path d={lanePath(span, capture.offsetMs, axis)} />
          </svg>
        ) : (
          <span className="muted">{t(open === null ? 'project.captures.closed' : 'ui.packets.readingTitle')}</span>
        )}
        <NumericInput
          size="small"
          fill
          buttonPosition="none"
          aria-label={t('project.captures.offset', { name: capture.name })}
          title={t('project.captures.offsetAdvice')}
          value={capture.offsetMs}
          minorStepSize={0.001}
          rightElement={<span className="muted">ms</span>}
          onValueChange={(value) => Number.isFinite(value) && value !== capture.offsetMs && edit((project) => withOffset(project, capture.id, value))}
        />
        <Button
          size="small"
          variant="minimal"
          text={t('project.captures.remove')}
          disabled={open !== null}
          title={open === null ? '' : t('project.captures.removeAdvice')}
          onClick={() => edit((project) => withoutCapture(project, capture.id))}
        />
      </div>
      {status !== 'found' && <CaptureProblem capture={capture} />}
    </>
  );
}

/** A capture that is not what it was, and how to mend that. */
function CaptureProblem({ capture }: { readonly capture: ProjectCapture }) {
  const { t } = useTexts();
  const status = useProject((state) => state.states[capture.id] ?? 'found');
  const { locate } = useProjectActions();
  const [path, setPath] = useState(capture.source.kind === 'file' ? capture.source.path : '');
  const [failed, setFailed] = useState(false);
  return (
    <div className="project-form" role="group" aria-label={capture.name}>
      <span className="capture-missing">{t(`project.state.${status}`)}</span>
      {status === 'missing' && (
        <>
          <InputGroup
            size="small"
            className="mono"
            aria-label={t('project.captures.path', { name: capture.name })}
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
          <Button
            size="small"
            text={t('project.captures.locate')}
            onClick={() => void locate(capture.id, path).then((state) => setFailed(state === 'missing'))}
          />
          {failed && <span role="alert">{t('project.captures.notThere')}</span>}
        </>
      )}
    </div>
  );
}

/** When each open capture was taken, and its packets over time; absent until it was read. */
function useSpans(): Readonly<Record<string, CaptureSpan>> {
  const { engine } = useConnection();
  const opened = useProject((state) => state.opened);
  const captures = useWorkbench((state) => state.captures);
  const ready = captures.filter(({ state }) => state !== 'reading').map(({ capture }) => capture);
  const { value } = useQuery(`project spans ${ready.join(',')}`, async (_, signal) => {
    const spans: Record<string, CaptureSpan> = {};
    for (const capture of ready) {
      const id = opened[capture];
      if (id === undefined) continue;
      const summary = await engine['captures.summary']({ capture }, signal);
      const timeline = await engine['timeline.read']({ capture, buckets: BUCKETS, fromMs: null, toMs: null }, signal);
      const { firstTime } = summary.capture;
      if (firstTime !== null) spans[id] = { startMs: Number(firstTime) * 1000, durationMs: summary.durationMs, packets: [...timeline.packets] };
    }
    return spans;
  });
  return value ?? {};
}
