import { Button } from '@blueprintjs/core';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { ATTEMPT_OUTCOMES, type AttemptOutcome, type AttemptSort, type ListenerRow } from '../../shared/contract/listener-rows';
import { EmptyState } from '../app/empty-state';
import { SearchField } from '../app/search-field';
import { spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useAxisTime } from '../charts/use-axis-time';
import { useConnection } from '../connection/connection';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import type { GridSort } from '../data-grid/grid-header';
import { RowPages } from '../data-grid/row-pages';
import { useFilter } from '../filter-bar/filter-state';
import { useLiveRevision } from '../live/use-live-revision';
import { Endpoint } from '../names/endpoint';
import { formatCount, formatDuration } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { type AttemptRow, attemptRows } from './attempt-pages';
import { useListenerSelection } from './listener-selection';
import { OUTCOME_STATES } from './listener-states';

/** Attempts of a listener in windows, filtered by what became of them. Choosing one shows its packets. */
export function AttemptList({ listener }: { readonly listener: ListenerRow }) {
  const { t } = useTexts();
  const [outcomes, setOutcomes] = useState<readonly AttemptOutcome[]>(ATTEMPT_OUTCOMES);
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<GridSort>({ column: 'startMs', descending: false });
  const pages = useAttemptPages(listener.id, outcomes, search, sort);
  const version = useSyncExternalStore(pages.subscribe, pages.version);
  const chosen = useListenerSelection((state) => state.attempt);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const columns = useAttemptColumns();
  const live = useLiveRevision();
  const choose = useCallback(
    ({ connection, firstFrame }: AttemptRow): void => {
      useListenerSelection.setState({ attempt: connection });
      showEvidence({ kind: 'connection', connection }, firstFrame);
    },
    [showEvidence],
  );
  // One is chosen at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may hold the rows that were on their way.
  useEffect(() => {
    const first = pages.row(0);
    if (chosen === null && first !== null) choose(first);
  }, [pages, version, chosen, choose]);
  return (
    <div className="searched-grid">
      <div className="attempt-tools">
        <OutcomeFilter listener={listener} shown={outcomes} onShown={setOutcomes} />
        <SearchField label={t('ui.listeners.attemptSearch')} onSearch={setSearch} />
      </div>
      <DataGrid
        id="attempts"
        label={t('ui.listeners.attemptGrid')}
        columns={columns}
        pages={pages}
        keyOf={({ connection }) => connection}
        selectedKey={chosen}
        onSelect={choose}
        sort={sort}
        onSort={setSort}
        revision={live}
        empty={<EmptyState title={t('ui.listeners.attemptEmptyTitle')} advice={t('ui.listeners.attemptEmptyAdvice')} />}
      />
    </div>
  );
}

function useAttemptPages(listener: number, outcomes: readonly AttemptOutcome[], search: string, sort: GridSort): RowPages<AttemptRow> {
  const { engine } = useConnection();
  const capture = useCurrentCapture()?.capture ?? 0;
  const range = useWorkbench((state) => state.range);
  const filter = useFilter((state) => state.applied);
  const pages = useMemo(() => {
    const query = {
      capture,
      listener,
      outcomes: [...outcomes],
      search,
      sort: sort.column as AttemptSort,
      descending: sort.descending,
      filter,
      ...spanOf(range),
    };
    return new RowPages<AttemptRow>(async (from, count, signal) =>
      attemptRows(await engine['listeners.attempts']({ ...query, from, count }, signal)),
    );
  }, [engine, capture, listener, outcomes, search, sort, filter, range]);
  useEffect(() => () => pages.dispose(), [pages]);
  return pages;
}

interface OutcomeFilterProps {
  readonly listener: ListenerRow;
  readonly shown: readonly AttemptOutcome[];
  readonly onShown: (outcomes: readonly AttemptOutcome[]) => void;
}

/** One button an outcome that occurs; the last one that is shown stays. */
function OutcomeFilter({ listener, shown, onShown }: OutcomeFilterProps) {
  const { t, language } = useTexts();
  const occurring = ATTEMPT_OUTCOMES.filter((outcome) => listener.outcomes[outcome] > 0);
  const toggle = (outcome: AttemptOutcome): void => {
    const left = shown.includes(outcome) ? shown.filter((other) => other !== outcome) : [...shown, outcome];
    if (occurring.some((other) => left.includes(other))) onShown(left);
  };
  return (
    <div className="outcome-filter" role="group" aria-label={t('ui.listeners.outcomeFilter')}>
      {occurring.map((outcome) => (
        <Button
          key={outcome}
          size="small"
          variant="outlined"
          active={shown.includes(outcome)}
          aria-pressed={shown.includes(outcome)}
          title={t(`ui.listeners.outcomeNote.${outcome}`)}
          onClick={() => toggle(outcome)}
        >
          <StateLabel state={OUTCOME_STATES[outcome]} text={t(`ui.listeners.outcomes.${outcome}`)} />{' '}
          <span className="number muted">{formatCount(listener.outcomes[outcome], language)}</span>
        </Button>
      ))}
    </div>
  );
}

function useAttemptColumns(): readonly GridColumn<AttemptRow>[] {
  const { t } = useTexts();
  const { text } = useAxisTime();
  return useMemo(
    (): readonly GridColumn<AttemptRow>[] => [
      {
        id: 'startMs',
        label: t('ui.listeners.start'),
        width: 104,
        align: 'right',
        mono: true,
        sortable: true,
        render: ({ startMs }) => text(startMs),
      },
      {
        id: 'client',
        label: t('ui.listeners.client'),
        width: 152,
        mono: true,
        sortable: true,
        render: ({ client, clientPort }) => <Endpoint address={client} port={clientPort} />,
      },
      {
        id: 'outcome',
        label: t('ui.listeners.outcome'),
        width: 120,
        grow: true,
        sortable: true,
        render: ({ outcome }) => (
          <span title={t(`ui.listeners.outcomeNote.${outcome}`)}>
            <StateLabel state={OUTCOME_STATES[outcome]} text={t(`ui.listeners.outcomes.${outcome}`)} />
          </span>
        ),
      },
      { id: 'syns', label: t('ui.listeners.syns'), width: 72, align: 'right', mono: true, sortable: true, render: ({ syns }) => syns },
      { id: 'synAcks', label: t('ui.listeners.synAcks'), width: 100, align: 'right', mono: true, sortable: true, render: ({ synAcks }) => synAcks },
      {
        id: 'connectMs',
        label: t('ui.listeners.connect'),
        width: 100,
        align: 'right',
        mono: true,
        sortable: true,
        render: ({ connectMs }) => formatDuration(connectMs),
      },
    ],
    [t, text],
  );
}
