import { useWorkbench } from '../app/workbench';
import { failureOf } from '../connection/app-error';
import type { Connection } from '../connection/connection';
import { heldBack } from '../live/held-back';

/** Keeps the progress of a capture in the workbench until it was read to its end. */
export async function followProgress({ engine }: Connection, capture: number): Promise<void> {
  const { setProgress, notify } = useWorkbench.getState();
  for await (const progress of engine['captures.progress']({ capture })) {
    // A capture that was closed meanwhile is not brought back.
    if (!useWorkbench.getState().captures.some((known) => known.capture === capture)) return;
    if (!heldBack(progress)) setProgress(progress);
    const failure = failureOf(progress);
    if (failure && progress.packets > 0) notify(failure);
  }
}
