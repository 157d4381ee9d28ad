import { create } from 'zustand';
import { useWorkbench } from '../app/workbench';

const LONGEST = 100;
/** A packet left for its neighbour sooner than this was passed by. */
const PASSED_BY_MS = 400;

interface Visit {
  readonly capture: number;
  readonly frame: number;
}

interface Visits {
  readonly visits: readonly Visit[];
  /** Place in `visits` of the packet that is shown. */
  readonly at: number;
  go(step: -1 | 1): void;
}

let movedByHistory = false;
let lastChangeMs = 0;

/** The packets that were selected, to go back and forward. */
export const useVisits = create<Visits>()((set, get) => ({
  visits: [],
  at: -1,
  go: (step) => {
    const { visits, at } = get();
    const target = visits[at + step];
    if (!target) return;
    set({ at: at + step });
    movedByHistory = true;
    const { capture, showCapture, selectFrame } = useWorkbench.getState();
    if (capture !== target.capture) showCapture(target.capture);
    selectFrame(target.frame);
    movedByHistory = false;
  },
}));

useWorkbench.subscribe(({ capture, frame }, before) => {
  if (movedByHistory || frame === null || capture === null || (frame === before.frame && capture === before.capture)) return;
  const now = performance.now();
  const passedBy = now - lastChangeMs < PASSED_BY_MS && Math.abs(frame - (before.frame ?? 0)) === 1;
  lastChangeMs = now;
  useVisits.setState(({ visits, at }) => {
    const kept = visits.slice(Math.max(0, at + 2 - LONGEST), passedBy && at > 0 ? at : at + 1);
    return { visits: [...kept, { capture, frame }], at: kept.length };
  });
});
