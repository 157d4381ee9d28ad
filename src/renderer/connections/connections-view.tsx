import './connections.css';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CONNECTION_SORTS, ConnectionRow } from '../../shared/contract/methods';
import { EmptyList } from '../app/empty-list';
import { SearchField } from '../app/search-field';
import { spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import { DataGrid } from '../data-grid/data-grid';
import type { GridSort } from '../data-grid/grid-header';
import { RowPages } from '../data-grid/row-pages';
import { useLiveRevision } from '../live/use-live-revision';
import { useTexts } from '../theme/use-texts';
import { useConnectionColumns } from './connection-columns';

type ConnectionSort = (typeof CONNECTION_SORTS)[number];

/** All connections, sorted and searched by the engine. The chosen one's packets are the evidence. */
export function ConnectionsView() {
  const { t } = useTexts();
  const { engine } = useConnection();
  const progress = useCurrentCapture();
  const live = useLiveRevision();
  const capture = progress?.capture ?? 0;
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<GridSort>({ column: 'id', descending: false });
  const evidence = useWorkbench((state) => state.evidence);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const showView = useWorkbench((state) => state.showView);
  const range = useWorkbench((state) => state.range);
  const columns = useConnectionColumns();
  const pages = useMemo(
    () =>
      new RowPages<ConnectionRow>((from, count, signal) =>
        engine['connections.rows'](
          { capture, from, count, sort: sort.column as ConnectionSort, descending: sort.descending, search, ...spanOf(range) },
          signal,
        ),
      ),
    [engine, capture, sort, search, range],
  );
  useEffect(() => () => pages.dispose(), [pages]);
  const onSelect = useCallback((row: ConnectionRow) => showEvidence({ kind: 'connection', connection: row.id }, row.firstFrame), [showEvidence]);

  return (
    <div className="searched-grid">
      <div className="grid-tools">
        <SearchField label={t('ui.connections.search')} onSearch={setSearch} />
      </div>
      <DataGrid
        id="connections"
        label={t('ui.connections.grid')}
        columns={columns}
        pages={pages}
        keyOf={(row) => row.id}
        selectedKey={evidence.kind === 'connection' ? evidence.connection : null}
        onSelect={onSelect}
        onActivate={(row) => {
          onSelect(row);
          if (row.probes > 0) showView('keepAlive');
        }}
        sort={sort}
        onSort={setSort}
        revision={(progress?.connections ?? 0) + live}
        empty={<EmptyList name="connections" search={search} />}
      />
    </div>
  );
}
