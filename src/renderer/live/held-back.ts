import type { CaptureProgress } from '../../shared/contract/capture-methods';
import { useLiveStore } from './live-store';

/** Views ask for everything anew whenever a live capture has grown: the larger it is, the less often. */
const PACE: readonly { readonly packets: number; readonly everyMs: number }[] = [
  { packets: 1_000_000, everyMs: 3000 },
  { packets: 50_000, everyMs: 1000 },
  { packets: 0, everyMs: 250 },
];
const shownAtMs = new Map<number, number>();

/** True for progress of a live capture that the views are not to be shown now: they stand still, or were shown some shortly before. */
export function heldBack(progress: CaptureProgress): boolean {
  const { views, hold } = useLiveStore.getState();
  const view = views.get(progress.capture);
  if (view === undefined || progress.state !== 'reading') {
    shownAtMs.delete(progress.capture);
    return false;
  }
  if (view.standing) {
    hold(progress.capture, progress);
    return true;
  }
  const everyMs = PACE.find(({ packets }) => progress.packets >= packets)?.everyMs ?? 0;
  const now = performance.now();
  if (now - (shownAtMs.get(progress.capture) ?? Number.NEGATIVE_INFINITY) < everyMs) return true;
  shownAtMs.set(progress.capture, now);
  return false;
}
