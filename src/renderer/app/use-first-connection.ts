import { useEffect } from 'react';
import type { RowPages } from '../data-grid/row-pages';
import { useWorkbench } from './workbench';

/** Chooses the first row as soon as it is there, unless a connection was looked at elsewhere. */
export function useFirstConnection<Row>(pages: RowPages<Row>, onSelect: (row: Row) => void): void {
  const kind = useWorkbench((state) => state.evidence.kind);
  useEffect(() => {
    if (kind === 'connection') return;
    const chooseFirst = (): void => {
      const first = pages.row(0);
      if (first && useWorkbench.getState().evidence.kind !== 'connection') onSelect(first);
    };
    chooseFirst();
    return pages.subscribe(chooseFirst);
  }, [pages, kind, onSelect]);
}
