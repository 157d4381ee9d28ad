import type { HostLook, ListeningSocket } from '../../shared/contract/host';
import { queueAdvice } from '../../shared/contract/host-advice';
import { EmptyState } from '../app/empty-state';
import { useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { useSummary } from '../summary/summary-context';
import { useTexts } from '../theme/use-texts';
import { AdviceCard } from './advice-card';
import { ComparedCard } from './compared-card';
import { HappenedCard } from './happened-card';
import { DRAWN_COUNTERS } from './history';
import { useHostChoice } from './host-choice';
import { HostHistory } from './host-history';
import { HostIssues } from './host-issues';
import { isSame, ListeningTable, shareOf } from './listening-table';
import { SysctlCard } from './sysctl-card';
import { TimerTable } from './timer-table';

/** The chart and what happened are asked for anew at most this often. */
const HISTORY_EVERY_MS = 1000;

interface HostContentProps {
  /** The last sample, with every part that is known. */
  readonly look: HostLook;
  readonly live: boolean;
  /** A capture to compare with; null: none is open. */
  readonly capture: number | null;
}

export function HostContent({ look, live, capture }: HostContentProps) {
  const { t } = useTexts();
  const { sample, recording } = look;
  const listener = useChosenListener(sample.listeners ?? []);
  const history = useHistory(look, listener, live);
  const spanMs = useHostChoice((choice) => choice.spanMs);
  const advice = history.value ? queueAdvice(sample.listeners ?? [], history.value.changes, sample.sysctls) : null;
  return (
    <>
      <section className="host-tables" aria-label={t('host.view.listeners')}>
        <h3>{t('host.view.listeners')}</h3>
        {sample.listeners === null ? (
          <p className="muted">{t('host.view.partMissing')}</p>
        ) : sample.listeners.length === 0 ? (
          <p className="muted">{t('host.view.noListeners')}</p>
        ) : (
          <ListeningTable listeners={sample.listeners} chosen={listener} />
        )}
        <h3>{t('host.view.timers')}</h3>
        {sample.timers === null ? (
          <p className="muted">{t('host.view.partMissing')}</p>
        ) : sample.timers.length === 0 ? (
          <p className="muted">{t('host.view.noTimers')}</p>
        ) : (
          <TimerTable timers={sample.timers} />
        )}
      </section>
      <div className="host-history">
        {history.value ? (
          <HostHistory
            listener={listener}
            samples={history.value.samples}
            counters={history.value.counters}
            live={live}
            side={
              <>
                <HostIssues recording={recording} />
                {advice && <AdviceCard advice={advice} />}
                {capture !== null && <ComparedCard recording={recording} capture={capture} />}
                <HappenedCard
                  title={live ? t('host.view.happenedLive', { span: t(`host.view.span.${spanMs}`) }) : t('host.view.happened')}
                  changes={history.value.changes}
                />
                {sample.sysctls !== null && <SysctlCard sysctls={sample.sysctls} />}
              </>
            }
          />
        ) : (
          <EmptyState title={t('ui.view.loading')} />
        )}
      </div>
    </>
  );
}

/** The one that was chosen, while it is there; else the fullest. */
function useChosenListener(listeners: readonly ListeningSocket[]): ListeningSocket | null {
  const chosen = useHostChoice((choice) => choice.listener);
  const found = listeners.find((listener) => isSame(listener, chosen));
  if (found !== undefined) return found;
  return listeners.reduce<ListeningSocket | null>(
    (fullest, listener) => (fullest === null || shareOf(listener) > shareOf(fullest) ? listener : fullest),
    null,
  );
}

interface HostSpan {
  readonly capture: null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}
const EVER: HostSpan = { capture: null, fromMs: null, toMs: null };

/** What is watched is shown from `fromMs` on, what was recorded in the part of the time line that is chosen. */
function useSpan(fromMs: number | null, live: boolean): HostSpan {
  const range = useWorkbench((state) => state.range);
  const facts = useSummary().value?.capture;
  if (live) return { ...EVER, fromMs };
  if (range === null || facts?.timeBase !== 'epoch' || facts.firstTime === null) return EVER;
  const startMs = Number(facts.firstTime) * 1000;
  return { ...EVER, fromMs: startMs + range.fromMs, toMs: startMs + range.toMs };
}

/** Queue, counters and changes of the time shown: the last minutes of what is watched, else all or the part that is chosen. */
function useHistory({ recording, sample, index }: HostLook, listener: ListeningSocket | null, live: boolean) {
  const spanMs = useHostChoice((choice) => choice.spanMs);
  const intervalMs = useHostChoice((choice) => choice.intervalMs);
  const span = useSpan(live && sample.timeMs !== null ? sample.timeMs - spanMs : null, live);
  const { address, port } = listener ?? { address: '', port: 0 };
  const step = Math.max(1, Math.ceil(HISTORY_EVERY_MS / intervalMs));
  return useQuery(
    `host-history ${recording} ${address} ${port} ${live ? spanMs : JSON.stringify(span)}`,
    async ({ engine }, signal) => {
      const read = (asked: HostSpan) =>
        Promise.all([
          engine['host.listener']({ recording, address, port, ...asked }, signal),
          engine['host.counters']({ recording, names: [...DRAWN_COUNTERS], ...asked }, signal),
          engine['host.changes']({ recording, ...asked }, signal),
        ]);
      const found = await read(span);
      const isEmpty = found[0].timesMs.length + found[1].timesMs.length === 0;
      // Samples without a time, or of another time than the capture's, are shown all the same.
      const [samples, counters, changes] = isEmpty ? await read(EVER) : found;
      return { samples, counters, changes };
    },
    Math.floor(index / step),
  );
}
