import type { App, Session } from 'electron';

/** Text for the clipboard, while the user does something: what a browser lets every page do, Electron asks for. */
const GRANTED = 'clipboard-sanitized-write';

/** No page leaves its address, opens a window, embeds another, or is granted anything but to copy. */
export function lockDown(app: Pick<App, 'on'>, session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === GRANTED));
  session.setPermissionCheckHandler((_contents, permission) => permission === GRANTED);
}
