import './connections.css';
import { useCallback } from 'react';
import type { CONNECTION_SORTS, ConnectionRow } from '../../shared/contract/methods';
import { EmptyList } from '../app/empty-list';
import { ListAndDetail } from '../app/list-and-detail';
import { type ReadList, useListRows } from '../app/list-rows';
import { SearchedList } from '../app/searched-list';
import { useFirstConnection } from '../app/use-first-connection';
import { connectionOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useLiveRevision } from '../live/use-live-revision';
import { useTexts } from '../theme/use-texts';
import { useConnectionColumns } from './connection-columns';
import { ConnectionLife } from './connection-life';

type ConnectionSort = (typeof CONNECTION_SORTS)[number];

const readConnections: ReadList<ConnectionRow, ConnectionSort> = (engine, query, signal) => engine['connections.rows'](query, signal);

/** All connections, and below them the life of the chosen one, whose packets are the evidence. */
export function ConnectionsView() {
  const { t } = useTexts();
  return <ListAndDetail id="connections" list={<ConnectionList />} detail={<ConnectionLife />} resizeLabel={t('life.resize')} />;
}

/** Sorted and searched by the engine. */
function ConnectionList() {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const live = useLiveRevision();
  const list = useListRows('connections', readConnections, 'id');
  const connection = useWorkbench((state) => connectionOf(state.evidence));
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const showView = useWorkbench((state) => state.showView);
  const columns = useConnectionColumns();
  const onSelect = useCallback((row: ConnectionRow) => showEvidence({ kind: 'connection', connection: row.id }, row.firstFrame), [showEvidence]);
  useFirstConnection('connections', list.pages, onSelect);

  return (
    <SearchedList
      id="connections"
      list={list}
      searchLabel={t('ui.connections.search')}
      label={t('ui.connections.grid')}
      columns={columns}
      keyOf={(row) => row.id}
      selectedKey={connection}
      onSelect={onSelect}
      onActivate={(row) => {
        onSelect(row);
        if (row.probes > 0) showView('keepAlive');
      }}
      revision={(progress?.connections ?? 0) + live}
      empty={<EmptyList name="connections" search={list.search} />}
    />
  );
}
