import { create } from 'zustand';
import { type Evidence, useWorkbench } from './workbench';

/** Two changes within this time are steps of one movement through a list: a key that is held repeats every 30 ms or so, on a busy machine later. */
const MOVING_MS = 60;
/** In a movement that goes on, details follow this often. */
const LATEST_MS = 2000;
/** So long after a selection, what is drawn is likely to be its details. */
const FOLLOWING_MS = 500;

interface Selection {
  readonly capture: number | null;
  readonly evidence: Evidence;
  readonly frame: number | null;
}

function present(): Selection {
  const { capture, evidence, frame } = useWorkbench.getState();
  return { capture, evidence, frame };
}

/**
 * What is selected, for the panes that show it in detail. One selection is followed at once; while somebody moves quickly through a list, the details wait for
 * the end of the movement, and the list keeps up with the keys.
 */
export const useSettledSelection = create<Selection>()(present);

let changedAt = Number.NEGATIVE_INFINITY;
/** Keys that are held move through a list; a click is a single selection. */
let isByKey = false;
let followedAt = Number.NEGATIVE_INFINITY;
/** Set while a movement goes on. */
let timer: ReturnType<typeof setTimeout> | undefined;

useWorkbench.subscribe((state, old) => {
  if (state.frame === old.frame && state.evidence === old.evidence && state.capture === old.capture) return;
  const now = performance.now();
  const isMoving = now - changedAt < MOVING_MS && state.capture === old.capture;
  changedAt = now;
  isByKey = globalThis.event?.type === 'keydown';
  clearTimeout(timer);
  if (!isMoving || now - followedAt >= LATEST_MS) follow();
  else timer = setTimeout(follow, MOVING_MS);
});

function follow(): void {
  clearTimeout(timer);
  timer = undefined;
  followedAt = performance.now();
  useSettledSelection.setState(present());
}

/**
 * Runs what takes long to draw among the details of a selection (a chart). After a key that is in the frame after theirs, and after the end of a movement: the next
 * step of a key that is held may make it vain. Else at once.
 * @returns gives up on it
 */
export function whenStill(draw: () => void): () => void {
  if (!isByKey || performance.now() - changedAt > FOLLOWING_MS) {
    draw();
    return () => undefined;
  }
  let later: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    if (timer === undefined) draw();
    else later = setTimeout(look, MOVING_MS);
  };
  const frame = requestAnimationFrame(look);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(later);
  };
}
