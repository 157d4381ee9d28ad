import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions, MessagePortMain } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ApplicationOptions, runApplication } from '../../src/main/application';
import { mainPortTransport } from '../../src/main/main-port-transport';
import type { EngineHost } from '../../src/platform/engine-host';
import { RecentFiles } from '../../src/platform/recent-files';
import { shellContract } from '../../src/shared/contract/methods';
import { CONNECT_CHANNEL, DROP_CHANNEL, PAGE_ORIGIN, PORT_CHANNEL } from '../../src/shared/contract/page-port';
import { createTexts } from '../../src/shared/locales/texts';
import { createClient } from '../../src/shared/rpc/client';
import { memoryTransportPair } from '../../src/shared/rpc/memory-transport';
import { CHANNEL } from '../../src/shared/rpc/transport';
import { ElectronDouble, FrameDouble, type PortDouble, PreventableEvent, type WindowDouble } from './electron-double';

let folder: string;
let electron: ElectronDouble;
let toEngine: Uint8Array[];
let cleanUps: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
  electron = new ElectronDouble();
  toEngine = [];
  cleanUps = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An engine that takes frames and sends none. */
function engineDouble(): EngineHost {
  const [near, far] = memoryTransportPair();
  far.onMessage((bytes) => toEngine.push(bytes));
  return { connect: () => near, onDeath: () => () => {} } as unknown as EngineHost;
}

async function run(paths: readonly string[] = []): Promise<void> {
  const options: ApplicationOptions = {
    engine: engineDouble(),
    recentFiles: new RecentFiles(join(folder, 'settings')),
    createTexts: () => createTexts('en'),
    version: '0.0.0',
    pageFolder: folder,
    preload: '/preload.cjs',
    temporaryFolder: join(tmpdir(), 'tcpulse-none'),
    paths,
    cleanUp: async () => {
      cleanUps++;
    },
  };
  runApplication(electron.apis, options);
  await settle();
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const onlyWindow = (): WindowDouble => {
  expect(electron.windows.length).toBe(1);
  return electron.windows[0] as WindowDouble;
};

function connectPage(senderFrame: FrameDouble, mainFrame: FrameDouble = senderFrame): PortDouble | undefined {
  electron.ipcMain.emit(CONNECT_CHANNEL, { sender: { mainFrame }, senderFrame });
  const posted = senderFrame.posted.at(-1);
  if (posted !== undefined) expect(posted.channel).toBe(PORT_CHANNEL);
  return posted?.ports[0];
}

function ownPage() {
  const port = connectPage(onlyWindow().webContents.mainFrame);
  expect(port).toBeDefined();
  const transport = mainPortTransport(port as unknown as MessagePortMain);
  return { transport, shell: createClient(shellContract, transport, CHANNEL.shell) };
}

describe('the window', () => {
  it('gives its page no right that any page has not', async () => {
    await run();
    const { options } = onlyWindow();
    expect(options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(electron.schemes).toEqual([{ scheme: 'tcpulse', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
    expect(onlyWindow().webContents.mainFrame.url).toBe(`${PAGE_ORIGIN}/`);
  });

  it('is shown when it is ready', async () => {
    await run();
    expect(onlyWindow().shown).toBe(false);
    onlyWindow().emit('ready-to-show');
    expect(onlyWindow().shown).toBe(true);
  });

  it.each([
    { button: 'Leave without saving', leaves: true },
    { button: 'Stay', leaves: false },
  ])('asks before a page is left that objects: $button', async ({ button, leaves }) => {
    await run();
    electron.answer = ['Leave without saving', 'Stay'].indexOf(button);
    const event = new PreventableEvent();
    onlyWindow().webContents.emit('will-prevent-unload', event);
    expect(electron.questions).toMatchObject([{ buttons: ['Leave without saving', 'Stay'], cancelId: 1 }]);
    expect(event.defaultPrevented).toBe(leaves);
  });

  it('goes nowhere, opens nothing, embeds nothing', async () => {
    await run();
    const contents = onlyWindow().webContents;
    for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      const event = new PreventableEvent();
      contents.emit(name, event);
      expect([name, event.defaultPrevented]).toEqual([name, true]);
    }
    expect(contents.windowOpenHandler?.({ url: 'https://example.com' })).toEqual({ action: 'deny' });
  });

  it.each([
    { permission: 'media', details: {}, granted: false },
    { permission: 'clipboard-read', details: {}, granted: false },
    { permission: 'fileSystem', details: { isDirectory: true, fileAccessType: 'writable' }, granted: false },
    // What its buttons need that copy, and that save what was captured.
    { permission: 'clipboard-sanitized-write', details: {}, granted: true },
    { permission: 'fileSystem', details: { isDirectory: false, fileAccessType: 'writable' }, granted: true },
  ])('is granted $permission $details: $granted', async ({ permission, details, granted }) => {
    await run();
    const answers: (boolean | undefined)[] = [];
    electron.permissionRequest?.({}, permission, (answer) => answers.push(answer), details);
    answers.push(electron.permissionCheck?.({}, permission, PAGE_ORIGIN, details));
    expect(answers).toEqual([granted, granted]);
  });
});

describe("the page's files", () => {
  const ROWS = [
    { name: 'the page', url: `${PAGE_ORIGIN}/`, status: 200, type: 'text/html; charset=utf-8' },
    { name: 'a script', url: `${PAGE_ORIGIN}/script.js`, status: 200, type: 'text/javascript; charset=utf-8' },
    { name: 'a missing file', url: `${PAGE_ORIGIN}/missing.js`, status: 404, type: 'text/plain; charset=utf-8' },
    { name: 'a file of a type that no page has', url: `${PAGE_ORIGIN}/capture.pcap`, status: 404, type: 'text/plain; charset=utf-8' },
    { name: 'a path out of the folder', url: `${PAGE_ORIGIN}/..%2f..%2fetc%2fhosts.js`, status: 404, type: 'text/plain; charset=utf-8' },
    { name: 'a damaged escape', url: `${PAGE_ORIGIN}/%zz.js`, status: 404, type: 'text/plain; charset=utf-8' },
    { name: 'another host', url: 'tcpulse://elsewhere/', status: 404, type: 'text/plain; charset=utf-8' },
  ];
  it.each(ROWS)('answers $name', async ({ url, status, type }) => {
    writeFileSync(join(folder, 'index.html'), 'page');
    writeFileSync(join(folder, 'script.js'), 'script');
    writeFileSync(join(folder, 'capture.pcap'), 'capture');
    await run();
    const response = await electron.protocolHandlers.get('tcpulse')?.({ url, method: 'GET' } as Request);
    expect([response?.status, response?.headers.get('content-type')]).toEqual([status, type]);
    expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(response?.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe("the page's port", () => {
  it('answers the shell, and forwards the rest to the engine as it is', async () => {
    await run();
    const { transport, shell } = ownPage();
    expect(await shell['shell.describe']({})).toMatchObject({ kind: 'electron', openDialog: true, upload: false });
    transport.send(new Uint8Array([CHANNEL.engine, 1, 2, 3]));
    await settle();
    expect(toEngine).toEqual([new Uint8Array([CHANNEL.engine, 1, 2, 3])]);
  });

  it('is for the main frame of our page alone', async () => {
    await run();
    const own = onlyWindow().webContents.mainFrame;
    expect(connectPage(new FrameDouble('https://example.com/'))).toBeUndefined();
    expect(connectPage(new FrameDouble('tcpulse://workbench.example.com/'))).toBeUndefined();
    expect(connectPage(new FrameDouble(`${PAGE_ORIGIN}/`), own)).toBeUndefined();
    expect(connectPage(own)).toBeDefined();
  });

  it('opens the dialog, and remembers what was opened', async () => {
    await run();
    const { shell } = ownPage();
    expect(await shell['shell.openDialog']({})).toEqual({ paths: [] });
    electron.chosen = { canceled: false, filePaths: ['/captures/a.pcap'] };
    expect(await shell['shell.openDialog']({})).toEqual({ paths: ['/captures/a.pcap'] });
    expect(electron.openDialogs[1]?.properties).toEqual(['openFile', 'multiSelections']);
    await shell['shell.addRecentFile']({ path: '/captures/a.pcap' });
    expect((await shell['shell.recentFiles']({})).files).toMatchObject([{ path: '/captures/a.pcap', name: 'a.pcap' }]);
    expect(menuLabels(submenu('&File'), 'Open &Recent')).toEqual(['/captures/a.pcap']);
  });
});

describe('captures from outside', () => {
  async function firstRequests(count: number): Promise<string[][]> {
    const { shell } = ownPage();
    const requests: string[][] = [];
    for await (const { paths } of shell['shell.openRequests']({})) {
      requests.push(paths);
      if (requests.length === count) break;
    }
    return requests;
  }

  it('come from the command line, the system, a second instance, a drop, and the menu', async () => {
    await run(['/from/command-line.pcap']);
    const opened = new PreventableEvent();
    electron.app.emit('open-file', opened, '/from/system.pcap');
    electron.app.emit('second-instance', {}, ['tcpulse'], '/', { paths: ['/from/second.pcap'] });
    electron.app.emit('second-instance', {}, ['tcpulse'], '/', { paths: 7 });
    const page = onlyWindow().webContents.mainFrame;
    electron.ipcMain.emit(DROP_CHANNEL, { sender: { mainFrame: page }, senderFrame: page }, ['/from/drop.pcap']);
    electron.ipcMain.emit(DROP_CHANNEL, { sender: { mainFrame: page }, senderFrame: page }, [{}]);
    const foreign = new FrameDouble('https://example.com/');
    electron.ipcMain.emit(DROP_CHANNEL, { sender: { mainFrame: foreign }, senderFrame: foreign }, ['/etc/passwd']);
    electron.chosen = { canceled: false, filePaths: ['/from/menu.pcap'] };
    click(submenu('&File'), '&Open…');
    await settle();
    expect(await firstRequests(5)).toEqual([
      ['/from/command-line.pcap'],
      ['/from/system.pcap'],
      ['/from/second.pcap'],
      ['/from/drop.pcap'],
      ['/from/menu.pcap'],
    ]);
    expect(opened.defaultPrevented).toBe(true);
  });

  it('of a second instance bring the window to the front', async () => {
    await run();
    onlyWindow().minimized = true;
    electron.app.emit('second-instance', {}, [], '/', { paths: ['/a.pcap'] });
    expect([onlyWindow().minimized, onlyWindow().focused]).toEqual([false, 1]);
  });

  it('are handed to the first instance when there is one', async () => {
    electron.isFirstInstance = false;
    await run(['/a.pcap']);
    expect([electron.lockData, electron.quits, electron.windows]).toEqual([{ paths: ['/a.pcap'] }, 1, []]);
  });
});

describe('the end', () => {
  it('cleans up once, then quits', async () => {
    await run();
    electron.apis.app.quit();
    expect([cleanUps, electron.quits]).toEqual([1, 0]);
    await settle();
    expect([cleanUps, electron.quits]).toEqual([1, 1]);
  });

  it.each([
    { platform: 'linux', quits: 1 },
    { platform: 'darwin', quits: 0 },
  ] as const)('comes with the last window on $platform: $quits', async ({ platform, quits }) => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
    await run();
    electron.app.emit('window-all-closed');
    await settle();
    vi.restoreAllMocks();
    expect(electron.quits).toBe(quits);
  });

  it('of a window leaves the application able to open another', async () => {
    await run();
    onlyWindow().emit('closed');
    electron.app.emit('activate');
    expect(electron.windows.length).toBe(2);
  });
});

type Items = readonly MenuItemConstructorOptions[];

function itemOf(items: Items, label: string): MenuItemConstructorOptions {
  const found = items.find((item) => item.label === label);
  if (found === undefined) throw new Error(`no item ${label}`);
  return found;
}

function submenu(label: string): Items {
  return itemOf(electron.menu, label).submenu as MenuItemConstructorOptions[];
}

function menuLabels(items: Items, label: string): unknown[] {
  return (itemOf(items, label).submenu as MenuItemConstructorOptions[]).map((item) => item.label);
}

function click(items: Items, label: string): void {
  (itemOf(items, label).click as unknown as () => void)();
}
