import { useCallback } from 'react';
import { create } from 'zustand';
import type { GridSort } from '../data-grid/grid-header';
import { useCurrentCapture } from './workbench';

interface ListChoice {
  readonly capture: number;
  readonly search: string;
  readonly sort: GridSort;
}

/** By the list's id, what was chosen last: a view that is opened again shows its list as it was left. */
const useChoices = create<Readonly<Record<string, ListChoice>>>()(() => ({}));

export interface ListChoiceState {
  readonly search: string;
  readonly sort: GridSort;
  readonly setSearch: (search: string) => void;
  readonly setSort: (sort: GridSort) => void;
}

/** How the person searches and sorts a list of the capture in sight; another capture begins with `firstSort` and all rows. */
export function useListChoice(id: string, firstSort: GridSort): ListChoiceState {
  const capture = useCurrentCapture()?.capture ?? 0;
  const last = useChoices((choices) => choices[id]);
  const known = last?.capture === capture ? last : undefined;
  const { column, descending } = firstSort;
  const change = useCallback(
    (part: Partial<Pick<ListChoice, 'search' | 'sort'>>) =>
      useChoices.setState((choices) => {
        const old = choices[id]?.capture === capture ? choices[id] : { capture, search: '', sort: { column, descending } };
        return { [id]: { ...old, ...part } };
      }),
    [id, capture, column, descending],
  );
  const setSearch = useCallback((search: string) => change({ search }), [change]);
  const setSort = useCallback((sort: GridSort) => change({ sort }), [change]);
  return { search: known?.search ?? '', sort: known?.sort ?? firstSort, setSearch, setSort };
}
