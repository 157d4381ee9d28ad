import { create } from 'zustand';
import type { PacketSearch } from '../../shared/contract/filter-methods';
import type { EngineContract } from '../../shared/contract/methods';
import type { Client } from '../../shared/rpc/handlers';
import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import { useFilter } from '../filter-bar/filter-state';

interface FindState {
  readonly open: boolean;
  /** How often the bar was asked for. */
  readonly asked: number;
  readonly search: PacketSearch;
  /** What became of the last search. */
  readonly state: 'idle' | 'searching' | 'none' | 'wrong';
  setOpen(open: boolean): void;
  setSearch(change: Partial<PacketSearch>): void;
}

/** The search for packets by text, bytes or a filter. */
export const useFind = create<FindState>()((set) => ({
  open: false,
  asked: 0,
  search: { what: 'text', pattern: '', within: 'info', matchCase: false },
  state: 'idle',
  setOpen: (open) => set(({ asked }) => ({ open, asked: open ? asked + 1 : asked, state: 'idle' })),
  setSearch: (change) => set(({ search }) => ({ search: { ...search, ...change }, state: 'idle' })),
}));

/** Selects the next (or previous) packet that is looked for, among those that the filter shows. */
export async function findNext(engine: Client<EngineContract>, backwards: boolean): Promise<void> {
  const { capture, frame, selectFrame, notify, showView } = useWorkbench.getState();
  const { search } = useFind.getState();
  if (capture === null || search.pattern.trim() === '') return;
  useFind.setState({ state: 'searching' });
  try {
    const filter = useFilter.getState().applied;
    const found = await engine['packets.find']({ capture, filter, from: frame ?? 0, backwards, search });
    useFind.setState({ state: found.frame === null ? 'none' : 'idle' });
    if (found.frame === null) return;
    showView('packets');
    selectFrame(found.frame);
  } catch (thrown) {
    const error = toAppError(thrown);
    // What is no filter or no bytes is told beside the pattern.
    const isWrong = error.code === 'filter.syntax' || error.code === 'invalid-params';
    useFind.setState({ state: isWrong ? 'wrong' : 'none' });
    if (!isWrong) notify(error);
  }
}
