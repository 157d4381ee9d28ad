/** How an entry of the navigator opens its view: here, in a tab, in another pane; by mouse, by keyboard, by dragging it where it should be. */
import { Menu, MenuItem } from '@blueprintjs/core';
import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import type { Translate } from '../../shared/locales/texts';
import { useWorkbench } from '../app/workbench';
import { openMenuAt } from '../filter-bar/filter-menu';
import { type Arrangement, canSplit, opening, openingBeside, showing, splitting } from './arrangement';
import { paneHandle } from './pane-handle';
import { paneWith, tabOf } from './pane-tree';
import type { View } from './views';

interface Way {
  /** Its words are `panes.nav.<id>`. */
  readonly id: string;
  readonly keys?: string;
  readonly divides: boolean;
  open(arrangement: Arrangement, view: View): Arrangement;
}

const WAYS: readonly Way[] = [
  { id: 'show', keys: 'Enter', divides: false, open: showing },
  { id: 'beside', keys: 'Ctrl+Enter', divides: false, open: openingBeside },
  { id: 'tab', keys: 'Shift+Enter', divides: false, open: opening },
  { id: 'right', divides: true, open: (present, view) => splitting(present, 'right', view) },
  { id: 'below', divides: true, open: (present, view) => splitting(present, 'bottom', view) },
];

interface Modifiers {
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

function open(view: View, { ctrlKey, metaKey, shiftKey }: Modifiers): void {
  const way = ctrlKey || metaKey ? openingBeside : shiftKey ? opening : showing;
  useWorkbench.getState().changePanes((present) => way(present, view));
}

const MIDDLE_BUTTON = 1;

export function entryHandlers(view: View, t: Translate, dark: boolean) {
  return {
    onClick: (event: MouseEvent) => open(view, event),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      open(view, event);
    },
    onAuxClick: (event: MouseEvent) => {
      if (event.button === MIDDLE_BUTTON) useWorkbench.getState().changePanes((present) => opening(present, view));
    },
    onContextMenu: (event: MouseEvent) => openMenuAt(event, <EntryMenu view={view} t={t} />, dark),
    onPointerDown: (event: PointerEvent) => {
      // What is open is dragged by its tab.
      const isOpen = paneWith(useWorkbench.getState().arrangement.model, view) !== null;
      if (event.pointerType === 'mouse' && !isOpen) void paneHandle.current?.startExternalDrag(event, { tab: tabOf(view) });
    },
  };
}

function EntryMenu({ view, t }: { readonly view: View; readonly t: Translate }) {
  const { arrangement, changePanes } = useWorkbench.getState();
  return (
    <Menu>
      {WAYS.filter(({ divides }) => !divides || canSplit(arrangement)).map(({ id, keys, open: way }) => (
        <MenuItem key={id} text={t(`panes.nav.${id}`)} label={keys ?? ''} onClick={() => changePanes((present) => way(present, view))} />
      ))}
    </Menu>
  );
}
