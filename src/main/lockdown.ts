import type { App, Session } from 'electron';

/**
 * What a browser lets every page do, and Electron asks for: text for the clipboard while the user does something, and a file that the user chose in the
 * system's dialog. Folders are not among it.
 */
function isGranted(permission: string, details: object): boolean {
  if (permission === 'fileSystem') return !('isDirectory' in details && details.isDirectory === true);
  return permission === 'clipboard-sanitized-write';
}

/** No page leaves its address, opens a window, embeds another, or is granted anything but to copy text and to save files. */
export function lockDown(app: Pick<App, 'on'>, session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  session.setPermissionRequestHandler((_contents, permission, answer, details) => answer(isGranted(permission, details)));
  session.setPermissionCheckHandler((_contents, permission, _origin, details) => isGranted(permission, details));
}
