import { Button, Menu, MenuDivider, MenuItem } from '@blueprintjs/core';
import { SplitColumns } from '@blueprintjs/icons';
import { keyNames } from '../app/key-names';
import { Popup } from '../app/popup';
import { useWorkbench } from '../app/workbench';
import { TermMark, type TermName } from '../glossary/term';
import { useTexts } from '../theme/use-texts';
import { focusing, showing } from './arrangement';
import { PANE_COMMANDS, type PaneCommand } from './pane-commands';
import { runPaneCommand } from './pane-focus';
import { paneWith } from './pane-tree';
import type { View } from './views';

/** Views whose name is a word that is easily taken for another. */
const VIEW_TERMS: Readonly<Partial<Record<View, TermName>>> = {
  keepAlive: 'keepAlive',
  heartbeats: 'heartbeat',
  http: 'httpKeepAlive',
  listeners: 'acceptQueue',
};

/** What stands beside a view's title: what its name means, and what can be done with its pane. */
export function PaneActions({ view }: { readonly view: View }) {
  const { t } = useTexts();
  const term = VIEW_TERMS[view];
  const label = t('panes.menu', { view: t(`ui.nav.${view}`) });
  return (
    <>
      {term && <TermMark name={term} />}
      <Popup placement="bottom-end" minimal content={<PaneMenu view={view} />}>
        <Button className="pane-menu" variant="minimal" size="small" icon={<SplitColumns size={12} />} aria-label={label} title={label} />
      </Popup>
    </>
  );
}

function PaneMenu({ view }: { readonly view: View }) {
  const { t } = useTexts();
  const arrangement = useWorkbench((state) => state.arrangement);
  const run = ({ change }: PaneCommand): void =>
    runPaneCommand((present) => {
      const pane = paneWith(present.model, view);
      return change(pane === null ? present : focusing(showing(present, view), pane.id));
    });
  const possible = PANE_COMMANDS.filter(({ inMenu, isPossible }) => inMenu && isPossible(arrangement));
  return (
    <Menu>
      {possible.map((command, index) => (
        <div key={command.id} role="none">
          {index > 0 && command.begins && <MenuDivider />}
          <MenuItem
            text={t(`panes.command.${command.id}`)}
            label={command.combo === undefined ? '' : keyNames(command.combo)}
            onClick={() => run(command)}
          />
        </div>
      ))}
    </Menu>
  );
}
