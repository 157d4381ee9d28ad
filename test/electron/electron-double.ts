/**
 * A double of the few Electron APIs that the main process uses, by electron.d.ts: events with Electron's arguments, ports that copy what
 * they carry and begin when started, frames with an address. What a test looks at is public.
 */
import { EventEmitter } from 'node:events';
import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  MenuItemConstructorOptions,
  MessageBoxSyncOptions,
  OpenDialogOptions,
  OpenDialogReturnValue,
} from 'electron';
import type { ElectronApis } from '../../src/main/electron-apis';

export class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** MessagePortMain: messages wait until `start`; `close` tells the other end. */
export class PortDouble extends EventEmitter {
  peer: PortDouble | null = null;
  #started = false;
  #closed = false;
  readonly #waiting: unknown[] = [];

  postMessage(message: unknown): void {
    const copy = structuredClone(message);
    queueMicrotask(() => this.peer?.receive(copy));
  }

  start(): void {
    this.#started = true;
    for (const message of this.#waiting.splice(0)) this.receive(message);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    queueMicrotask(() => {
      this.emit('close');
      this.peer?.close();
    });
  }

  receive(data: unknown): void {
    if (this.#closed) return;
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }
}

export class MessageChannelDouble {
  readonly port1 = new PortDouble();
  readonly port2 = new PortDouble();
  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}

/** WebFrameMain: keeps what was posted to it. */
export class FrameDouble {
  readonly posted: { readonly channel: string; readonly message: unknown; readonly ports: readonly PortDouble[] }[] = [];
  constructor(public url: string) {}
  postMessage(channel: string, message: unknown, ports: readonly PortDouble[] = []): void {
    this.posted.push({ channel, message, ports });
  }
}

export class WebContentsDouble extends EventEmitter {
  readonly mainFrame = new FrameDouble('about:blank');
  windowOpenHandler: ((details: { url: string }) => { action: 'deny' | 'allow' }) | null = null;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' | 'allow' }): void {
    this.windowOpenHandler = handler;
  }
}

export class ElectronDouble {
  readonly windows: WindowDouble[] = [];
  readonly schemes: CustomScheme[] = [];
  readonly protocolHandlers = new Map<string, (request: Request) => Promise<Response>>();
  readonly openDialogs: OpenDialogOptions[] = [];
  menu: readonly MenuItemConstructorOptions[] = [];
  permissionRequest: ((contents: unknown, permission: string, answer: (granted: boolean) => void, details: object) => void) | null = null;
  permissionCheck: ((contents: unknown, permission: string, origin: string, details: object) => boolean) | null = null;
  /** What the next open dialog returns. */
  chosen: OpenDialogReturnValue = { canceled: true, filePaths: [] };
  /** What the next save dialog returns; null: cancelled. */
  savePath: string | null = null;
  /** What was asked, and the button that is pressed. */
  readonly questions: MessageBoxSyncOptions[] = [];
  answer = 0;
  /** False: another instance runs already. */
  isFirstInstance = true;
  lockData: unknown = null;
  quits = 0;
  isReady = false;

  readonly app = Object.assign(new EventEmitter(), {
    requestSingleInstanceLock: (data: unknown): boolean => {
      this.lockData = data;
      return this.isFirstInstance;
    },
    whenReady: async (): Promise<void> => {
      await Promise.resolve();
      this.isReady = true;
    },
    /** As Electron: `will-quit` may put it off. */
    quit: (): void => {
      const event = new PreventableEvent();
      this.app.emit('will-quit', event);
      if (!event.defaultPrevented) this.quits++;
    },
  });
  readonly ipcMain = new EventEmitter();

  /** The double as the type that the application takes. */
  readonly apis: ElectronApis = this.#apis();

  #apis(): ElectronApis {
    const double = this;
    const apis = {
      app: this.app,
      ipcMain: this.ipcMain,
      MessageChannelMain: MessageChannelDouble,
      BrowserWindow: class extends WindowDouble {
        constructor(options: BrowserWindowConstructorOptions) {
          super(options);
          double.windows.push(this);
          double.app.emit('web-contents-created', new PreventableEvent(), this.webContents);
        }
      },
      dialog: {
        showOpenDialog: async (...args: readonly unknown[]): Promise<OpenDialogReturnValue> => {
          double.openDialogs.push(args.at(-1) as OpenDialogOptions);
          return double.chosen;
        },
        showSaveDialog: async () => ({ canceled: double.savePath === null, filePath: double.savePath ?? '' }),
        showMessageBoxSync: (_window: unknown, options: MessageBoxSyncOptions): number => {
          double.questions.push(options);
          return double.answer;
        },
        showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
      },
      Menu: {
        buildFromTemplate: (template: readonly MenuItemConstructorOptions[]) => template,
        setApplicationMenu: (menu: readonly MenuItemConstructorOptions[]) => {
          double.menu = menu;
        },
      },
      protocol: {
        registerSchemesAsPrivileged: (schemes: CustomScheme[]) => {
          if (double.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
          double.schemes.push(...schemes);
        },
        handle: (scheme: string, handler: (request: Request) => Promise<Response>) => double.protocolHandlers.set(scheme, handler),
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (handler: ElectronDouble['permissionRequest']) => {
            double.permissionRequest = handler;
          },
          setPermissionCheckHandler: (handler: ElectronDouble['permissionCheck']) => {
            double.permissionCheck = handler;
          },
        },
      },
    };
    return apis as unknown as ElectronApis;
  }
}

export class WindowDouble extends EventEmitter {
  readonly webContents = new WebContentsDouble();
  shown = false;
  focused = 0;
  minimized = false;
  constructor(readonly options: BrowserWindowConstructorOptions) {
    super();
  }
  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
  }
  show(): void {
    this.shown = true;
  }
  focus(): void {
    this.focused++;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
}
