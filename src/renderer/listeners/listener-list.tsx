import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ListenerRow, ListenerSort } from '../../shared/contract/listener-rows';
import { EmptyList } from '../app/empty-list';
import { SearchField } from '../app/search-field';
import { spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import { DataGrid } from '../data-grid/data-grid';
import type { GridSort } from '../data-grid/grid-header';
import { RowPages } from '../data-grid/row-pages';
import { useTexts } from '../theme/use-texts';
import { useListenerColumns } from './listener-columns';
import { chooseListener, selectListenersOf, useListenerSelection } from './listener-selection';

/** Addresses and ports that were asked for connections, the most telling verdict first. */
export function ListenerList() {
  const { t } = useTexts();
  const { engine } = useConnection();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<GridSort>({ column: 'verdict', descending: false });
  const range = useWorkbench((state) => state.range);
  const chosen = useListenerSelection((state) => (state.capture === capture ? state.listener : null));
  const columns = useListenerColumns();
  const pages = useMemo(() => {
    const query = { capture, sort: sort.column as ListenerSort, descending: sort.descending, search, ...spanOf(range) };
    return new RowPages<ListenerRow>((from, count, signal) => engine['listeners.rows']({ ...query, from, count }, signal));
  }, [engine, capture, sort, search, range]);
  useEffect(() => () => pages.dispose(), [pages]);
  const version = useSyncExternalStore(pages.subscribe, pages.version);

  // One is chosen at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may hold the rows that were on their way.
  useEffect(() => {
    selectListenersOf(capture);
    const first = pages.row(0);
    if (chosen === null && first !== null) chooseListener(capture, first.id);
  }, [pages, version, chosen, capture]);

  return (
    <div className="searched-grid">
      <div className="grid-tools">
        <SearchField label={t('ui.listeners.search')} onSearch={setSearch} />
      </div>
      <DataGrid
        id="listeners"
        label={t('ui.listeners.grid')}
        columns={columns}
        pages={pages}
        keyOf={({ id }) => id}
        selectedKey={chosen}
        onSelect={({ id }) => chooseListener(capture, id)}
        sort={sort}
        onSort={setSort}
        revision={progress?.state === 'reading' ? 0 : 1}
        empty={<EmptyList name="listeners" search={search} readingAdvice={t('ui.listeners.readingAdvice')} />}
      />
    </div>
  );
}
