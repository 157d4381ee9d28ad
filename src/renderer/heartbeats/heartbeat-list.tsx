import { useEffect, useSyncExternalStore } from 'react';
import type { HeartbeatRow, HeartbeatSort } from '../../shared/contract/heartbeat-rows';
import { EmptyList } from '../app/empty-list';
import { type ReadList, useListRows } from '../app/list-rows';
import { SearchedList } from '../app/searched-list';
import { connectionOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useLiveRevision } from '../live/use-live-revision';
import { useTexts } from '../theme/use-texts';
import { useHeartbeatColumns } from './heartbeat-columns';

const readHeartbeats: ReadList<HeartbeatRow, HeartbeatSort> = (engine, query, signal) => engine['heartbeats.rows'](query, signal);

interface HeartbeatListProps {
  readonly chosen: number | null;
  readonly onChosen: (id: number) => void;
}

export function HeartbeatList({ chosen, onChosen }: HeartbeatListProps) {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const live = useLiveRevision();
  const list = useListRows('heartbeats', readHeartbeats, 'connection');
  const { pages } = list;
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const columns = useHeartbeatColumns();
  const version = useSyncExternalStore(pages.subscribe, pages.version);

  // One is chosen at once: of the connection that is looked at elsewhere, else the first.
  const connection = useWorkbench((state) => connectionOf(state.evidence));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may hold the rows that were on their way.
  useEffect(() => {
    const known = chosen === null ? null : pages.row(pages.find((row) => row.id === chosen));
    if (chosen !== null && (connection === null || known === null || known.connection === connection)) return;
    const ofConnection = connection === null ? -1 : pages.find((row) => row.connection === connection);
    if (chosen !== null && ofConnection < 0) return;
    const row = pages.row(Math.max(0, ofConnection));
    if (row === null) return;
    onChosen(row.id);
    const { evidence, view } = useWorkbench.getState();
    const isSelectedElsewhere = evidence.kind !== 'none' && view !== 'heartbeats';
    if (row.connection !== connection && !isSelectedElsewhere) showEvidence({ kind: 'connection', connection: row.connection }, row.firstFrame);
  }, [pages, version, chosen, connection]);

  return (
    <SearchedList
      id="heartbeats"
      list={list}
      searchLabel={t('ui.connections.search')}
      label={t('ui.heartbeats.grid')}
      columns={columns}
      keyOf={({ id }) => id}
      selectedKey={chosen}
      onSelect={(row) => {
        onChosen(row.id);
        showEvidence({ kind: 'connection', connection: row.connection }, row.firstFrame);
      }}
      revision={progress?.state === 'reading' ? live : -1}
      empty={<EmptyList name="heartbeats" search={list.search} readingAdvice={t('ui.heartbeats.readingAdvice')} />}
    />
  );
}
