import type { BrowserWindow } from 'electron';
import { PAGE_ORIGIN } from '../shared/contract/page-port';
import type { ElectronApis } from './electron-apis';

/**
 * A window whose page has no more rights than any page, besides the port that the preload hands it. `mayLeave`: asks the user, where a page objects to being
 * left; Electron would keep the window open without a word.
 */
export function openWorkbenchWindow(
  electron: Pick<ElectronApis, 'BrowserWindow'>,
  preload: string,
  mayLeave: (window: BrowserWindow) => boolean,
): BrowserWindow {
  const window = new electron.BrowserWindow({
    title: 'TCPulse',
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 500,
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.webContents.on('will-prevent-unload', (event) => {
    if (mayLeave(window)) event.preventDefault();
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${PAGE_ORIGIN}/`);
  return window;
}
