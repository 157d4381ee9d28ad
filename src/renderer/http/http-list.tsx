import { useCallback, useEffect, useMemo, useState } from 'react';
import type { HttpRow, HttpSort } from '../../shared/contract/http-rows';
import { EmptyList } from '../app/empty-list';
import { SearchField } from '../app/search-field';
import { useFirstConnection } from '../app/use-first-connection';
import { spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import { DataGrid } from '../data-grid/data-grid';
import type { GridSort } from '../data-grid/grid-header';
import { RowPages } from '../data-grid/row-pages';
import { useTexts } from '../theme/use-texts';
import { useHttpColumns } from './http-columns';

export function HttpList() {
  const { t } = useTexts();
  const { engine } = useConnection();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<GridSort>({ column: 'connection', descending: false });
  const range = useWorkbench((state) => state.range);
  const evidence = useWorkbench((state) => state.evidence);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const columns = useHttpColumns();
  const pages = useMemo(() => {
    const query = { capture, sort: sort.column as HttpSort, descending: sort.descending, search, ...spanOf(range) };
    return new RowPages<HttpRow>((from, count, signal) => engine['http.rows']({ ...query, from, count }, signal));
  }, [engine, capture, sort, search, range]);
  useEffect(() => () => pages.dispose(), [pages]);
  const onSelect = useCallback((row: HttpRow) => showEvidence({ kind: 'connection', connection: row.connection }, row.firstFrame), [showEvidence]);
  useFirstConnection(pages, onSelect);

  return (
    <div className="searched-grid">
      <div className="grid-tools">
        <SearchField label={t('ui.connections.search')} onSearch={setSearch} />
      </div>
      <DataGrid
        id="http"
        label={t('ui.http.grid')}
        columns={columns}
        pages={pages}
        keyOf={({ connection }) => connection}
        selectedKey={evidence.kind === 'connection' ? evidence.connection : null}
        onSelect={onSelect}
        sort={sort}
        onSort={setSort}
        revision={progress?.state === 'reading' ? 0 : 1}
        empty={<EmptyList name="http" search={search} readingAdvice={t('ui.http.readingAdvice')} />}
      />
    </div>
  );
}
