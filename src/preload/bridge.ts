import type { IpcRenderer, WebUtils } from 'electron';
import { CONNECT_CHANNEL, DROP_CHANNEL, PORT_CHANNEL, PORT_MESSAGE_TYPE } from '../shared/contract/page-port';

/** Asks for the page's port once the page's scripts have run, and gives it to the page, to no other origin. */
export function handOverPort(ipc: Pick<IpcRenderer, 'on' | 'send'>, page: Window): void {
  ipc.on(PORT_CHANNEL, (event) => page.postMessage({ type: PORT_MESSAGE_TYPE }, page.location.origin, event.ports));
  page.addEventListener('load', () => ipc.send(CONNECT_CHANNEL), { once: true });
}

/** Files dropped on the page go to the main process by path: only a preload may know the path of a file. */
export function reportDrops(ipc: Pick<IpcRenderer, 'send'>, utils: Pick<WebUtils, 'getPathForFile'>, page: Window): void {
  page.addEventListener('dragover', (event) => event.preventDefault());
  page.addEventListener('drop', (event) => {
    event.preventDefault();
    const paths = [...(event.dataTransfer?.files ?? [])].map((file) => utils.getPathForFile(file)).filter((path) => path !== '');
    if (paths.length > 0) ipc.send(DROP_CHANNEL, paths);
  });
}
