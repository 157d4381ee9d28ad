import { type ReactNode, useCallback, useEffect, useMemo } from 'react';
import type { CancelSignal } from '../../shared/base/cancellation';
import type { KeepAliveRow } from '../../shared/contract/methods';
import { EmptyList } from '../app/empty-list';
import { useListChoice } from '../app/list-choice';
import { SearchField } from '../app/search-field';
import { useFirstConnection } from '../app/use-first-connection';
import { connectionOf, spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useAxisTime } from '../charts/use-axis-time';
import { useConnection } from '../connection/connection';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import type { GridSort } from '../data-grid/grid-header';
import { RowPages } from '../data-grid/row-pages';
import { useFilter } from '../filter-bar/filter-state';
import { Inferred } from '../findings/inferred';
import { useLiveRevision } from '../live/use-live-revision';
import { Endpoint } from '../names/endpoint';
import { useSummary } from '../summary/summary-context';
import { formatCount, formatDuration } from '../theme/format';
import { StateLabel, StateMark } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { LanesExport } from './lanes-export';
import { OUTCOME_STATES } from './outcome-states';
import { ProbeLane } from './probe-lane';

type KeepAliveSort = 'connection' | 'probes' | 'answered' | 'medianIntervalMs' | 'startMs';

const FIRST_SORT: GridSort = { column: 'connection', descending: false };

interface ConnectionListProps {
  /** What stands before the tools of the list. */
  readonly tools: ReactNode;
  /** What is searched for at first; null: what was searched for before. */
  readonly initialSearch: string | null;
}

/** Ends that probe, one lane each on the time of the capture. */
export function ConnectionList({ tools, initialSearch }: ConnectionListProps) {
  const { t } = useTexts();
  const { engine } = useConnection();
  const progress = useCurrentCapture();
  const live = useLiveRevision();
  const capture = progress?.capture ?? 0;
  const { search, sort, setSearch, setSort } = useListChoice('keep-alive', FIRST_SORT);
  const connection = useWorkbench((state) => connectionOf(state.evidence));
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const range = useWorkbench((state) => state.range);
  const filter = useFilter((state) => state.applied);
  const columns = useKeepAliveColumns();
  const read = useCallback(
    (from: number, count: number, signal?: CancelSignal) =>
      engine['keepAlive.rows'](
        { capture, from, count, sort: sort.column as KeepAliveSort, descending: sort.descending, search, filter, ...spanOf(range) },
        signal,
      ),
    [engine, capture, sort, search, filter, range],
  );
  const pages = useMemo(() => new RowPages<KeepAliveRow>(read), [read]);
  useEffect(() => () => pages.dispose(), [pages]);
  const onSelect = useCallback((row: KeepAliveRow) => showEvidence({ kind: 'connection', connection: row.connection }), [showEvidence]);
  useFirstConnection('keepAlive', pages, onSelect);

  return (
    <div className="searched-grid">
      <div className="grid-tools">
        {tools}
        <SearchField label={t('ui.connections.search')} initial={initialSearch ?? search} onSearch={setSearch} />
        <LanesExport read={read} />
      </div>
      <DataGrid
        id="keep-alive"
        label={t('ui.keepAlive.grid')}
        columns={columns}
        pages={pages}
        keyOf={(row) => row.connection}
        selectedKey={connection}
        onSelect={onSelect}
        sort={sort}
        onSort={setSort}
        revision={(progress?.keepAliveConnections ?? 0) + live}
        empty={<EmptyList name="keepAlive" search={search} />}
      />
    </div>
  );
}

function useKeepAliveColumns(): readonly GridColumn<KeepAliveRow>[] {
  const { t, language } = useTexts();
  const durationMs = useSummary().value?.durationMs ?? 0;
  const axisTime = useAxisTime();
  return useMemo(() => {
    const columns: GridColumn<KeepAliveRow>[] = [
      {
        id: 'connection',
        label: t('ui.connections.id'),
        width: 56,
        align: 'right',
        mono: true,
        sortable: true,
        render: (row) => row.connection,
      },
      {
        id: 'client',
        label: t('ui.connections.client'),
        width: 144,
        mono: true,
        render: (row) => <Endpoint address={row.client} port={row.clientPort} />,
      },
      {
        id: 'server',
        label: t('ui.connections.server'),
        width: 144,
        mono: true,
        render: (row) => <Endpoint address={row.server} port={row.serverPort} />,
      },
      { id: 'prober', label: t('ui.keepAlive.prober'), width: 68, render: (row) => t(`ui.end.${row.prober}`) },
      {
        id: 'probes',
        label: t('ui.connections.probes'),
        width: 64,
        align: 'right',
        mono: true,
        sortable: true,
        render: (row) => <MaybeInferred row={row} text={formatCount(row.probes, language)} />,
      },
      {
        id: 'answered',
        label: t('ui.keepAlive.answered'),
        width: 124,
        sortable: true,
        render: (row) =>
          row.answered === row.probes ? (
            <StateLabel state="answered" hollow={row.inferred} text={t('ui.keepAlive.all')} />
          ) : (
            <StateLabel state="lost" text={t('ui.keepAlive.lostOf', { lost: row.probes - row.answered, probes: row.probes })} />
          ),
      },
      {
        id: 'medianIntervalMs',
        label: t('ui.keepAlive.median'),
        width: 92,
        align: 'right',
        mono: true,
        sortable: true,
        render: (row) => row.medianIntervalMs !== null && <MaybeInferred row={row} text={formatDuration(row.medianIntervalMs)} />,
      },
      {
        id: 'settings',
        label: t('ui.keepAlive.settings'),
        width: 184,
        align: 'right',
        mono: true,
        render: ({ settings }) => {
          const text = settingsText(settings);
          return text && <Inferred text={text} confidence={settings.confidence} note={t('cost.settingsNote')} />;
        },
      },
      {
        id: 'outcome',
        label: t('ui.keepAlive.outcome'),
        width: 172,
        render: ({ outcome, predictedDeath }) =>
          predictedDeath === null ? (
            <StateLabel state={OUTCOME_STATES[outcome.kind]} text={t(`ui.keepAlive.outcomes.${outcome.kind}`)} />
          ) : (
            <>
              <StateMark state="lost" hollow />{' '}
              <Inferred
                text={t('cost.givenUpAt', { time: withoutFraction(axisTime.text(predictedDeath.timeMs)) })}
                confidence={predictedDeath.confidence}
                note={t(predictedDeath.assumed ? 'ui.keepAlive.countAssumed' : 'ui.keepAlive.countOfPreset')}
              />
            </>
          ),
      },
      {
        id: 'startMs',
        label: `${t('ui.keepAlive.lane')} (0 - ${formatDuration(durationMs)})`,
        width: 128,
        grow: true,
        sortable: true,
        render: (row) => <ProbeLane row={row} durationMs={durationMs} />,
      },
    ];
    return columns;
  }, [t, language, durationMs, axisTime]);
}

/** A list has room for whole seconds; the details give the rest. */
function withoutFraction(time: string): string {
  return time.replace(/\.\d+$/, '');
}

/** Idle time / interval / count, `?` where the capture does not show one; empty where it shows none. */
function settingsText({ idleMs, intervalMs, count }: KeepAliveRow['settings']): string {
  if (idleMs === null && intervalMs === null) return '';
  const duration = (ms: number | null): string => (ms === null ? '?' : formatDuration(ms));
  return `${duration(idleMs)} / ${duration(intervalMs)} / ${count ?? '?'}`;
}

/** A number that rests on probes which no sequence number proves looks inferred. */
function MaybeInferred({ row, text }: { readonly row: KeepAliveRow; readonly text: string }) {
  const { t } = useTexts();
  return row.inferred ? <Inferred text={text} confidence={row.settings.confidence} note={t('ui.keepAlive.inferredNote')} /> : text;
}
