import { HTMLTable } from '@blueprintjs/core';
import { useMemo } from 'react';
import { formatCount, formatDuration, formatSignificant } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import type { Lane } from './capture-lanes';

const TABLE_ROWS = 60;
/** Parts of a capture whose packets all have one time, as the engine makes them: no rate lies in them. */
const MOMENT_MS = 1e-6;

/** The table twin of the time line: a table for each capture on it. */
export function TimelineTable({ lanes }: { readonly lanes: readonly Lane[] }) {
  const { t } = useTexts();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table is scrolled by keyboard.
    <section className="timeline-table" aria-label={t('ui.timeline.title')} tabIndex={0}>
      {lanes.map((lane) => (
        <LaneTable key={lane.capture} lane={lane} isNamed={lanes.length > 1} />
      ))}
    </section>
  );
}

/** Buckets joined until a person can read them. */
function LaneTable({ lane, isNamed }: { readonly lane: Lane; readonly isNamed: boolean }) {
  const { t, language } = useTexts();
  const { atMs, data, name } = lane;
  const rows = useMemo(() => {
    const isMoment = data.bucketMs <= MOMENT_MS;
    const joined = isMoment ? data.packets.length : Math.max(1, Math.ceil(data.packets.length / TABLE_ROWS));
    return Array.from({ length: Math.ceil(data.packets.length / joined) }, (_, row) => ({
      fromMs: atMs + data.startMs + row * joined * data.bucketMs,
      packets: data.packets.subarray(row * joined, (row + 1) * joined).reduce((sum, packets) => sum + packets, 0),
      ms: isMoment ? 0 : joined * data.bucketMs,
    }));
  }, [atMs, data]);
  return (
    <HTMLTable compact>
      {isNamed && <caption>{name}</caption>}
      <thead>
        <tr>
          <th>{t('ui.timeline.from')}</th>
          <th>{t('ui.timeline.packets')}</th>
          <th>{t('ui.timeline.rate')}</th>
        </tr>
      </thead>
      <tbody className="mono">
        {rows.map(({ fromMs, packets, ms }) => (
          <tr key={fromMs}>
            <td>{formatDuration(fromMs)}</td>
            <td>{formatCount(packets, language)}</td>
            <td>{ms > 0 && formatSignificant((packets / ms) * 1000, language)}</td>
          </tr>
        ))}
      </tbody>
    </HTMLTable>
  );
}
