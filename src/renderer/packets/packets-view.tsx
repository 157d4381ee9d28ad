import { useEffect, useMemo, type WheelEvent } from 'react';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { useLiveStore } from '../live/live-store';
import { PacketGrid } from '../packet-grid/packet-grid';
import { useTexts } from '../theme/use-texts';
import { useRangeRows } from './use-range-rows';

/** All packets of the capture, or those of the time range. */
export function PacketsView() {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const range = useWorkbench((state) => state.range);
  const setShown = useWorkbench((state) => state.setShown);
  const capture = progress?.capture ?? 0;
  const rangeRows = useRangeRows(capture, progress?.state === 'reading' ? 0 : 1);
  const rows = range ? rangeRows.value : null;
  const query = useMemo(() => ({ capture, frames: null, connection: null, filter: null, rows }), [capture, rows]);
  useEffect(() => () => setShown(null), [setShown]);
  const live = useLiveStore(({ views }) => views.get(capture));
  const following = progress?.state === 'reading' && live !== undefined && !live.standing;
  const stand = (): void => useLiveStore.getState().setStanding(capture, true);
  const lookBack = (event: WheelEvent): void => {
    if (event.deltaY < 0) stand();
  };

  if (rangeRows.error) return <ErrorState error={rangeRows.error} onRetry={rangeRows.reload} />;
  if (range && !rows) return <EmptyState title={t('ui.view.loading')} />;
  const empty =
    progress?.state === 'reading' ? (
      <EmptyState title={t('ui.packets.readingTitle')} />
    ) : range ? (
      <EmptyState title={t('ui.packets.emptyRangeTitle')} advice={t('ui.packets.emptyRangeAdvice')} />
    ) : (
      <EmptyState title={t('ui.packets.emptyTitle')} advice={t('ui.packets.emptyAdvice')} />
    );
  return (
    <div className="fill" {...(following && { onWheelCapture: lookBack, onPointerDownCapture: stand })}>
      <PacketGrid id="packets" query={query} revision={progress?.packets ?? 0} empty={empty} followEnd={following} onTotal={setShown} />
    </div>
  );
}
