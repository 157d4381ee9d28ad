import { memo, useMemo } from 'react';
import type { AttemptLadder as Ladder } from '../../shared/contract/listener-rows';
import type { Translate } from '../../shared/locales/texts';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useSettledSelection } from '../app/settled-selection';
import { connectionOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useKept } from '../connection/use-kept';
import { useQuery } from '../connection/use-query';
import { useLiveRevision } from '../live/use-live-revision';
import { Endpoint } from '../names/endpoint';
import { useShownNames } from '../names/use-shown-names';
import { formatDuration, formatEndpoint } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { ladderChart } from './ladder-chart';
import { ladderCsv, ladderLines } from './ladder-lines';
import { LadderTable } from './ladder-table';
import { useListenerSelection } from './listener-selection';
import { OUTCOME_STATES, RUNG_STATES } from './listener-states';

/** The chosen attempt's SYNs and SYN-ACKs beside the moments at which they were due. */
export function AttemptLadder({ listener }: { readonly listener: number }) {
  const { t } = useTexts();
  const capture = useCurrentCapture()?.capture ?? 0;
  const chosen = useListenerSelection((state) => state.attempt);
  // Whoever walks through the attempts sees the one where the walk ends.
  const settled = useSettledSelection((state) => connectionOf(state.evidence));
  const isWalked = useWorkbench((state) => chosen !== null && connectionOf(state.evidence) === chosen);
  const attempt = isWalked && settled !== null ? settled : chosen;
  const live = useLiveRevision();
  const query = useQuery(
    attempt === null ? null : `attempt ${capture} ${listener} ${attempt}`,
    ({ engine }, signal) => engine['listeners.attempt']({ capture, listener, connection: attempt ?? 0 }, signal),
    live,
  );
  const { error, reload } = query;
  const { value, isStale } = useKept(query.value, query.loading && attempt !== null, `${capture} ${listener}`);
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (attempt === null) return <EmptyState title={t('ui.listeners.ladder.chooseTitle')} advice={t('ui.listeners.ladder.chooseAdvice')} />;
  if (!value) return <EmptyState title={t('ui.view.loading')} />;
  return <Rungs ladder={value} busy={isStale} />;
}

const Rungs = memo(function Rungs({ ladder, busy }: { readonly ladder: Ladder; readonly busy: boolean }) {
  const { t } = useTexts();
  const dark = useDark();
  const range = useWorkbench((state) => state.range);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const lines = useMemo(() => ladderLines(ladder, t), [ladder, t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => ladderChart(lines, scheduleText(ladder, t), chartTheme(), t), [ladder, lines, t, dark]);
  const { client, clientPort, connection, outcome, startMs } = ladder;
  const endMs = startMs + Math.max(0, ...lines.map(({ atMs }) => atMs ?? 0));
  const sight = useMemo(
    () => (range && range.fromMs < endMs && range.toMs > startMs ? { fromMs: range.fromMs - startMs, toMs: range.toMs - startMs } : null),
    [range, startMs, endMs],
  );
  const name = formatEndpoint(client, clientPort);
  const shown = useShownNames().endpoint(client, clientPort);
  const showFrame = (frame: number): void => showEvidence({ kind: 'connection', connection }, frame);
  return (
    <ChartFrame
      name={name}
      label={t('ui.listeners.ladder.chart', { name: shown })}
      option={option}
      busy={busy}
      sight={sight}
      facts={
        <p className="facts-line">
          <strong className="mono">
            <Endpoint address={client} port={clientPort} />
          </strong>
          <StateLabel state={OUTCOME_STATES[outcome]} text={t(`ui.listeners.outcomes.${outcome}`)} />
        </p>
      }
      legend={
        <span className="legend">
          {(['syn', 'synAck'] as const).map((segment) => (
            <StateLabel key={segment} state={RUNG_STATES[segment]} text={t(`ui.listeners.ladder.segment.${segment}`)} />
          ))}
          <span className="state-label">
            <span className="rung-expected" />
            <span>{t('ui.listeners.ladder.expectedMark')}</span>
          </span>
        </span>
      }
      table={<LadderTable lines={lines} onPick={showFrame} />}
      csv={() => ladderCsv(lines)}
      onPick={showFrame}
    />
  );
});

/** How the schedules of the segments that were sent again go on; the tilde says that they are inferred. */
function scheduleText({ rungs, schedules }: Ladder, t: Translate): string {
  const segments = (['syn', 'synAck'] as const).filter((segment) => rungs.some((rung) => rung.segment === segment && rung.number > 0));
  const sentences = segments.map((segment) => {
    const { firstTimeoutMs, retries, linearSteps, from } = schedules[segment];
    const data = { segment: t(`ui.listeners.ladder.segment.${segment}`), first: formatDuration(firstTimeoutMs), retries, count: linearSteps };
    const schedule = t(linearSteps > 0 ? 'ui.listeners.ladder.scheduleLinear' : 'ui.listeners.ladder.scheduleOf', data);
    return from === 'listener' ? `~ ${schedule}` : `~ ${schedule} (${t('ui.listeners.ladder.linuxDefault')})`;
  });
  return sentences.join('\n');
}
