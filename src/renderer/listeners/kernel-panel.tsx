import { useMemo } from 'react';
import type { FindingReport } from '../../shared/contract/report';
import { EmptyState } from '../app/empty-state';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useAxisTime } from '../charts/use-axis-time';
import { useQuery } from '../connection/use-query';
import { historyOf } from '../host/history';
import { historyChart, LINES } from '../host/history-chart';
import { HistoryTable, historyCsv } from '../host/history-table';
import { SysctlCard } from '../host/sysctl-card';
import { CodeText } from '../names/code-text';
import { SeverityLabel } from '../theme/severity';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import type { KernelSamples } from './use-kernel-samples';

interface KernelPanelProps {
  readonly name: string;
  readonly listener: number;
  readonly samples: KernelSamples | null;
}

/** What the kernel of the server said meanwhile: the queue and its limit, counters as rates, settings, and where that agrees with the packets. */
export function KernelPanel({ name, listener, samples }: KernelPanelProps) {
  const { t } = useTexts();
  if (samples === null)
    return <EmptyState title={t('ui.listeners.kernel.emptyTitle')} advice={<CodeText text={t('ui.listeners.kernel.emptyAdvice')} />} />;
  return <Samples name={name} listener={listener} samples={samples} />;
}

function Samples({ name, listener, samples }: KernelPanelProps & { readonly samples: KernelSamples }) {
  const { t } = useTexts();
  const dark = useDark();
  const { text: xText, ticks } = useAxisTime();
  const history = useMemo(() => historyOf(samples.listener, samples.counters), [samples]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => historyChart(history, chartTheme(), { t, xText, ticks }), [history, t, xText, ticks, dark]);
  const range = useWorkbench((state) => state.range);
  const sysctls = samples.last?.sample.sysctls ?? null;
  return (
    <ChartFrame
      name={`${name} - ${t('ui.listeners.tab.kernel')}`}
      label={t('ui.listeners.kernel.chart', { name })}
      option={option}
      sight={range}
      facts={
        <span className="legend">
          {history.counters.map((series, place) => (
            <span key={series.name} className="state-label">
              <span className="queue-swatch" style={{ background: LINES[place % LINES.length]?.color }} />
              <span>{series.name}</span>
            </span>
          ))}
        </span>
      }
      table={<HistoryTable history={history} xText={xText} />}
      csv={() => historyCsv(history)}
      side={
        <>
          <Comparison listener={listener} recording={samples.listener.recording ?? samples.counters.recording} />
          {sysctls && <SysctlCard sysctls={sysctls} />}
        </>
      }
    />
  );
}

/** Where packets and counters bear each other out, or contradict each other. */
function Comparison({ listener, recording }: { readonly listener: number; readonly recording: number | null }) {
  const { t, language } = useTexts();
  const capture = useCurrentCapture()?.capture ?? 0;
  const found = useQuery(`host findings ${capture} ${recording} ${language}`, ({ engine }, signal) =>
    engine['host.findings']({ capture, recording, language }, signal),
  ).value;
  const about = (found ?? []).filter((finding) => finding.listener === null || finding.listener === listener);
  if (about.length === 0) return null;
  return (
    <section className="fact-card" aria-label={t('ui.listeners.kernel.comparison')}>
      <h3>{t('ui.listeners.kernel.comparison')}</h3>
      <ul className="card-list">
        {about.map((finding) => (
          <ComparedItem key={`${finding.code} ${finding.listener}`} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

function ComparedItem({ finding: { severity, title, detail } }: { readonly finding: FindingReport }) {
  return (
    <li>
      <SeverityLabel severity={severity} /> <strong>{title}</strong>
      {detail && <p>{detail}</p>}
    </li>
  );
}
