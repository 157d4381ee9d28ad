import { useMemo } from 'react';
import { create } from 'zustand';
import type { BackoffSchedule } from '../../shared/contract/queue-simulation';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useQuery } from '../connection/use-query';
import { Advice } from '../findings/advice';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { backoffChart } from './backoff-chart';
import { BackoffTable, backoffCsv } from './backoff-table';
import { NumberField } from './number-field';

type Segment = 'syn' | 'synAck';
type Field = 'retries' | 'linear';

/** As typed; defaults of a present Linux. */
const useBackoffTexts = create<Readonly<Record<Segment, Readonly<Record<Field, string>>>>>()(() => ({
  syn: { retries: '6', linear: '4' },
  synAck: { retries: '5', linear: '0' },
}));
const MOST_RETRIES = 255;

function isValid(text: string): boolean {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) <= MOST_RETRIES;
}

/** When a SYN or a SYN-ACK is sent again, and when its sender gives up. */
export function BackoffWhatIf({ segment }: { readonly segment: Segment }) {
  const { t } = useTexts();
  const texts = useBackoffTexts((state) => state[segment]);
  const fields: readonly Field[] = segment === 'syn' ? ['retries', 'linear'] : ['retries'];
  const asked = fields.every((field) => isValid(texts[field])) ? { retries: Number(texts.retries), linear: Number(texts.linear) } : null;
  const { value, error, reload } = useQuery(asked === null ? null : `backoff ${segment} ${asked.retries} ${asked.linear}`, ({ engine }, signal) =>
    engine['simulate.backoff']({ segment, ...(asked ?? { retries: 0, linear: 0 }) }, signal),
  );
  const flags = segment === 'syn' ? `--retries ${texts.retries} --linear ${texts.linear}` : `--retries ${texts.retries}`;
  return (
    <div className="what-if">
      <form className="scenario" aria-label={t('ui.whatIf.form')} onSubmit={(event) => event.preventDefault()}>
        {fields.map((field) => (
          <NumberField
            key={field}
            label={t(`ui.whatIf.backoff.${segment}.${field}`)}
            text={texts[field]}
            valid={isValid(texts[field])}
            problem={t('ui.whatIf.queue.bad', { least: 0, most: MOST_RETRIES })}
            whole
            min={0}
            onText={(typed) => useBackoffTexts.setState({ [segment]: { ...texts, [field]: typed } })}
          />
        ))}
      </form>
      {asked === null ? (
        <EmptyState title={t('ui.whatIf.fixTitle')} advice={t('ui.whatIf.queue.fixAdvice')} />
      ) : error ? (
        <ErrorState error={error} onRetry={reload} />
      ) : value ? (
        <Schedule segment={segment} schedule={value} command={`tcpulse simulate ${segment === 'syn' ? 'syn' : 'synack'} ${flags}`} />
      ) : (
        <EmptyState title={t('ui.view.loading')} />
      )}
    </div>
  );
}

interface ScheduleProps {
  readonly segment: Segment;
  readonly schedule: BackoffSchedule;
  readonly command: string;
}

function Schedule({ segment, schedule, command }: ScheduleProps) {
  const { t } = useTexts();
  const dark = useDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => backoffChart(segment, schedule, chartTheme(), t), [segment, schedule, t, dark]);
  const { retransmissions, givenUp } = schedule;
  const seconds = retransmissions.map(({ atMs }) => atMs / 1000).join(', ');
  const title = t(`ui.whatIf.backoff.${segment}.title`);
  const end = t(`ui.whatIf.backoff.${segment}.end`, { seconds: givenUp.atMs / 1000 });
  return (
    <ChartFrame
      name={title}
      label={t('ui.whatIf.backoff.chart')}
      option={option}
      facts={<strong>{title}</strong>}
      table={<BackoffTable segment={segment} schedule={schedule} />}
      csv={() => backoffCsv(schedule)}
      side={
        <>
          <section className="fact-card" aria-label={t('ui.whatIf.verdict')} aria-live="polite">
            <h3>{t('ui.whatIf.verdict')}</h3>
            <p>{retransmissions.length === 0 ? t('ui.whatIf.backoff.never') : t('ui.whatIf.backoff.again', { seconds })}</p>
            <p>{end}</p>
          </section>
          <section className="fact-card" aria-label={t('ui.whatIf.command')}>
            <h3>{t('ui.whatIf.command')}</h3>
            <Advice text={`\`\`\`\n${command}\n\`\`\``} />
          </section>
        </>
      }
    />
  );
}
