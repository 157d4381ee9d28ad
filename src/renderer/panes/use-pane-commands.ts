import { useMemo } from 'react';
import type { Command } from '../app/commands';
import { useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { PANE_COMMANDS } from './pane-commands';
import { runPaneCommand } from './pane-focus';

/** What can be done with the panes as they are. */
export function usePaneCommands(): readonly Command[] {
  const { t } = useTexts();
  const arrangement = useWorkbench((state) => state.arrangement);
  return useMemo(
    () =>
      PANE_COMMANDS.filter(({ isPossible }) => isPossible(arrangement)).map(({ id, combo, ownWindowCombo, change }) => ({
        id: `panes.${id}`,
        label: t(`panes.command.${id}`),
        group: t('panes.group'),
        ...(combo !== undefined && { combo }),
        ...(ownWindowCombo !== undefined && { ownWindowCombo }),
        run: () => runPaneCommand(change),
      })),
    [t, arrangement],
  );
}
