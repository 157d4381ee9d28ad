import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { FilterProgress } from '../../shared/contract/filter-methods';
import { useWorkbench } from '../app/workbench';

const LONGEST_HISTORY = 20;

interface FilterState {
  /** What stands in the filter bar. */
  readonly text: string;
  /** The filter that the packets view shows; null: all packets. */
  readonly applied: string | null;
  /** How far it is; null before it began. */
  readonly progress: FilterProgress | null;
  /** Filters applied, the newest first. */
  readonly history: readonly string[];
  readonly saved: readonly string[];
  setText(text: string): void;
  setProgress(progress: FilterProgress | null): void;
  /** Shows the packets of a filter; an empty one shows all. */
  apply(filter: string): void;
  toggleSaved(filter: string): void;
}

/** The display filter: what is typed, what is shown. History and saved filters are kept in localStorage. */
export const useFilter = create<FilterState>()(
  persist(
    (set) => ({
      text: '',
      applied: null,
      progress: null,
      history: [],
      saved: [],
      setText: (text) => set({ text }),
      setProgress: (progress) => set({ progress }),
      apply: (filter) => {
        const text = filter.trim();
        set(({ history }) => ({
          text,
          applied: text === '' ? null : text,
          progress: null,
          history: text === '' ? history : [text, ...history.filter((old) => old !== text)].slice(0, LONGEST_HISTORY),
        }));
        useWorkbench.getState().showView('packets');
      },
      toggleSaved: (filter) =>
        set(({ saved }) => ({ saved: saved.includes(filter) ? saved.filter((other) => other !== filter) : [...saved, filter] })),
    }),
    { name: 'tcpulse.filters', partialize: ({ history, saved }) => ({ history, saved }) },
  ),
);
