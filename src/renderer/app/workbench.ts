import { create } from 'zustand';
import type { CaptureProgress } from '../../shared/contract/capture-methods';
import type { AppError } from '../../shared/contract/errors';
import { type Arrangement, focusedView, oneView, showing } from '../panes/arrangement';
import type { View } from '../panes/views';

export { VIEWS, type View } from '../panes/views';

/** A part of a capture, in ms since its first packet. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The range as the engine is asked for it. */
export function spanOf(range: TimeRange | null): { fromMs: number | null; toMs: number | null } {
  return { fromMs: range?.fromMs ?? null, toMs: range?.toMs ?? null };
}

/** Which packets stand behind what is selected; `connection` of frames: the one that they are about, where it is known. */
export type Evidence =
  | { readonly kind: 'none' }
  | { readonly kind: 'connection'; readonly connection: number }
  | { readonly kind: 'frames'; readonly frames: readonly number[]; readonly connection?: number | null };

/** The connection that is selected, or that what is selected is about; null: none. */
export function connectionOf(evidence: Evidence): number | null {
  return evidence.kind === 'none' ? null : (evidence.connection ?? null);
}

/** What the dialogs of the shell are asked to show. */
export type DialogName =
  | 'paste'
  | 'files'
  | 'palette'
  | 'goto'
  | 'live'
  | 'hotkeys'
  | 'saveProject'
  | 'recovery'
  | 'report'
  | 'bundle'
  | 'settings'
  | 'about'
  | 'tour'
  | 'glossary';

export interface Notice {
  readonly id: number;
  readonly error: AppError;
}

interface Workbench {
  readonly captures: readonly CaptureProgress[];
  /** Id of the capture shown; null: the start page. */
  readonly capture: number | null;
  /** The view that has the focus. */
  readonly view: View;
  /** What is open beside it. */
  readonly arrangement: Arrangement;
  readonly range: TimeRange | null;
  readonly evidence: Evidence;
  /** Number of the packet whose dissection is shown. */
  readonly frame: number | null;
  readonly dialog: DialogName | null;
  readonly notices: readonly Notice[];
  /** Packets that the grid of the present view holds; null while not known. */
  readonly shown: number | null;
  setProgress(progress: CaptureProgress): void;
  removeCapture(capture: number): void;
  showCapture(capture: number | null): void;
  /** Brings a view to the front where it is open, else in the place of the one that has the focus. */
  showView(view: View): void;
  changePanes(change: (arrangement: Arrangement) => Arrangement): void;
  setRange(range: TimeRange | null): void;
  showEvidence(evidence: Evidence, frame?: number | null): void;
  selectFrame(frame: number | null): void;
  openDialog(dialog: DialogName | null): void;
  notify(error: AppError): void;
  dismiss(notice: number): void;
  setShown(shown: number | null): void;
}

const NOTHING_SELECTED = { range: null, evidence: { kind: 'none' }, frame: null, shown: null } as const;
let lastNotice = 0;

/** What the window shows: which capture, which view, what is selected. Server state is not kept here. */
export const useWorkbench = create<Workbench>()((set) => ({
  captures: [],
  capture: null,
  view: 'packets',
  arrangement: oneView('packets'),
  ...NOTHING_SELECTED,
  dialog: null,
  notices: [],
  setProgress: (progress) =>
    set(({ captures }) => ({
      captures: captures.some((known) => known.capture === progress.capture)
        ? captures.map((known) => (known.capture === progress.capture ? progress : known))
        : [...captures, progress],
    })),
  removeCapture: (capture) =>
    set((state) => {
      const captures = state.captures.filter((known) => known.capture !== capture);
      return state.capture === capture ? { ...NOTHING_SELECTED, captures, capture: captures.at(-1)?.capture ?? null } : { captures };
    }),
  showCapture: (capture) => set((state) => (state.capture === capture ? {} : { ...NOTHING_SELECTED, capture })),
  showView: (view) => set((state) => (state.view === view ? {} : arrangedAs(showing(state.arrangement, view)))),
  changePanes: (change) => set((state) => arrangedAs(change(state.arrangement))),
  setRange: (range) => set({ range }),
  showEvidence: (evidence, frame) => set(frame === undefined ? { evidence } : { evidence, frame }),
  selectFrame: (frame) => set({ frame }),
  openDialog: (dialog) => set({ dialog }),
  notify: (error) => set(({ notices }) => ({ notices: [...notices.slice(-2), { id: ++lastNotice, error }] })),
  dismiss: (notice) => set(({ notices }) => ({ notices: notices.filter(({ id }) => id !== notice) })),
  setShown: (shown) => set({ shown }),
}));

function arrangedAs(arrangement: Arrangement): Pick<Workbench, 'arrangement' | 'view'> {
  return { arrangement, view: focusedView(arrangement) };
}

/** The capture shown, with its newest progress. */
export function useCurrentCapture(): CaptureProgress | null {
  return useWorkbench(({ captures, capture }) => captures.find((known) => known.capture === capture) ?? null);
}
