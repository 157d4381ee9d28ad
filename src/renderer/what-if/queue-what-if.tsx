import { useMemo } from 'react';
import type { QueueForecast, QueueScenario } from '../../shared/contract/queue-simulation';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useQuery } from '../connection/use-query';
import { Advice } from '../findings/advice';
import { QUEUE_COLORS } from '../listeners/listener-states';
import { formatCount } from '../theme/format';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { queueForecastChart } from './queue-forecast-chart';
import { QueueForecastTable, queueForecastCsv } from './queue-forecast-table';
import { QueueForm } from './queue-form';
import { queueCommandOf, queueScenarioOf, useQueueTexts } from './queue-scenario';

/** Steps of a series that a screen has room for. */
const POINTS = 1500;

/** What becomes of clients at a listener with the settings typed in, which arrive steadily or as they did in a capture. */
export function QueueWhatIf() {
  const texts = useQueueTexts();
  const { t, language } = useTexts();
  const scenario = useMemo(() => queueScenarioOf(texts), [texts]);
  const { value, error, reload } = useQuery(scenario === null ? null : `queue ${language} ${JSON.stringify(scenario)}`, ({ engine }, signal) => {
    if (scenario === null) throw new Error('nothing is asked without a scenario');
    return engine['simulate.queue']({ ...scenario, language, points: POINTS }, signal);
  });
  return (
    <div className="what-if">
      <QueueForm />
      {scenario === null ? (
        <EmptyState title={t('ui.whatIf.fixTitle')} advice={t('ui.whatIf.queue.fixAdvice')} />
      ) : error ? (
        <ErrorState error={error} onRetry={reload} />
      ) : value ? (
        <Forecast forecast={value} scenario={scenario} />
      ) : (
        <EmptyState title={t('ui.view.loading')} />
      )}
    </div>
  );
}

function Forecast({ forecast, scenario }: { readonly forecast: QueueForecast; readonly scenario: QueueScenario }) {
  const { t } = useTexts();
  const texts = useQueueTexts();
  const dark = useDark();
  const { durationMs } = scenario;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => queueForecastChart(forecast, durationMs, chartTheme(), t), [forecast, durationMs, t, dark]);
  return (
    <ChartFrame
      name={t('ui.whatIf.queue.title')}
      label={t('ui.whatIf.queue.chart')}
      option={option}
      facts={<strong>{t('ui.whatIf.queue.title')}</strong>}
      legend={
        <span className="legend">
          {(['halfOpen', 'acceptQueue'] as const).map((name) => (
            <span key={name} className="state-label">
              <span className="queue-swatch" style={{ background: name === 'halfOpen' ? QUEUE_COLORS.halfOpen : QUEUE_COLORS.accept }} />
              <span>{t(`ui.whatIf.queue.series.${name}`)}</span>
            </span>
          ))}
        </span>
      }
      table={<QueueForecastTable forecast={forecast} />}
      csv={() => queueForecastCsv(forecast)}
      side={
        <>
          <section className="fact-card" aria-label={t('ui.whatIf.verdict')} aria-live="polite">
            <h3>{t('ui.whatIf.verdict')}</h3>
            {forecast.verdict.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </section>
          <Numbers title={t('ui.whatIf.queue.outcomes.title')} name="outcomes" numbers={forecast.outcomes} />
          <Numbers title={t('ui.whatIf.queue.counters.title')} name="counters" numbers={forecast.counters} />
          <section className="fact-card" aria-label={t('ui.whatIf.command')}>
            <h3>{t('ui.whatIf.command')}</h3>
            <Advice text={`\`\`\`\n${queueCommandOf(texts)}\n\`\`\``} />
          </section>
        </>
      }
    />
  );
}

interface NumbersProps {
  readonly title: string;
  readonly name: 'outcomes' | 'counters';
  readonly numbers: Readonly<Record<string, number>>;
}

function Numbers({ title, name, numbers }: NumbersProps) {
  const { t, language } = useTexts();
  return (
    <section className="fact-card what-if-numbers" aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {Object.entries(numbers).map(([key, count]) => (
          <div key={key}>
            <dt>{t(`ui.whatIf.queue.${name}.${key}`)}</dt>
            <dd className="number">{formatCount(count, language)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
