import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { ATTEMPT_OUTCOMES, type ListenerDetail, type ListenerRow } from '../../shared/contract/listener-rows';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { Term } from '../glossary/term';
import { formatCount, formatDuration, formatEndpoint } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { askAboutListener } from '../what-if/queue-scenario';
import { useModel } from '../what-if/what-if-model';
import { OUTCOME_STATES } from './listener-states';

/** What was counted and inferred about the listener, with the way to try other settings. */
export function ListenerFacts({ detail }: { readonly detail: ListenerDetail }) {
  const { t, language } = useTexts();
  const { listener, looked, servedPerSecond } = detail;
  const { attempts, outcomes, connectMs, cookies, deferAccept, overflowMode, pruned, sources, synRatePeak } = listener;
  const rate = servedPerSecond === null ? null : Number(servedPerSecond.toPrecision(3));
  return (
    <section className="fact-card" aria-label={t('ui.listeners.facts')}>
      <h3>{t('ui.listeners.facts')}</h3>
      <dl>
        {ATTEMPT_OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map((outcome) => (
          <Fact key={outcome} name={<StateLabel state={OUTCOME_STATES[outcome]} text={t(`ui.listeners.outcomes.${outcome}`)} />}>
            <span className="number">{formatCount(outcomes[outcome], language)}</span>
          </Fact>
        ))}
        {looked < attempts && (
          <Fact name={t('ui.listeners.attempts')}>{t('ui.listeners.looked', { count: looked, looked: formatCount(looked, language) })}</Fact>
        )}
        {connectMs && (
          <Fact name={t('ui.listeners.connectMs')}>
            <span className="number">
              {t('ui.listeners.connectSpread', { median: formatDuration(connectMs.median), max: formatDuration(connectMs.max) })}
            </span>
          </Fact>
        )}
        <Fact name={t('ui.listeners.served')}>{rate === null ? t('ui.listeners.servedNever') : t('ui.listeners.servedRate', { rate })}</Fact>
        <Fact name={t('ui.listeners.synRate')}>
          <span className="number">{formatCount(synRatePeak, language)}</span>
        </Fact>
        <Fact name={t('ui.listeners.sources')}>
          <span className="number">{formatCount(sources, language)}</span>
        </Fact>
        <Schedule name={t('ui.listeners.synSchedule')} schedule={listener.synSchedule} />
        <Schedule name={t('ui.listeners.synAckSchedule')} schedule={listener.synAckSchedule} />
        {overflowMode && <Fact name={t('ui.listeners.modeTitle')}>{t(`ui.listeners.mode.${overflowMode}`)}</Fact>}
        {pruned > 0 && <Fact name={t('ui.listeners.pruned')}>{t('ui.listeners.prunedText', { count: pruned })}</Fact>}
        <Fact name={<Term name="synCookie">{t('ui.listeners.cookies')}</Term>}>{t(`ui.listeners.likelihood.${cookies}`)}</Fact>
        <Fact name={t('ui.listeners.deferAccept')}>{t(`ui.listeners.likelihood.${deferAccept}`)}</Fact>
      </dl>
      <TryOut listener={listener} />
    </section>
  );
}

/** Asks the model of listen queues about the clients of this listener. */
function TryOut({ listener: { id, address, port } }: { readonly listener: ListenerRow }) {
  const { t } = useTexts();
  const { engine } = useConnection();
  const progress = useCurrentCapture();
  const { showView, notify } = useWorkbench.getState();
  const tryOut = (): void => {
    if (!progress) return;
    const { capture, name } = progress;
    engine['simulate.capturedSettings']({ capture, listener: id }).then(
      (known) => {
        askAboutListener({ capture, listener: id, endpoint: formatEndpoint(address, port), file: name }, known);
        useModel.setState({ model: 'queue' });
        showView('whatIf');
      },
      (thrown) => notify(toAppError(thrown)),
    );
  };
  return <Button size="small" className="card-button" text={t('ui.listeners.tryOut')} onClick={tryOut} />;
}

function Fact({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Schedule({ name, schedule }: { readonly name: string; readonly schedule: ListenerRow['synSchedule'] }) {
  const { t } = useTexts();
  if (schedule === null) return null;
  const { firstTimeoutMs, retries, complete, linearSteps } = schedule;
  return (
    <Fact name={name}>
      <span className="inferred number">
        ~ {t(complete ? 'ui.listeners.schedule' : 'ui.listeners.scheduleOpen', { first: formatDuration(firstTimeoutMs), retries })}
        {linearSteps !== null && linearSteps > 0 && `, ${t('ui.listeners.scheduleLinear', { count: linearSteps })}`}
      </span>
    </Fact>
  );
}
