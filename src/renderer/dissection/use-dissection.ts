import { createContext, useContext } from 'react';
import { create } from 'zustand';
import type { Dissection } from '../../shared/contract/dissection';
import type { AppError } from '../../shared/contract/errors';
import { useSettledSelection } from '../app/settled-selection';
import { type Query, useQuery } from '../connection/use-query';
import { useStreamDialogs } from '../stream/stream-state';
import type { FieldLine } from './field-tree';

export interface ShownDissection {
  readonly dissection: Dissection;
  readonly lines: readonly FieldLine[];
}

interface DissectionState {
  readonly shown: ShownDissection | null;
  readonly error: AppError | null;
  reload(): void;
}

/** The dissection of the selected packet, shared by the tree and the bytes. */
export const DissectionContext = createContext<DissectionState>({ shown: null, error: null, reload: () => {} });
export const useDissectionState = (): DissectionState => useContext(DissectionContext);
export const useShownDissection = (): ShownDissection | null => useContext(DissectionContext).shown;

export function useDissection(): Query<Dissection> {
  const { capture, frame } = useSettledSelection();
  const rules = useStreamDialogs((state) => state.rulesRevision);
  return useQuery(
    capture === null || frame === null ? null : `dissect ${capture} ${frame}`,
    ({ engine }, signal) => engine['packets.dissect']({ capture: capture ?? 0, frame: frame ?? 1 }, signal),
    rules,
  );
}

interface FieldSelection {
  /** Path of the field chosen. */
  readonly selected: string | null;
  /** Filter name of it: the same field is chosen in the next packet. */
  readonly selectedName: string | null;
  readonly hovered: string | null;
  /** Filter names of fields that the user opened or closed; the same holds in every packet. */
  readonly opened: Readonly<Record<string, boolean>>;
  select(line: FieldLine | null): void;
  hover(path: string | null): void;
  setOpen(name: string, open: boolean): void;
  openAll(names: readonly string[]): void;
}

export const useFieldSelection = create<FieldSelection>()((set) => ({
  selected: null,
  selectedName: null,
  hovered: null,
  opened: { frame: false },
  select: (line) => set({ selected: line?.path ?? null, selectedName: line?.node.name ?? null }),
  hover: (hovered) => set({ hovered }),
  setOpen: (name, open) => set(({ opened }) => ({ opened: { ...opened, [name]: open } })),
  openAll: (names) => set(({ opened }) => ({ opened: { ...opened, ...Object.fromEntries(names.map((name) => [name, true])) } })),
}));

/** Protocols are open at first, what lies inside their fields is not. */
export function isFieldOpen(line: FieldLine, opened: Readonly<Record<string, boolean>>): boolean {
  return opened[line.node.name] ?? line.depth === 0;
}
