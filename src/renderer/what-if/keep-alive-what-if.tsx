import { useMemo } from 'react';
import type { KeepAliveForecast } from '../../shared/contract/keep-alive-simulation';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useQuery } from '../connection/use-query';
import { Advice } from '../findings/advice';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { forecastChart } from './forecast-chart';
import { ForecastTable, forecastCsv } from './forecast-table';
import { commandOf, scenarioOf, useScenario } from './scenario';
import { ScenarioForm } from './scenario-form';

/** What becomes of a connection under settings that are typed in: when a silent peer is noticed, what asking costs, what kills the connection first. */
export function KeepAliveWhatIf() {
  const texts = useScenario();
  const { t, language } = useTexts();
  const scenario = useMemo(() => scenarioOf(texts), [texts]);
  const { value, error, reload } = useQuery(scenario === null ? null : `what-if ${language} ${JSON.stringify(scenario)}`, ({ engine }, signal) => {
    if (scenario === null) throw new Error('nothing is asked without a scenario');
    return engine['simulate.keepAlive']({ ...scenario, language }, signal);
  });
  return (
    <div className="what-if">
      <ScenarioForm recommended={value?.recommended ?? null} />
      {scenario === null ? (
        <EmptyState title={t('ui.whatIf.fixTitle')} advice={t('ui.whatIf.fixAdvice')} />
      ) : error ? (
        <ErrorState error={error} onRetry={reload} />
      ) : value ? (
        <Forecast forecast={value} />
      ) : (
        <EmptyState title={t('ui.view.loading')} />
      )}
    </div>
  );
}

function Forecast({ forecast }: { readonly forecast: KeepAliveForecast }) {
  const { t } = useTexts();
  const texts = useScenario();
  const dark = useDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => forecastChart(forecast, chartTheme(), t), [forecast, t, dark]);
  return (
    <ChartFrame
      name={t('ui.whatIf.title')}
      label={t('ui.whatIf.chart')}
      option={option}
      facts={<strong>{t('ui.whatIf.title')}</strong>}
      table={<ForecastTable forecast={forecast} />}
      csv={() => forecastCsv(forecast)}
      side={
        <>
          <section className="fact-card" aria-label={t('ui.whatIf.verdict')} aria-live="polite">
            <h3>{t('ui.whatIf.verdict')}</h3>
            {forecast.verdict.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </section>
          <section className="fact-card" aria-label={t('ui.whatIf.command')}>
            <h3>{t('ui.whatIf.command')}</h3>
            <Advice text={`\`\`\`\n${commandOf(texts)}\n\`\`\``} />
          </section>
        </>
      }
    />
  );
}
