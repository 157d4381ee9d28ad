import { useCallback, useEffect, useMemo } from 'react';
import type { CancelSignal } from '../../shared/base/cancellation';
import { EmptyState } from '../app/empty-state';
import { useSettledSelection } from '../app/settled-selection';
import { connectionOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { useLiveRevision } from '../live/use-live-revision';
import { useTexts } from '../theme/use-texts';
import { useLifeColumns } from './life-columns';
import { type LifeRow, lifeRows } from './life-rows';

/** Segments fetched above a page: those that its acknowledgements refer to. */
const LOOK_BACK = 200;
/** Two lines and an arrow. */
const ROW_PX = 38;

/** The connection segment by segment between two life lines. */
export function SequenceDiagram({ connection }: { readonly connection: number }) {
  const { t } = useTexts();
  const { engine } = useConnection();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const live = useLiveRevision();
  // While somebody moves through the list of connections, the diagram stays as it is.
  const settled = useSettledSelection((state) => state.frame);
  const frame = useWorkbench((state) => (connectionOf(state.evidence) === connection ? state.frame : settled));
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const showFrame = useCallback((frame: number) => showEvidence({ kind: 'connection', connection }, frame), [showEvidence, connection]);
  const columns = useLifeColumns(showFrame);
  const pages = useMemo(
    () =>
      new RowPages<LifeRow>(async (from, count, signal) => {
        const before = Math.min(from, LOOK_BACK);
        return lifeRows(await engine['connections.life']({ capture, connection, from: from - before, count: count + before }, signal), before);
      }),
    [engine, capture, connection],
  );
  useEffect(() => () => pages.dispose(), [pages]);
  const locate = useCallback(
    async (frame: number, signal: CancelSignal) => (await engine['connections.place']({ capture, connection, frame }, signal)).place,
    [engine, capture, connection],
  );
  return (
    <DataGrid
      id="life"
      label={t('life.diagram')}
      columns={columns}
      pages={pages}
      rowPx={ROW_PX}
      keyOf={(row) => row.frame}
      selectedKey={frame}
      locate={locate}
      onSelect={(row) => showFrame(row.frame)}
      onActivate={(row) => showFrame(row.frame)}
      rowClass={({ isSilence }) => (isSilence ? 'life-row life-after-silence' : 'life-row')}
      revision={(progress?.packets ?? 0) + live}
      empty={<EmptyState title={t('life.emptyTitle')} advice={t('life.emptyAdvice')} />}
    />
  );
}
