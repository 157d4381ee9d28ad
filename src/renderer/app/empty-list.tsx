import { useFilter } from '../filter-bar/filter-state';
import { useTexts } from '../theme/use-texts';
import { EmptyState } from './empty-state';
import { useCurrentCapture, useWorkbench } from './workbench';

interface EmptyListProps {
  /** Texts of the list: `ui.<name>.emptyTitle`, `emptyAdvice`, `emptyRangeTitle`. */
  readonly name: 'connections' | 'keepAlive' | 'heartbeats' | 'http' | 'listeners';
  readonly search: string;
  /** What a list that is filled only at the end of the capture says while it is read. */
  readonly readingAdvice?: string;
}

/** Why a searched list shows no row: nothing found, still reading, nothing in the time range, or nothing there. */
export function EmptyList({ name, search, readingAdvice }: EmptyListProps) {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const range = useWorkbench((state) => state.range);
  const filter = useFilter((state) => state.applied);
  if (search) return <EmptyState title={t('ui.search.noneTitle', { search })} advice={t('ui.connections.searchAdvice')} />;
  if (progress?.state === 'reading') {
    return <EmptyState title={t('ui.packets.readingTitle')} {...(readingAdvice === undefined ? {} : { advice: readingAdvice })} />;
  }
  if (filter !== null) return <EmptyState title={t('panes.filter.emptyTitle')} advice={t('panes.filter.emptyAdvice')} />;
  if (range) return <EmptyState title={t(`ui.${name}.emptyRangeTitle`)} advice={t('ui.packets.emptyRangeAdvice')} />;
  return <EmptyState title={t(`ui.${name}.emptyTitle`)} advice={t(`ui.${name}.emptyAdvice`)} />;
}
