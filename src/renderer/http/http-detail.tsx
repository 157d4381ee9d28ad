import { type ReactNode, useMemo } from 'react';
import type { HttpDetail as Detail } from '../../shared/contract/http-rows';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { FrameLink } from '../app/frame-link';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useAxisTime } from '../charts/use-axis-time';
import { useKept } from '../connection/use-kept';
import { useQuery } from '../connection/use-query';
import { ConnectionFindings } from '../findings/connection-findings';
import { useShownNames } from '../names/use-shown-names';
import { formatCount, formatDuration, formatEnds } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { messageChart } from './message-chart';
import { MessageTable, messageCsv } from './message-table';

/** Requests, responses and the silence between them as lanes, or as the table of the same; beside it how the connection was kept and closed. */
export function HttpDetail({ connection }: { readonly connection: number | null }) {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const query = useQuery(
    connection === null ? null : `http ${capture} ${connection}`,
    ({ engine }, signal) => engine['http.detail']({ capture, connection: connection ?? 0 }, signal),
    progress?.state ?? '',
  );
  const { error, reload } = query;
  const { value, isStale } = useKept(query.value, query.loading && connection !== null, capture);
  if (error?.code === 'no-http' || connection === null) return <EmptyState title={t('ui.http.chooseTitle')} advice={t('ui.http.chooseAdvice')} />;
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (!value) return <EmptyState title={t('ui.view.loading')} />;
  return <Messages detail={value} busy={isStale} />;
}

function Messages({ detail, busy }: { readonly detail: Detail; readonly busy: boolean }) {
  const { t } = useTexts();
  const dark = useDark();
  const names = useShownNames();
  const axisTime = useAxisTime();
  const range = useWorkbench((state) => state.range);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => messageChart({ detail, theme: chartTheme(), t, axisTime }), [detail, t, axisTime, dark]);
  const { http } = detail;
  const name = formatEnds(http);
  const shown = formatEnds(http, names.endpoint);
  const showFrame = (frame: number): void => showEvidence({ kind: 'connection', connection: http.connection }, frame);
  return (
    <ChartFrame
      name={name}
      label={t('ui.http.chart', { name: shown })}
      option={option}
      sight={range}
      busy={busy}
      facts={<Facts detail={detail} />}
      legend={
        <span className="legend">
          <StateLabel state="probe" text={t('ui.http.kind.request')} />
          <StateLabel state="answered" text={t('ui.http.kind.response')} />
          <StateLabel state="muted" text={t('ui.http.idle')} />
        </span>
      }
      table={<MessageTable detail={detail} timeText={axisTime.text} onPick={showFrame} />}
      csv={() => messageCsv(detail)}
      side={
        <>
          <ConnectionFindings connection={http.connection} />
          <ReuseCard detail={detail} timeText={axisTime.moment} onPick={showFrame} />
        </>
      }
      onPick={showFrame}
    />
  );
}

function Facts({ detail }: { readonly detail: Detail }) {
  const { t, language } = useTexts();
  const { http, truncated } = detail;
  return (
    <p className="facts-line number">
      <strong>HTTP/{http.version}</strong>
      <span>{t('ui.http.requestCount', { count: http.requests, requests: formatCount(http.requests, language) })}</span>
      <span>{t('ui.http.responseCount', { count: http.responses, responses: formatCount(http.responses, language) })}</span>
      {truncated && <span className="muted">{t('ui.http.truncated')}</span>}
    </p>
  );
}

interface ReuseCardProps {
  readonly detail: Detail;
  readonly timeText: (ms: number) => string;
  readonly onPick: (frame: number) => void;
}

/** Why the connection was kept, what the ends announced, and who closed it after which silence. */
function ReuseCard({ detail, timeText, onPick }: ReuseCardProps) {
  const { t } = useTexts();
  const { http, close } = detail;
  const { clientTimeoutMs, serverTimeoutMs, max } = http.keepAlive;
  const race = http.reuseRace;
  return (
    <section className="fact-card" aria-label={t('ui.http.card')}>
      <h3>{t('ui.http.card')}</h3>
      <dl>
        <Fact name={t('ui.http.reuse')}>
          <StateLabel state={http.persistent ? 'answered' : 'closed'} text={t(http.persistent ? 'ui.http.persistent' : 'ui.http.single')} />
          <br />
          <span className="muted">{t(`ui.http.by.${http.persistentBy}`)}</span>
        </Fact>
        {serverTimeoutMs !== null && <Fact name={t('ui.http.serverTimeout')}>{formatDuration(serverTimeoutMs)}</Fact>}
        {clientTimeoutMs !== null && <Fact name={t('ui.http.clientTimeout')}>{formatDuration(clientTimeoutMs)}</Fact>}
        {max !== null && <Fact name={t('ui.http.max')}>{max}</Fact>}
        {http.longestReuseIdleMs !== null && <Fact name={t('ui.http.longestReuseIdleMs')}>{formatDuration(http.longestReuseIdleMs)}</Fact>}
        <Fact name={t('ui.http.closedBy')}>
          {close === null ? (
            <StateLabel state="muted" text={t('ui.close.open')} />
          ) : (
            <>
              <StateLabel state={close.kind} text={t(`ui.end.${close.by}`)} /> <span className="number">{timeText(close.timeMs)}</span>
              <FrameLink frame={close.frame} onPick={onPick} />
            </>
          )}
        </Fact>
        {http.idleBeforeCloseMs !== null && <Fact name={t('ui.http.idleBeforeCloseMs')}>{formatDuration(http.idleBeforeCloseMs)}</Fact>}
        {http.drain && <Fact name={t('ui.http.drained')}>{t(`ui.http.drain.${http.drain}`)}</Fact>}
        {race && (
          <Fact name={t('ui.http.raceTitle')}>
            <StateLabel state="lost" text={t(`ui.http.race.${race.kind}`)} />
            <FrameLink frame={race.requestFrame} onPick={onPick} />
            <FrameLink frame={race.closeFrame} onPick={onPick} />
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{children}</dd>
    </div>
  );
}
