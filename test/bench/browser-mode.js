/** A running `tcpulse serve`, and a page's connection to its engine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';
import { withSource } from '../load-source.js';

const STARTED_WITHIN_MS = 60_000;
const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)\/\?token=\S+/;

/**
 * Serves a folder, hands an engine client over a WebSocket to `use`, and ends the server.
 * @template T
 * @param {string} command path of the command's script
 * @param {string} root folder whose captures can be opened
 * @param {(client: any, pid: number) => Promise<T>} use
 */
export function withBrowserMode(command, root, use) {
  return withServer(command, root, (address, pid) => connect(address, (client) => use(client, pid)));
}

/**
 * Serves a folder as long as `use` runs.
 * @template T
 * @param {string} command path of the command's script
 * @param {string} root folder whose captures can be opened
 * @param {(address: { url: string, port: number }, pid: number) => Promise<T>} use
 * @param {Record<string, string>} [environment]
 */
export async function withServer(command, root, use, environment = {}) {
  const server = spawn(process.execPath, [command, 'serve', '--no-open', '--root', root], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  try {
    return await use(await addressOf(server), server.pid);
  } finally {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
  }
}

async function addressOf(server) {
  const timer = setTimeout(() => server.kill('SIGTERM'), STARTED_WITHIN_MS);
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const found = ADDRESS.exec(line);
      if (found) return { url: found[0], port: Number(found[1]) };
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error('tcpulse serve printed no address');
}

function connect({ url, port }, use) {
  const modules = [
    'src/shared/rpc/client.ts',
    'src/shared/rpc/web-socket-transport.ts',
    'src/shared/rpc/transport.ts',
    'src/shared/contract/methods.ts',
  ];
  return withSource(modules, async ({ createClient }, { webSocketTransport }, { CHANNEL }, { engineContract }) => {
    const response = await fetch(url, { redirect: 'manual' });
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    const origin = `http://127.0.0.1:${port}`;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { origin, headers: { cookie } });
    const transport = webSocketTransport(socket);
    await once(socket, 'open');
    try {
      return await use(createClient(engineContract, transport, CHANNEL.engine));
    } finally {
      transport.close();
    }
  });
}

/** Opens a file of the served folder and waits for its first rows, on a page that has loaded (its first call starts the engine). @returns {Promise<{ capture: number, ms: number }>} */
export async function openUntilFirstRows(client, path) {
  await client['workbench.describe']({});
  const started = performance.now();
  const { capture } = await client['captures.open']({ source: { kind: 'file', path } });
  for (;;) {
    const rows = await client['packets.rows']({ capture, from: 0, count: 50, frames: null, connection: null, filter: null });
    if (rows.frames.length > 0) return { capture, ms: performance.now() - started };
  }
}
