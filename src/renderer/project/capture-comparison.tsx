import { Button, HTMLSelect, HTMLTable, ProgressBar } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import type { ComparedWay, Comparison } from '../../shared/contract/comparison';
import { ErrorState } from '../app/error-state';
import { FrameLink } from '../app/frame-link';
import { useWorkbench } from '../app/workbench';
import { ChartFrame } from '../charts/chart-frame';
import { chartTheme } from '../charts/chart-theme';
import { useQuery } from '../connection/use-query';
import { formatCount, formatDuration } from '../theme/format';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { delayChart, WAYS } from './delay-chart';
import { withOffset } from './project-edits';
import { useProject } from './project-store';
import { readComparison } from './read-comparison';

const SERIES_POINTS = 2000;
const TABLE_ROWS = 200;

/** Two captures of the same traffic: what is lost on the way, how long it takes, how far the clocks are apart. Only where there are two. */
export function CaptureComparison() {
  const { t } = useTexts();
  const captures = useWorkbench((state) => state.captures);
  const ready = captures.filter(({ state }) => state !== 'reading');
  const [chosen, setChosen] = useState<readonly [number | null, number | null]>([null, null]);
  const related = useRelatedPair(ready.map(({ capture }) => capture));
  if (ready.length < 2) return null;
  const known = (id: number | null, fallback: number) => (ready.some(({ capture }) => capture === id) ? (id as number) : fallback);
  const first = known(chosen[0], related?.[0] ?? ready[0]?.capture ?? 0);
  const second = known(chosen[1], related?.[1] ?? ready.find(({ capture }) => capture !== first)?.capture ?? 0);
  const options = ready.map(({ capture, name }) => ({ value: capture, label: name }));
  return (
    <section>
      <h3>{t('project.compare.title')}</h3>
      <div className="project-form">
        <HTMLSelect
          className="bp6-small"
          aria-label={t('project.compare.first')}
          value={first}
          options={options}
          onChange={(event) => setChosen([Number(event.target.value), second])}
        />
        <span>{t('project.compare.with')}</span>
        <HTMLSelect
          className="bp6-small"
          aria-label={t('project.compare.second')}
          value={second}
          options={options}
          onChange={(event) => setChosen([first, Number(event.target.value)])}
        />
      </div>
      <Result first={first} second={second} />
    </section>
  );
}

/** More pairs than these are not tried. */
const MOST_PAIRS = 15;

/** The first two captures that hold the same traffic; null while not known, or without any. */
function useRelatedPair(captures: readonly number[]): readonly [number, number] | null {
  const pairs = captures.flatMap((first, i) => captures.slice(i + 1).map((second) => [first, second] as const)).slice(0, MOST_PAIRS);
  const { value } = useQuery(pairs.length === 0 ? null : `related ${captures.join(' ')}`, async (connection, signal) => {
    for (const [first, second] of pairs) {
      const { related } = await readComparison(connection, { first, second, seriesPoints: 1 }, signal);
      if (related) return { pair: [first, second] as const };
    }
    return { pair: null };
  });
  return value?.pair ?? null;
}

function Result({ first, second }: { readonly first: number; readonly second: number }) {
  const { t } = useTexts();
  const [share, setShare] = useState(0);
  const [stopped, setStopped] = useState('');
  const pair = `${first} ${second}`;
  const { value, error, reload } = useQuery(first === second || stopped === pair ? null : `compare ${pair}`, (connection, signal) => {
    setShare(0);
    return readComparison(connection, { first, second, seriesPoints: SERIES_POINTS }, signal, setShare);
  });
  if (first === second) return <p className="muted">{t('project.compare.same')}</p>;
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (stopped === pair) return <Button size="small" text={t('project.compare.again')} onClick={() => setStopped('')} />;
  if (!value) {
    return (
      <div className="project-form" role="status">
        <ProgressBar className="compare-progress" value={share} stripes={false} animate={false} />
        <Button size="small" text={t('ui.dialog.cancel')} onClick={() => setStopped(pair)} />
      </div>
    );
  }
  if (!value.related) return <p>{t('project.compare.unrelated')}</p>;
  return <Compared comparison={value} first={first} second={second} />;
}

function Compared({ comparison, first, second }: ComparedProps) {
  const { t } = useTexts();
  const names = useWorkbench((state) => state.captures);
  const nameOf = (id: number) => names.find(({ capture }) => capture === id)?.name ?? '';
  const { connections, nearerToClients: nearer, clock } = comparison;
  return (
    <>
      <div className="compare-facts">
        <p>{t('project.compare.common', { ...connections })}</p>
        {connections.leftOut > 0 && <p>{t('project.compare.leftOut', { count: connections.leftOut })}</p>}
        <p>
          {nearer === null ? t('project.compare.nearerUnknown') : t('project.compare.nearer', { name: nameOf(nearer === 'first' ? first : second) })}
        </p>
        <Clock clock={clock} first={first} second={second} />
      </div>
      <Ways comparison={comparison} first={first} second={second} />
      {comparison.series.timesMs.length > 0 && <Delays comparison={comparison} first={first} second={second} />}
    </>
  );
}

function Clock({ clock, first, second }: { readonly clock: Comparison['clock']; readonly first: number; readonly second: number }) {
  const { t } = useTexts();
  const opened = useProject((state) => state.opened);
  const captures = useProject((state) => state.project.captures);
  const edit = useProject((state) => state.edit);
  if (!clock) return <p>{t('project.compare.noClock')}</p>;
  const id = opened[second];
  const firstOffset = captures.find((capture) => capture.id === opened[first])?.offsetMs ?? 0;
  // A thousandth of a millisecond is finer than any clock is right.
  const offsetMs = Math.round((firstOffset + clock.offsetMs) * 1000) / 1000;
  return (
    <p>
      {t('project.compare.clock', { offset: formatDuration(clock.offsetMs), uncertainty: formatDuration(clock.uncertaintyMs) })}{' '}
      {clock.driftPpm !== null && Math.abs(clock.driftPpm) >= 1 && t('project.compare.drift', { ppm: clock.driftPpm.toFixed(1) })}{' '}
      {id !== undefined && (
        <Button size="small" text={t('project.compare.align')} onClick={() => edit((project) => withOffset(project, id, offsetMs))} />
      )}
    </p>
  );
}

interface ComparedProps {
  readonly comparison: Comparison;
  readonly first: number;
  readonly second: number;
}

function Ways({ comparison, first, second }: ComparedProps) {
  const { t, language } = useTexts();
  const ways: readonly (readonly ['fromClients' | 'fromServers', ComparedWay])[] = [
    ['fromClients', comparison.fromClients],
    ['fromServers', comparison.fromServers],
  ];
  // Nothing is lost or missed where it is not known which is nearer.
  const [atClients, atServers] = comparison.nearerToClients === 'second' ? [second, first] : [first, second];
  return (
    <HTMLTable compact className="project-table">
      <thead>
        <tr>
          {['direction', 'matched', 'lost', 'missed', 'delay'].map((head) => (
            <th key={head}>{t(`project.compare.${head}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ways.map(([direction, way]) => (
          <tr key={direction} className="number">
            <td>{t(`project.compare.${direction}`)}</td>
            <td>{formatCount(way.matched, language)}</td>
            <td>
              <SeenOnce count={way.lost} frames={way.lostFrames} capture={direction === 'fromClients' ? atClients : atServers} />
            </td>
            <td>
              <SeenOnce count={way.missed} frames={way.missedFrames} capture={direction === 'fromClients' ? atServers : atClients} />
            </td>
            <td>
              {way.delayMs === null
                ? t('project.compare.noDelay')
                : t('project.compare.delays', {
                    min: formatDuration(way.delayMs.min),
                    median: formatDuration(way.delayMs.median),
                    p95: formatDuration(way.delayMs.p95),
                    max: formatDuration(way.delayMs.max),
                  })}
            </td>
          </tr>
        ))}
      </tbody>
    </HTMLTable>
  );
}

/** How many packets one capture alone holds; leads to them there. */
function SeenOnce({ count, frames, capture }: { readonly count: number; readonly frames: Uint32Array; readonly capture: number }) {
  const { t, language } = useTexts();
  const name = useWorkbench(({ captures }) => captures.find((known) => known.capture === capture)?.name ?? '');
  const number = formatCount(count, language);
  if (count === 0) return number;
  return (
    <button type="button" className="text-link" title={t('project.compare.show', { name })} onClick={() => showFrames(capture, [...frames])}>
      {number}
    </button>
  );
}

function showFrames(capture: number, frames: readonly number[]): void {
  const { showCapture, showEvidence } = useWorkbench.getState();
  showCapture(capture);
  showEvidence({ kind: 'frames', frames }, frames[0] ?? null);
}

function DelayLegend() {
  const { t } = useTexts();
  return (
    <span className="delay-legend">
      {WAYS.map(({ way, color, symbol }) => (
        <span key={way}>
          <svg width="10" height="10" aria-hidden="true">
            {symbol === 'circle' ? <circle cx="5" cy="5" r="4" fill={color} /> : <path d="M1 9h8L5 1z" fill={color} />}
          </svg>{' '}
          {t(`project.compare.${way}`)}
        </span>
      ))}
    </span>
  );
}

function Delays({ comparison, first, second }: ComparedProps) {
  const { t, language } = useTexts();
  const dark = useDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page, which `dark` changes.
  const option = useMemo(() => delayChart(comparison, chartTheme(), t), [comparison, t, dark]);
  const { timesMs, delaysMs, fromClients, firstFrames, secondFrames } = comparison.series;
  const rows = Array.from(timesMs, (time, i) => [
    time,
    delaysMs[i] as number,
    t(`project.compare.${fromClients[i] === 1 ? 'fromClients' : 'fromServers'}`),
    firstFrames[i] as number,
    secondFrames[i] as number,
  ]);
  const heads = ['time', 'oneDelay', 'direction', 'firstFrame', 'secondFrame'].map((head) => t(`project.compare.${head}`));
  return (
    <div className="compare-chart">
      <ChartFrame
        name={t('project.compare.chart')}
        label={t('project.compare.chart')}
        option={option}
        facts={<strong>{t('project.compare.chart')}</strong>}
        legend={<DelayLegend />}
        csv={() => [heads, ...rows]}
        onPick={(frame) => showFrames(first, [frame])}
        table={
          <HTMLTable compact className="project-table">
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head}>{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, TABLE_ROWS).map((row) => (
                <tr key={`${row[3]} ${row[4]}`} className="number">
                  <td>{formatDuration(row[0] as number)}</td>
                  <td>{formatDuration(row[1] as number)}</td>
                  <td>{row[2]}</td>
                  <td>
                    <FrameLink frame={row[3] as number} onPick={(frame) => showFrames(first, [frame])} />
                  </td>
                  <td>
                    <FrameLink frame={row[4] as number} onPick={(frame) => showFrames(second, [frame])} />
                  </td>
                </tr>
              ))}
            </tbody>
            {rows.length > TABLE_ROWS && (
              <tfoot>
                <tr>
                  <td colSpan={heads.length} className="muted">
                    {t('project.compare.firstRows', { shown: formatCount(TABLE_ROWS, language), all: formatCount(rows.length, language) })}
                  </td>
                </tr>
              </tfoot>
            )}
          </HTMLTable>
        }
      />
    </div>
  );
}
