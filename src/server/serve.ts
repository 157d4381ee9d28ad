import { realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { applicationFolder } from '../platform/application-folder';
import { EngineHost } from '../platform/engine-host';
import { fileError } from '../platform/file-errors';
import { openInBrowser } from '../platform/open-in-browser';
import { OpenRequests } from '../platform/open-requests';
import { linkPage } from '../platform/page-link';
import { RecentFiles } from '../platform/recent-files';
import { defaultRoot, type SessionHostOptions } from '../platform/session-host';
import { removeTemporaryFolder, reserveTemporaryFolder } from '../platform/temporary-folder';
import type { CancelSignal } from '../shared/base/cancellation';
import { AppError } from '../shared/contract/errors';
import { startServer } from './server';
import { serverShellHandlers } from './shell-handlers';

export interface RunServerOptions {
  /** Any free port when absent. */
  readonly port?: number;
  /** Folder that the file browser is limited to; the user's home when absent. */
  readonly root?: string;
  /** Captures that the first page opens; they may lie outside the root. */
  readonly files: readonly string[];
  /** Whether the system's browser is opened. */
  readonly open: boolean;
  /** Ends the server. */
  readonly signal: CancelSignal;
  /** Told once, when pages are served: the address, secret token included. */
  readonly onListening: (url: string) => void;
}

/** Browser mode: runs until cancelled, then leaves nothing behind. Throws AppError `port-not-available`, `file-not-found`, `is-a-folder`, `file-not-readable`. */
export async function runServer(options: RunServerOptions): Promise<void> {
  const root = await realRoot(options.root ?? defaultRoot());
  for (const file of options.files) await requireFile(file);
  const allowedFiles = options.files.map((file) => resolve(file));
  const temporaryFolder = reserveTemporaryFolder();
  const workerData: SessionHostOptions = { root, allowedFiles, standardInput: false, temporaryFolder };
  const engine = new EngineHost({ script: join(applicationFolder, 'out', 'main', 'engine-worker.js'), workerData });
  const openRequests = new OpenRequests();
  openRequests.add(allowedFiles);
  const shell = serverShellHandlers(new RecentFiles(), openRequests, workerData);
  try {
    const server = await startServer({
      port: options.port ?? 0,
      pageFolder: join(applicationFolder, 'out', 'renderer'),
      temporaryFolder,
      onPage: (page) => linkPage(page, engine, shell),
    });
    options.onListening(server.url);
    if (options.open) await openInBrowser(server.url);
    await new Promise<void>((done) => options.signal.onCancel(done));
    await server.close();
  } finally {
    await engine.dispose();
    removeTemporaryFolder(temporaryFolder);
  }
}

/** A page would tell as well, but the command that names the file wrongly is still at the terminal. */
async function requireFile(path: string): Promise<void> {
  const status = await stat(path).catch((error) => {
    throw fileError(error, path);
  });
  if (status.isDirectory()) throw new AppError('is-a-folder', { path });
}

async function realRoot(path: string): Promise<string> {
  let root: string;
  let isFolder: boolean;
  try {
    root = await realpath(path);
    isFolder = (await stat(root)).isDirectory();
  } catch (error) {
    throw fileError(error, path);
  }
  if (!isFolder) throw new AppError('file-not-readable', { path, reason: 'not a folder' });
  return root;
}
