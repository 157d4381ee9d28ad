import type { IpcMainEvent } from 'electron';
import * as z from 'zod/mini';
import { CONNECT_CHANNEL, DROP_CHANNEL, PAGE_ORIGIN, PORT_CHANNEL } from '../shared/contract/page-port';
import type { Transport } from '../shared/rpc/transport';
import type { ElectronApis } from './electron-apis';
import { mainPortTransport } from './main-port-transport';

const droppedSchema = z.array(z.string().check(z.minLength(1))).check(z.maxLength(1000));

export interface PagePortsOptions {
  /** Called for each page that loads, with the way to it. */
  readonly onPage: (page: Transport) => void;
  readonly onDrop: (paths: readonly string[]) => void;
}

/** Gives each page of ours a port of its own when its preload asks; what anybody else sends is left unanswered. */
export function servePagePorts(
  { ipcMain, MessageChannelMain }: Pick<ElectronApis, 'ipcMain' | 'MessageChannelMain'>,
  options: PagePortsOptions,
): void {
  ipcMain.on(CONNECT_CHANNEL, (event) => {
    if (!isOwnPage(event)) return;
    const { port1, port2 } = new MessageChannelMain();
    options.onPage(mainPortTransport(port1));
    event.senderFrame?.postMessage(PORT_CHANNEL, null, [port2]);
  });
  ipcMain.on(DROP_CHANNEL, (event, paths: unknown) => {
    const dropped = droppedSchema.safeParse(paths);
    if (isOwnPage(event) && dropped.success) options.onDrop(dropped.data);
  });
}

/** True when the sender is the main frame of a window and shows our page. */
function isOwnPage({ sender, senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.url.startsWith(`${PAGE_ORIGIN}/`);
}
