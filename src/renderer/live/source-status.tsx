import type { LiveSources } from '../../shared/contract/live';
import { liveRemedy } from '../../shared/locales/live-remedy';
import { useTexts } from '../theme/use-texts';

/** Each program that can capture: ready, or why not and what to do. */
export function SourceStatus({ sources }: { readonly sources: LiveSources }) {
  const { t } = useTexts();
  return (
    <details className="live-sources" open={sources.chosen === null}>
      <summary>{t('live.dialog.status')}</summary>
      <dl>
        {sources.sources.map((source) => (
          <div key={source.kind}>
            <dt className="mono">
              {source.kind} {source.version ?? ''}
            </dt>
            <dd>
              {t(`live.sourceState.${source.state === 'ready' && source.kind === sources.chosen ? 'chosen' : source.state}`)}
              {source.state !== 'ready' && <span className="live-remedy"> {liveRemedy(source, sources, t)}</span>}
              {!source.kernelTimes && source.state === 'ready' && <span className="muted"> ({t('live.times.arrival')})</span>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
