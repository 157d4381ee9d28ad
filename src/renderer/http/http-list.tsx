import { useCallback } from 'react';
import type { HttpRow, HttpSort } from '../../shared/contract/http-rows';
import { EmptyList } from '../app/empty-list';
import { type ReadList, useListRows } from '../app/list-rows';
import { SearchedList } from '../app/searched-list';
import { useFirstConnection } from '../app/use-first-connection';
import { connectionOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { useHttpColumns } from './http-columns';

const readHttp: ReadList<HttpRow, HttpSort> = (engine, query, signal) => engine['http.rows'](query, signal);

export function HttpList() {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const list = useListRows('http', readHttp, 'connection');
  const connection = useWorkbench((state) => connectionOf(state.evidence));
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const columns = useHttpColumns();
  const onSelect = useCallback((row: HttpRow) => showEvidence({ kind: 'connection', connection: row.connection }, row.firstFrame), [showEvidence]);
  useFirstConnection('http', list.pages, onSelect);

  return (
    <SearchedList
      id="http"
      list={list}
      searchLabel={t('ui.connections.search')}
      label={t('ui.http.grid')}
      columns={columns}
      keyOf={(row) => row.connection}
      selectedKey={connection}
      onSelect={onSelect}
      revision={progress?.state === 'reading' ? 0 : 1}
      empty={<EmptyList name="http" search={list.search} readingAdvice={t('ui.http.readingAdvice')} />}
    />
  );
}
