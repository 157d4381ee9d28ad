/** Entry of Electron's main process. */
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, session } from 'electron';
import { applicationFolder, applicationVersion } from '../platform/application-folder';
import { EngineHost } from '../platform/engine-host';
import { RecentFiles } from '../platform/recent-files';
import type { SessionHostOptions } from '../platform/session-host';
import { removeTemporaryFolder, reserveTemporaryFolder } from '../platform/temporary-folder';
import { createTexts } from '../shared/locales/texts';
import { runApplication } from './application';
import { pathsFromArguments } from './paths-from-arguments';

const built = join(applicationFolder, 'out');
const temporaryFolder = reserveTemporaryFolder();
const workerData: SessionHostOptions = { root: null, allowedFiles: [], standardInput: false, temporaryFolder };
const engine = new EngineHost({ script: join(built, 'main', 'engine-worker.js'), workerData });

runApplication(
  { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, session },
  {
    engine,
    recentFiles: new RecentFiles(),
    createTexts: () => createTexts(app.getLocale()),
    version: applicationVersion(),
    pageFolder: join(built, 'renderer'),
    preload: join(built, 'preload', 'preload.cjs'),
    temporaryFolder,
    paths: pathsFromArguments(process.argv, app.isPackaged, process.cwd()),
    cleanUp: async () => {
      await engine.dispose();
      removeTemporaryFolder(temporaryFolder);
    },
  },
);
