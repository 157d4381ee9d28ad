import { HTMLSelect } from '@blueprintjs/core';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { CounterSamples, ListenerSamples, ListeningSocket } from '../../shared/contract/host';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { formatEndpoint } from '../theme/format';
import { STATES } from '../theme/states';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { historyOf, spanOfHistory } from './history';
import { historyChart, LINES } from './history-chart';
import { HistoryTable, historyCsv } from './history-table';
import { SPANS_MS, useHostChoice } from './host-choice';
import { useTimeOfDay, useTimeOfDayTicks } from './use-time-of-day';

interface HostHistoryProps {
  readonly listener: ListeningSocket | null;
  readonly samples: ListenerSamples;
  readonly counters: CounterSamples;
  /** Only the last part of time is shown, and can be chosen. */
  readonly live: boolean;
  readonly side: ReactNode;
}

/** The queue of one listener and the counters as rates, over time. */
export function HostHistory({ listener, samples, counters, live, side }: HostHistoryProps) {
  const { t } = useTexts();
  const dark = useDark();
  const timeOfDay = useTimeOfDay();
  const spanMs = useHostChoice((choice) => choice.spanMs);
  const history = useMemo(() => historyOf(samples, counters), [samples, counters]);
  const xText = useCallback((x: number) => (history.hasTimes ? timeOfDay(x) : String(x)), [history, timeOfDay]);
  const ticks = useTimeOfDayTicks(spanOfHistory(history)[0]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => historyChart(history, chartTheme(), { t, xText, ticks }), [history, t, xText, ticks, dark]);
  const name = listener === null ? t('host.view.noListener') : formatEndpoint(listener.address, listener.port);
  return (
    <ChartFrame
      name={t('host.view.history')}
      label={t('host.view.historyChart', { listener: name })}
      option={option}
      facts={
        <p className="facts-line">
          <strong className="mono">{name}</strong>
          {!history.hasTimes && <span className="muted">{t('host.view.noTime')}</span>}
          <span className="legend">
            {listener !== null && (
              <>
                <LineLabel color={STATES.probe.color} type="solid" text={t('host.view.queue')} />
                <LineLabel color="var(--text-muted)" type="dashed" text={t('host.view.limit')} />
                {history.queue.some(({ halfOpen }) => halfOpen > 0) && (
                  <LineLabel color={STATES.icmp.color} type="dotted" text={t('host.view.halfOpen')} />
                )}
              </>
            )}
            {history.counters.map(({ name: counter }, place) => (
              <LineLabel key={counter} {...(LINES[place % LINES.length] as (typeof LINES)[number])} text={counter} />
            ))}
          </span>
        </p>
      }
      legend={
        live && (
          <HTMLSelect
            aria-label={t('host.view.spanLabel')}
            value={spanMs}
            options={SPANS_MS.map((ms) => ({ value: ms, label: t(`host.view.span.${ms}`) }))}
            onChange={(event) => useHostChoice.setState({ spanMs: Number(event.target.value) })}
          />
        )
      }
      table={<HistoryTable history={history} xText={xText} />}
      csv={() => historyCsv(history)}
      side={side}
    />
  );
}

const DASHES = { solid: 'none', dashed: '4 2', dotted: '1.5 2' } as const;

interface LineLabelProps {
  readonly color: string;
  readonly type: keyof typeof DASHES;
  readonly text: string;
}

function LineLabel({ color, type, text }: LineLabelProps) {
  return (
    <span className="line-label">
      <svg width="18" height="8" viewBox="0 0 18 8" aria-hidden="true">
        <path d="M0 4H18" stroke={color} strokeWidth="2" strokeDasharray={DASHES[type]} />
      </svg>
      {text}
    </span>
  );
}
