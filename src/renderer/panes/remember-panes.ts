import { useWorkbench } from '../app/workbench';
import { keepPanes, keptPanes } from './stored-panes';

/** Opens the views in the panes that the last window had, and remembers what becomes of them. */
export function rememberPanes(storage: Storage): void {
  const kept = keptPanes(storage);
  if (kept !== null) useWorkbench.getState().changePanes(() => kept);
  useWorkbench.subscribe((state, before) => state.arrangement !== before.arrangement && keepPanes(storage, state.arrangement));
}
