import { useEffect, useMemo } from 'react';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { focusView, isFocusLost } from '../app/focus-place';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { useFilter } from '../filter-bar/filter-state';
import { useFilterRun } from '../filter-bar/use-filter-run';
import { FindBar } from '../find/find-bar';
import { PacketGrid } from '../packet-grid/packet-grid';
import { useTexts } from '../theme/use-texts';
import { LinkBar } from './link-bar';
import { packetChoice } from './packet-choice';
import { isBesideOthers, useLinkedEvidence } from './packet-link';
import { useRangeRows } from './use-range-rows';

/** All packets of the capture, or those of the time range, or those that the filter shows. */
export function PacketsView() {
  return (
    <div className="packets-view">
      <LinkBar />
      <FindBar />
      <div className="packets-grid">
        <Packets />
      </div>
    </div>
  );
}

function Packets() {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const range = useWorkbench((state) => state.range);
  const setShown = useWorkbench((state) => state.setShown);
  const applied = useFilter((state) => state.applied);
  const filterProgress = useFilter((state) => state.progress);
  const capture = progress?.capture ?? 0;
  const rangeRows = useRangeRows(capture, progress?.state === 'reading' ? 0 : 1);
  const evidence = useLinkedEvidence();
  const isBeside = useWorkbench(({ arrangement }) => isBesideOthers(arrangement));
  const rows = range ? rangeRows.value : null;
  const query = useMemo(() => packetChoice(capture, evidence, range && !rows ? null : applied, rows), [capture, evidence, range, applied, rows]);
  const { filter } = query;
  const filterError = useFilterRun(capture, filter);
  useEffect(() => () => setShown(null), [setShown]);

  const isWaiting = (range !== null && !rows) || (filter !== null && filterProgress === null);
  // The table is another then.
  useEffect(() => {
    if (!isWaiting && isFocusLost()) focusView();
  }, [isWaiting]);

  const error = rangeRows.error ?? filterError;
  if (error) return <ErrorState error={error} onRetry={rangeRows.reload} />;
  if (isWaiting) return <EmptyState title={t('ui.view.loading')} />;
  const revision = filter === null || filterProgress === null ? (progress?.packets ?? 0) : filterProgress.scanned + 1;
  const searching = filter !== null && filterProgress?.done === false;
  const empty =
    progress?.state === 'reading' || searching ? (
      <EmptyState title={t(searching ? 'filter.searching' : 'ui.packets.readingTitle')} />
    ) : applied !== null ? (
      <EmptyState title={t('filter.emptyTitle')} advice={t('filter.emptyAdvice')} />
    ) : range ? (
      <EmptyState title={t('ui.packets.emptyRangeTitle')} advice={t('ui.packets.emptyRangeAdvice')} />
    ) : (
      <EmptyState title={t('ui.packets.emptyTitle')} advice={t('ui.packets.emptyAdvice')} />
    );
  return (
    <PacketGrid id={isBeside ? 'packets-beside' : 'packets'} narrow={isBeside} query={query} revision={revision} empty={empty} onTotal={setShown} />
  );
}
