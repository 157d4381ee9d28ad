/** What the palette, the keys and the panes' own menu do with panes and tabs. */
import {
  type Arrangement,
  alone,
  canSplit,
  closing,
  focusedPane,
  focusedView,
  focusingNext,
  isSimple,
  movingTab,
  openingBeside,
  splitting,
  steppingTab,
} from './arrangement';
import { panesOf } from './pane-tree';

export interface PaneCommand {
  /** Its words are `panes.command.<id>`. */
  readonly id: string;
  readonly combo?: string;
  /** Where a browser leaves the page these keys: only in the window of its own. */
  readonly ownWindowCombo?: string;
  readonly inMenu: boolean;
  /** Another kind of command begins in the menu. */
  readonly begins?: boolean;
  isPossible(arrangement: Arrangement): boolean;
  change(arrangement: Arrangement): Arrangement;
}

const hasPanes = ({ model }: Arrangement): boolean => panesOf(model).length > 1;
const hasTabs = (arrangement: Arrangement): boolean => focusedPane(arrangement).tabs.length > 1;
const isDivided = (arrangement: Arrangement): boolean => !isSimple(arrangement);

/** A browser keeps Ctrl+Tab, Ctrl+W and Ctrl+Page Up for its own tabs. */
export const PANE_COMMANDS: readonly PaneCommand[] = [
  { id: 'splitRight', combo: 'mod + \\', inMenu: true, isPossible: canSplit, change: (present) => splitting(present, 'right') },
  { id: 'splitBelow', combo: 'shift + mod + \\', inMenu: true, isPossible: canSplit, change: (present) => splitting(present, 'bottom') },
  {
    id: 'moveTab',
    combo: 'alt + shift + o',
    inMenu: true,
    begins: true,
    isPossible: isDivided,
    change: (present) => openingBeside(present, focusedView(present)),
  },
  {
    id: 'closeTab',
    combo: 'alt + w',
    inMenu: true,
    begins: true,
    isPossible: isDivided,
    change: (present) => closing(present, focusedView(present)),
  },
  { id: 'alone', combo: 'alt + shift + w', inMenu: true, isPossible: isDivided, change: alone },
  { id: 'nextPane', combo: 'f6', inMenu: false, isPossible: hasPanes, change: (present) => focusingNext(present, 1) },
  { id: 'previousPane', combo: 'shift + f6', inMenu: false, isPossible: hasPanes, change: (present) => focusingNext(present, -1) },
  {
    id: 'nextTab',
    combo: 'alt + pagedown',
    ownWindowCombo: 'ctrl + tab',
    inMenu: false,
    isPossible: hasTabs,
    change: (present) => steppingTab(present, 1),
  },
  {
    id: 'previousTab',
    combo: 'alt + pageup',
    ownWindowCombo: 'ctrl + shift + tab',
    inMenu: false,
    isPossible: hasTabs,
    change: (present) => steppingTab(present, -1),
  },
  { id: 'tabLeft', combo: 'alt + shift + pageup', inMenu: false, isPossible: hasTabs, change: (present) => movingTab(present, -1) },
  { id: 'tabRight', combo: 'alt + shift + pagedown', inMenu: false, isPossible: hasTabs, change: (present) => movingTab(present, 1) },
];
