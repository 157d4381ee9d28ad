import { useEffect, useSyncExternalStore } from 'react';
import type { ListenerRow, ListenerSort } from '../../shared/contract/listener-rows';
import { EmptyList } from '../app/empty-list';
import { type ReadList, useListRows } from '../app/list-rows';
import { SearchedList } from '../app/searched-list';
import { useCurrentCapture } from '../app/workbench';
import { useLiveRevision } from '../live/use-live-revision';
import { useTexts } from '../theme/use-texts';
import { useListenerColumns } from './listener-columns';
import { chooseListener, selectListenersOf, useListenerSelection } from './listener-selection';

const readListeners: ReadList<ListenerRow, ListenerSort> = (engine, query, signal) => engine['listeners.rows'](query, signal);

/** Addresses and ports that were asked for connections, the most telling verdict first. */
export function ListenerList() {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const live = useLiveRevision();
  const capture = progress?.capture ?? 0;
  const list = useListRows('listeners', readListeners, 'verdict');
  const { pages } = list;
  const chosen = useListenerSelection((state) => (state.capture === capture ? state.listener : null));
  const columns = useListenerColumns();
  const version = useSyncExternalStore(pages.subscribe, pages.version);

  // One is chosen at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may hold the rows that were on their way.
  useEffect(() => {
    selectListenersOf(capture);
    const first = pages.row(0);
    if (chosen === null && first !== null) chooseListener(capture, first.id);
  }, [pages, version, chosen, capture]);

  return (
    <SearchedList
      id="listeners"
      list={list}
      searchLabel={t('ui.listeners.search')}
      label={t('ui.listeners.grid')}
      columns={columns}
      keyOf={({ id }) => id}
      selectedKey={chosen}
      onSelect={({ id }) => chooseListener(capture, id)}
      revision={progress?.state === 'reading' ? live : -1}
      empty={<EmptyList name="listeners" search={list.search} readingAdvice={t('ui.listeners.readingAdvice')} />}
    />
  );
}
