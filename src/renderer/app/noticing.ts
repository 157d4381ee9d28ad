import { isCancelled, toAppError } from '../connection/app-error';
import { useWorkbench } from './workbench';

/** Runs what may fail; the user sees why. */
export async function noticing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!isCancelled(thrown)) useWorkbench.getState().notify(toAppError(thrown));
  }
}
