import './host.css';
import { useState } from 'react';
import type { HostLook } from '../../shared/contract/host';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useCurrentCapture } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { useTexts } from '../theme/use-texts';
import { HostBar } from './host-bar';
import { targetOf, useHostChoice } from './host-choice';
import { HostContent } from './host-content';
import { HostPaste } from './host-paste';
import { useHostWatch } from './use-host-watch';

/** The kernel of a host: what listens and how full its queues are, counters as rates, timers and settings; live, or of text that was saved. */
export function HostView() {
  const { t } = useTexts();
  const choice = useHostChoice();
  const [pasting, setPasting] = useState(false);
  const host = useQuery('host', ({ engine }, signal) => engine['host.describe']({}, signal)).value;
  const target = targetOf(choice);
  const missing = choice.where === 'local' && (host?.missing.includes('not-linux') ?? true);
  const watched = choice.watching && choice.recording === null && !missing ? target : null;
  const { look, error, retry } = useHostWatch(watched, choice.intervalMs);
  const recordings = useQuery(
    'host-recordings',
    ({ engine }, signal) => engine['host.recordings']({}, signal),
    `${look?.recording} ${choice.recording}`,
  );
  const kept = useQuery(choice.recording === null ? null : `host-recording ${choice.recording}`, ({ engine }, signal) =>
    engine['host.sample']({ recording: choice.recording as number, index: null }, signal),
  );
  return (
    <div className="host-view">
      <HostBar
        watching={watched !== null && error === null}
        available={!missing}
        onWatch={(watch) => {
          useHostChoice.setState({ watching: watch, recording: null });
          if (watch) retry();
        }}
        namespaces={host?.namespaces ?? []}
        recordings={recordings.value ?? []}
        lastLookMs={look?.sample.timeMs ?? null}
        onPaste={() => setPasting(true)}
        onForgotten={recordings.reload}
      />
      <div className="host-body">
        {choice.recording !== null ? (
          kept.error ? (
            <ErrorState error={kept.error} onRetry={kept.reload} />
          ) : kept.value ? (
            <Content look={kept.value} live={false} />
          ) : (
            <EmptyState title={t('ui.view.loading')} />
          )
        ) : error ? (
          <ErrorState error={error} onRetry={retry} />
        ) : look ? (
          <Content look={look} live />
        ) : watched ? (
          <EmptyState title={t('host.view.starting')} advice={t('host.view.startingAdvice')} />
        ) : (
          <EmptyState title={t('host.view.emptyTitle')} advice={t(missing && host ? 'host.missing.not-linux' : 'host.view.emptyAdvice')} />
        )}
      </div>
      <HostPaste isOpen={pasting} onClose={() => setPasting(false)} onRead={recordings.reload} />
    </div>
  );
}

/** Parts that a look does not hold are those of the looks before. */
function Content({ look, live }: { readonly look: HostLook; readonly live: boolean }) {
  const { t } = useTexts();
  const capture = useCurrentCapture();
  const whole = useQuery(
    live ? `host-whole ${look.recording}` : null,
    ({ engine }, signal) => engine['host.sample']({ recording: look.recording, index: look.index }, signal),
    look.index,
  );
  const shown = live ? whole.value : look;
  if (!shown) return <EmptyState title={t('ui.view.loading')} />;
  return <HostContent look={shown} live={live} capture={capture?.state === 'done' ? capture.capture : null} />;
}
