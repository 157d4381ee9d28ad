import type { BrowserWindow, OpenDialogOptions, SaveDialogOptions } from 'electron';
import * as z from 'zod/mini';
import type { EngineHost } from '../platform/engine-host';
import { OpenRequests } from '../platform/open-requests';
import { linkPage } from '../platform/page-link';
import type { RecentFiles } from '../platform/recent-files';
import { PAGE_SCHEME } from '../shared/contract/page-port';
import { BUNDLE_EXTENSION, PROJECT_EXTENSION } from '../shared/contract/project';
import type { Texts } from '../shared/locales/texts';
import type { ElectronApis } from './electron-apis';
import { lockDown } from './lockdown';
import { menuTemplate } from './menu';
import { servePagePorts } from './page-ports';
import { servePage } from './page-protocol';
import { desktopShellHandlers } from './shell-handlers';
import { openWorkbenchWindow } from './workbench-window';

export interface ApplicationOptions {
  readonly engine: EngineHost;
  readonly recentFiles: RecentFiles;
  /** Called once Electron is ready: it knows the user's language only then. */
  readonly createTexts: () => Texts;
  readonly version: string;
  readonly pageFolder: string;
  readonly preload: string;
  readonly temporaryFolder: string;
  /** Captures to open, absolute. */
  readonly paths: readonly string[];
  /** Called once, before the process ends. */
  readonly cleanUp: () => Promise<void>;
}

const CAPTURE_EXTENSIONS = ['pcap', 'pcapng', 'cap', 'ntar', 'gz', 'zst', 'txt', 'log'];
const PROJECT_EXTENSIONS = [PROJECT_EXTENSION, BUNDLE_EXTENSION].map((extension) => extension.slice(1));
const secondInstanceSchema = z.object({ paths: z.array(z.string()) });

/** Runs the desktop application; a second instance hands its captures to the first and ends. */
export function runApplication(electron: ElectronApis, options: ApplicationOptions): void {
  if (!electron.app.requestSingleInstanceLock({ paths: options.paths })) {
    electron.app.quit();
    return;
  }
  // Electron takes this only before it is ready.
  electron.protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
  const application = new Application(electron, options);
  application.listen();
  void electron.app.whenReady().then(() => application.start());
}

class Application {
  readonly #openRequests = new OpenRequests();
  #window: BrowserWindow | null = null;
  #texts: Texts | null = null;
  #cleaned = false;

  constructor(
    private readonly electron: ElectronApis,
    private readonly options: ApplicationOptions,
  ) {
    this.#openRequests.add(options.paths);
  }

  /** What may come before Electron is ready. */
  listen(): void {
    const { app } = this.electron;
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#open([path]);
    });
    app.on('second-instance', (_event, _argv, _workingFolder, data) => {
      const given = secondInstanceSchema.safeParse(data);
      this.#open(given.success ? given.data.paths : []);
    });
    app.on('window-all-closed', () => {
      if (process.platform !== 'darwin') app.quit();
    });
    app.on('will-quit', (event) => {
      if (this.#cleaned) return;
      event.preventDefault();
      this.#cleaned = true;
      void this.options.cleanUp().finally(() => app.quit());
    });
  }

  start(): void {
    const { app, protocol, session } = this.electron;
    this.#texts = this.options.createTexts();
    lockDown(app, session.defaultSession);
    protocol.handle(PAGE_SCHEME, (request) => servePage(request, this.options.pageFolder));
    const shell = desktopShellHandlers({
      recentFiles: this.options.recentFiles,
      openRequests: this.#openRequests,
      chooseFiles: () => this.#chooseFiles(),
      recentFilesChanged: () => this.#showMenu(),
      temporaryFolder: this.options.temporaryFolder,
      chooseSavePath: (name) => this.#chooseSavePath(name),
    });
    servePagePorts(this.electron, {
      onPage: (page) => linkPage(page, this.options.engine, shell),
      onDrop: (paths) => this.#openRequests.add(paths),
    });
    app.on('activate', () => this.#showWindow());
    this.#showMenu();
    this.#showWindow();
  }

  #open(paths: readonly string[]): void {
    this.#openRequests.add(paths);
    if (this.#texts !== null) this.#showWindow();
  }

  #showWindow(): void {
    if (this.#window === null) {
      this.#window = openWorkbenchWindow(this.electron, this.options.preload, (window) => this.#mayLeave(window));
      this.#window.on('closed', () => {
        this.#window = null;
      });
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.focus();
  }

  #showMenu(): void {
    const { Menu } = this.electron;
    const template = menuTemplate(this.#t, this.options.recentFiles.list(), process.platform, {
      open: () => void this.#chooseFiles().then((paths) => this.#open(paths)),
      openFile: (path) => this.#open([path]),
      about: () => void this.#showAbout(),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  async #chooseFiles(): Promise<string[]> {
    const { dialog } = this.electron;
    const options: OpenDialogOptions = {
      title: this.#t('shell.dialog.openTitle'),
      properties: ['openFile', 'multiSelections'],
      filters: [
        { name: this.#t('shell.dialog.captures'), extensions: [...CAPTURE_EXTENSIONS, ...PROJECT_EXTENSIONS] },
        { name: this.#t('shell.dialog.allFiles'), extensions: ['*'] },
      ],
    };
    const { canceled, filePaths } = await (this.#window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(this.#window, options));
    return canceled ? [] : filePaths;
  }

  async #chooseSavePath(name: string): Promise<string | null> {
    const { dialog } = this.electron;
    const extension = PROJECT_EXTENSION.slice(1);
    const options: SaveDialogOptions = {
      title: this.#t('shell.dialog.saveTitle'),
      defaultPath: name,
      filters: [{ name: this.#t('shell.dialog.projects'), extensions: [extension] }],
    };
    const { canceled, filePath } = await (this.#window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(this.#window, options));
    return canceled || filePath === '' ? null : filePath;
  }

  /** Waits for the answer: Electron asks whether the page may be left and wants to know at once. */
  #mayLeave(window: BrowserWindow): boolean {
    const buttons = [this.#t('shell.dialog.leaveYes'), this.#t('shell.dialog.leaveNo')];
    const [leave, stay] = [0, 1] as const;
    const choice = this.electron.dialog.showMessageBoxSync(window, {
      type: 'question',
      message: this.#t('shell.dialog.leave'),
      detail: this.#t('shell.dialog.leaveDetail'),
      buttons,
      defaultId: stay,
      cancelId: stay,
      noLink: true,
    });
    return choice === leave;
  }

  async #showAbout(): Promise<void> {
    const message = this.#t('shell.about.message', { version: this.options.version });
    await this.electron.dialog.showMessageBox({ type: 'info', title: 'TCPulse', message, detail: this.#t('shell.about.detail') });
  }

  #t = (key: string, data?: Readonly<Record<string, unknown>>): string => this.#texts?.t(key, data) ?? key;
}
