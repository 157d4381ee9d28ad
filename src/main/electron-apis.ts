import type * as Electron from 'electron';

/** The parts of Electron that the main process uses, handed in by main.ts so that everything else can be tried against a double. */
export type ElectronApis = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'MessageChannelMain' | 'protocol' | 'session'
>;
