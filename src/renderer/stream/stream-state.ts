import { create } from 'zustand';

interface StreamDialogs {
  /** Connection whose stream is shown; null: none. */
  readonly following: number | null;
  readonly isDecodeAsOpen: boolean;
  /** Grows when packets mean something else than before: rows and dissections are asked for anew. */
  readonly rulesRevision: number;
  follow(connection: number | null): void;
  openDecodeAs(isOpen: boolean): void;
  rulesChanged(): void;
}

export const useStreamDialogs = create<StreamDialogs>()((set) => ({
  following: null,
  isDecodeAsOpen: false,
  rulesRevision: 0,
  follow: (following) => set({ following }),
  openDecodeAs: (isDecodeAsOpen) => set({ isDecodeAsOpen }),
  rulesChanged: () => set(({ rulesRevision }) => ({ rulesRevision: rulesRevision + 1 })),
}));
