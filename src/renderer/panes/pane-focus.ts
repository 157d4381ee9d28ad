import { useWorkbench } from '../app/workbench';
import { type Arrangement, focusedPane } from './arrangement';

/** By then a palette or a menu that a command came from is closed, and has given the focus back to where it was. */
const CLOSED_MS = 350;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Changes the panes, and puts the keyboard's focus into the one that has it then: on its tab, or on its menu where no tab is seen. */
export function runPaneCommand(change: (arrangement: Arrangement) => Arrangement): void {
  const { arrangement: before, changePanes } = useWorkbench.getState();
  changePanes(change);
  const { arrangement } = useWorkbench.getState();
  if (arrangement === before) return;
  const { id } = focusedPane(arrangement);
  requestAnimationFrame(() => focusPane(id));
  clearTimeout(timer);
  timer = setTimeout(() => {
    const { activeElement } = document;
    const present = activeElement?.closest<HTMLElement>('[data-tabset-id]')?.dataset.tabsetId;
    if (activeElement === document.body || (present !== undefined && present !== id)) focusPane(id);
  }, CLOSED_MS);
}

function focusPane(id: string): void {
  const pane = document.querySelector(`[data-tabset-id="${id}"]`);
  const tab = pane?.querySelector<HTMLElement>('[role=tab][aria-selected=true]');
  const isShown = tab?.checkVisibility() === true;
  (isShown ? tab : pane?.querySelector<HTMLElement>('.pane-title .pane-menu'))?.focus();
}
