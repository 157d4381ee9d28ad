import { type HotkeyConfig, useHotkeys } from '@blueprintjs/core';
import { useMemo } from 'react';
import { useTexts } from '../theme/use-texts';
import { useCommands } from './commands';
import { isModalOpen } from './modal';
import { useWorkbench } from './workbench';

/** Keys that work everywhere in the window but where a dialog lies over it; `?` lists them. */
export function useWorkbenchHotkeys(): void {
  const { t } = useTexts();
  const commands = useCommands();
  const hotkeys = useMemo(() => {
    const group = t('ui.hotkeys.group');
    const keys: HotkeyConfig[] = [
      { combo: 'mod + k', label: t('ui.palette.title'), onKeyDown: () => useWorkbench.getState().openDialog('palette') },
      { combo: '/', label: t('ui.hotkeys.search'), onKeyDown: () => searchField()?.focus() },
    ].map((key) => ({ ...key, group, global: true, preventDefault: true, onKeyDown: unlessCovered(key.onKeyDown) }));
    for (const { combo, ownWindowCombo, label, group: own, run } of commands) {
      if (!combo) continue;
      const key = { label, group: own ?? group, global: true, preventDefault: true, allowInInput: true, onKeyDown: unlessCovered(run) };
      keys.push({ ...key, combo });
      if (ownWindowCombo) keys.push({ ...key, combo: ownWindowCombo });
      // A browser keeps Ctrl with a digit for its own tabs.
      if (/^mod \+ \d$/.test(combo)) keys.push({ ...key, combo: combo.replace('mod', 'alt') });
    }
    return keys;
  }, [t, commands]);
  useHotkeys(hotkeys);
}

function unlessCovered(run: () => void): () => void {
  return () => {
    if (!isModalOpen()) run();
  };
}

/** That of the view with the focus, where it has one. */
function searchField(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.view-pane-focused [data-search]') ?? document.querySelector<HTMLElement>('[data-search]');
}
