import { useEffect } from 'react';
import type { RowPages } from '../data-grid/row-pages';
import type { View } from '../panes/views';
import { connectionOf, useWorkbench } from './workbench';

/**
 * Chooses the first row as soon as it is there, unless a connection was looked at elsewhere. What is selected in another pane stays selected: a list beside
 * it chooses for itself only where nothing is.
 */
export function useFirstConnection<Row>(view: View, pages: RowPages<Row>, onSelect: (row: Row) => void): void {
  useEffect(() => {
    const { evidence, view: focused, showEvidence } = useWorkbench.getState();
    if (evidence.kind === 'connection' || (evidence.kind === 'frames' && focused !== view)) return;
    const connection = connectionOf(evidence);
    if (connection !== null) {
      showEvidence({ kind: 'connection', connection });
      return;
    }
    const chooseFirst = (): void => {
      const first = pages.row(0);
      if (first && useWorkbench.getState().evidence === evidence) onSelect(first);
    };
    chooseFirst();
    return pages.subscribe(chooseFirst);
  }, [view, pages, onSelect]);
}
