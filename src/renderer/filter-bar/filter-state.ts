import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { FilterProgress } from '../../shared/contract/filter-methods';
import { useWorkbench } from '../app/workbench';
import { visibleViews } from '../panes/arrangement';
import type { View } from '../panes/views';

const LONGEST_HISTORY = 20;

/** Views that show what the filter leaves. */
const FOLLOWING: readonly View[] = ['packets', 'connections', 'findings', 'keepAlive', 'heartbeats', 'http', 'listeners', 'statistics', 'io'];

interface FilterState {
  /** What stands in the filter bar. */
  readonly text: string;
  /** The filter that the views are limited to; null: none. */
  readonly applied: string | null;
  /** How far it is; null before it began. */
  readonly progress: FilterProgress | null;
  /** Filters applied, the newest first. */
  readonly history: readonly string[];
  readonly saved: readonly string[];
  setText(text: string): void;
  setProgress(progress: FilterProgress | null): void;
  /** Limits the views to a filter, an empty one to nothing, and shows one that follows it where none is in sight. */
  limit(filter: string): void;
  /** Limits the views to a filter and shows its packets; an empty one shows all. */
  apply(filter: string): void;
  toggleSaved(filter: string): void;
}

/** The display filter: what is typed, what is shown. History and saved filters are kept in localStorage. */
export const useFilter = create<FilterState>()(
  persist(
    (set, get) => ({
      text: '',
      applied: null,
      progress: null,
      history: [],
      saved: [],
      setText: (text) => set({ text }),
      setProgress: (progress) => set({ progress }),
      limit: (filter) => {
        const text = filter.trim();
        set(({ history }) => ({
          text,
          applied: text === '' ? null : text,
          progress: null,
          history: text === '' ? history : [text, ...history.filter((old) => old !== text)].slice(0, LONGEST_HISTORY),
        }));
        const { arrangement, showView } = useWorkbench.getState();
        if (!visibleViews(arrangement).some((view) => FOLLOWING.includes(view))) showView('packets');
      },
      apply: (filter) => {
        get().limit(filter);
        useWorkbench.getState().showView('packets');
      },
      toggleSaved: (filter) =>
        set(({ saved }) => ({ saved: saved.includes(filter) ? saved.filter((other) => other !== filter) : [...saved, filter] })),
    }),
    { name: 'tcpulse.filters', partialize: ({ history, saved }) => ({ history, saved }) },
  ),
);
