import { SegmentedControl } from '@blueprintjs/core';
import { useEffect } from 'react';
import type { ListenerDetail as Detail } from '../../shared/contract/listener-rows';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { Confidence } from '../findings/confidence';
import { useLiveRevision } from '../live/use-live-revision';
import { Endpoint } from '../names/endpoint';
import { ListenerTools } from '../project/listener-tools';
import { formatEndpoint } from '../theme/format';
import { STATES, StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { markTimeline } from '../timeline/timeline-marks';
import { AttemptsPanel } from './attempts-panel';
import { KernelPanel } from './kernel-panel';
import { LISTENER_TABS, type ListenerTab, useListenerSelection } from './listener-selection';
import { EVENT_STATES, VERDICT_STATES } from './listener-states';
import { QueuePanel } from './queue-panel';
import { queueParts } from './queue-parts';
import { useKernelSamples } from './use-kernel-samples';

/** Steps of a series that a screen has room for. */
const POINTS = 1000;

/** One listener: the verdict, and its queues or its attempts. */
export function ListenerDetail() {
  const { t, language } = useTexts();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const range = useWorkbench((state) => state.range);
  const live = useLiveRevision();
  const listener = useListenerSelection((state) => (state.capture === capture ? state.listener : null));
  const { value, error, reload } = useQuery(
    listener === null ? null : `listener ${capture} ${listener} ${language}`,
    ({ engine }, signal) => engine['listeners.detail']({ capture, listener: listener ?? 0, points: POINTS, language, ...spanOf(range) }, signal),
    `${range === null ? 'all' : `${range.fromMs} ${range.toMs}`} ${progress?.state} ${live}`,
  );
  useEvidence(value);
  useMarks(value);
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (listener === null) return <EmptyState title={t('ui.listeners.chooseTitle')} advice={t('ui.listeners.chooseAdvice')} />;
  if (!value) return <EmptyState title={t('ui.view.loading')} />;
  return <Listener detail={value} />;
}

/** The dock shows what the verdict rests on as soon as a listener is chosen. */
function useEvidence(detail: Detail | null): void {
  const capture = useCurrentCapture()?.capture ?? 0;
  const listener = detail?.listener.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another range of the same listener has the same evidence.
  useEffect(() => {
    if (detail === null) return;
    const { evidence, view, showEvidence } = useWorkbench.getState();
    if (view !== 'listeners' && evidence.kind !== 'none') return;
    const { attempt } = useListenerSelection.getState();
    // What was chosen in it before stays in the dock.
    if (attempt !== null && evidence.kind === 'connection' && evidence.connection === attempt) return;
    const frames = detail.findings[0]?.frames ?? [detail.listener.firstFrame];
    showEvidence({ kind: 'frames', frames }, frames[0] ?? null);
  }, [capture, listener]);
}

/** Drops on the time line. */
function useMarks(detail: Detail | null): void {
  useEffect(() => {
    const parts = detail === null ? [] : queueParts(detail, null);
    const marks = parts.flatMap(({ fromMs, counts }) => {
      const worst = (['droppedSyn', 'ignored', 'rejected'] as const).find((kind) => counts[kind] > 0);
      return worst === undefined ? [] : [{ timeMs: fromMs, color: STATES[EVENT_STATES[worst]].color }];
    });
    markTimeline('listeners', marks);
  }, [detail]);
}

function Listener({ detail }: { readonly detail: Detail }) {
  const { t } = useTexts();
  const tab = useListenerSelection((state) => state.tab);
  const { address, port, verdict, confidence } = detail.listener;
  const name = formatEndpoint(address, port);
  const samples = useKernelSamples(detail);
  return (
    <div className="listener">
      <div className="listener-head">
        <strong className="mono">
          <Endpoint address={address} port={port} />
        </strong>
        <StateLabel state={VERDICT_STATES[verdict]} text={t(`ui.listeners.verdicts.${verdict}`)} />
        <span className="muted">
          {t('ui.findings.confidence')} <Confidence value={confidence} />
        </span>
        <span className="listener-title">
          {detail.findings[0]?.title ?? t(`ui.listeners.plain.${verdict === 'healthy' ? 'healthy' : 'unknown'}`)}
        </span>
        <ListenerTools address={address} port={port} />
        <SegmentedControl
          size="small"
          aria-label={t('ui.listeners.tab.label')}
          value={tab}
          options={LISTENER_TABS.map((value) => ({ value, label: t(`ui.listeners.tab.${value}`) }))}
          onValueChange={(value) => useListenerSelection.setState({ tab: value as ListenerTab })}
        />
      </div>
      <div className="listener-body">
        {tab === 'queues' && <QueuePanel detail={detail} name={name} sampled={samples?.listener ?? null} />}
        {tab === 'attempts' && <AttemptsPanel detail={detail} />}
        {tab === 'kernel' && <KernelPanel name={name} listener={detail.listener.id} samples={samples} />}
      </div>
    </div>
  );
}
