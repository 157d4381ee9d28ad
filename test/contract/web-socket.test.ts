import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { WebSocket } from 'ws';
import { EngineHost } from '../../src/platform/engine-host';
import { OpenRequests } from '../../src/platform/open-requests';
import { linkPage } from '../../src/platform/page-link';
import { RecentFiles } from '../../src/platform/recent-files';
import { cookieName } from '../../src/server/access';
import { type RunningServer, startServer } from '../../src/server/server';
import { serverShellHandlers } from '../../src/server/shell-handlers';
import type { Transport } from '../../src/shared/rpc/transport';
import { webSocketTransport } from '../../src/shared/rpc/web-socket-transport';
import { bundleScript } from './bundle-script';
import { transportSuite } from './transport-suite';

let folder: string;
let engine: EngineHost;
let server: RunningServer;
const pages: Transport[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  engine = new EngineHost({ script: await bundleScript(new URL('./trial-worker.ts', import.meta.url)), workerData: null });
  const shell = serverShellHandlers(new RecentFiles(folder), new OpenRequests(), { root: folder, allowedFiles: [], temporaryFolder: folder });
  server = await startServer({
    port: 0,
    pageFolder: folder,
    temporaryFolder: join(folder, 'temporary'),
    onPage: (page) => {
      pages.push(page);
      linkPage(page, engine, shell);
    },
  });
});
afterAll(async () => {
  await server.close();
  await engine.dispose();
  rmSync(folder, { recursive: true });
});

transportSuite('a WebSocket through the server', async () => {
  const host = `127.0.0.1:${server.port}`;
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie: `${cookieName(server.port)}=${server.token}` }, origin: `http://${host}` });
  const transport = webSocketTransport(socket);
  await new Promise<void>((resolve) => socket.on('open', resolve));
  return {
    transport,
    breakOff: async () => {
      const closed = new Promise((resolve) => socket.on('close', resolve));
      pages.at(-1)?.close();
      await closed;
    },
    dispose: () => transport.close(),
  };
});
