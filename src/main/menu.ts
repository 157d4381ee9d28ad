import type { MenuItemConstructorOptions } from 'electron';
import type { RecentFile } from '../platform/recent-files';
import type { Translate } from '../shared/locales/texts';

export interface MenuActions {
  open(): void;
  openFile(path: string): void;
  about(): void;
}

const MAX_RECENT_IN_MENU = 10;

/** The application's menu as data. */
export function menuTemplate(
  t: Translate,
  recent: readonly RecentFile[],
  platform: NodeJS.Platform,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const about: MenuItemConstructorOptions = { label: t('shell.menu.about'), click: () => actions.about() };
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: t('shell.menu.file'),
      submenu: [
        { label: t('shell.menu.open'), accelerator: 'CmdOrCtrl+O', click: () => actions.open() },
        { label: t('shell.menu.openRecent'), submenu: recentItems(t, recent, actions) },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { label: t('shell.menu.edit'), role: 'editMenu' },
    {
      label: t('shell.menu.view'),
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: t('shell.menu.window'), role: 'windowMenu' },
    { label: t('shell.menu.help'), role: 'help', submenu: [about] },
  ];
}

function recentItems(t: Translate, recent: readonly RecentFile[], actions: MenuActions): MenuItemConstructorOptions[] {
  if (recent.length === 0) return [{ label: t('shell.menu.noRecentFiles'), enabled: false }];
  // An ampersand in a label marks the key to press; doubled it is itself.
  return recent.slice(0, MAX_RECENT_IN_MENU).map(({ path }) => ({ label: path.replaceAll('&', '&&'), click: () => actions.openFile(path) }));
}
