import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { HeartbeatRow, HeartbeatSort } from '../../shared/contract/heartbeat-rows';
import { EmptyList } from '../app/empty-list';
import { SearchField } from '../app/search-field';
import { spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import { DataGrid } from '../data-grid/data-grid';
import type { GridSort } from '../data-grid/grid-header';
import { RowPages } from '../data-grid/row-pages';
import { useTexts } from '../theme/use-texts';
import { useHeartbeatColumns } from './heartbeat-columns';

interface HeartbeatListProps {
  readonly chosen: number | null;
  readonly onChosen: (id: number) => void;
}

export function HeartbeatList({ chosen, onChosen }: HeartbeatListProps) {
  const { t } = useTexts();
  const { engine } = useConnection();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<GridSort>({ column: 'connection', descending: false });
  const range = useWorkbench((state) => state.range);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const evidence = useWorkbench((state) => state.evidence);
  const columns = useHeartbeatColumns();
  const pages = useMemo(() => {
    const query = { capture, sort: sort.column as HeartbeatSort, descending: sort.descending, search, ...spanOf(range) };
    return new RowPages<HeartbeatRow>((from, count, signal) => engine['heartbeats.rows']({ ...query, from, count }, signal));
  }, [engine, capture, sort, search, range]);
  useEffect(() => () => pages.dispose(), [pages]);
  const version = useSyncExternalStore(pages.subscribe, pages.version);

  // One is chosen at once: of the connection that was looked at elsewhere, else the first.
  const connection = evidence.kind === 'connection' ? evidence.connection : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may hold the rows that were on their way.
  useEffect(() => {
    if (chosen !== null) return;
    const place =
      connection === null
        ? 0
        : Math.max(
            0,
            pages.find((row) => row.connection === connection),
          );
    const row = pages.row(place);
    if (row === null) return;
    onChosen(row.id);
    if (row.connection !== connection) showEvidence({ kind: 'connection', connection: row.connection }, row.firstFrame);
  }, [pages, version, chosen, connection]);

  return (
    <div className="searched-grid">
      <div className="grid-tools">
        <SearchField label={t('ui.connections.search')} onSearch={setSearch} />
      </div>
      <DataGrid
        id="heartbeats"
        label={t('ui.heartbeats.grid')}
        columns={columns}
        pages={pages}
        keyOf={({ id }) => id}
        selectedKey={chosen}
        onSelect={(row) => {
          onChosen(row.id);
          showEvidence({ kind: 'connection', connection: row.connection }, row.firstFrame);
        }}
        sort={sort}
        onSort={setSort}
        revision={progress?.state === 'reading' ? 0 : 1}
        empty={<EmptyList name="heartbeats" search={search} readingAdvice={t('ui.heartbeats.readingAdvice')} />}
      />
    </div>
  );
}
