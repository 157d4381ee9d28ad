import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { applicationFolder } from '../../../src/platform/application-folder';
import { cookieName } from '../../../src/server/access';
import { runServer } from '../../../src/server/serve';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { type EngineContract, engineContract, type ShellContract, shellContract } from '../../../src/shared/contract/methods';
import { createClient } from '../../../src/shared/rpc/client';
import type { Client } from '../../../src/shared/rpc/handlers';
import { CHANNEL } from '../../../src/shared/rpc/transport';
import { webSocketTransport } from '../../../src/shared/rpc/web-socket-transport';

const BUILT = existsSync(join(applicationFolder, 'out', 'main', 'engine-worker.js'));
const LINE = '10:00:00.000000 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1, win 64240, length 0\n';

let folder: string;
let root: string;
let temporary: string;
let stop: CancelSource;
let ended: Promise<void>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
  root = join(folder, 'root');
  temporary = join(folder, 'tmp');
  for (const made of [root, temporary]) mkdirSync(made);
  writeFileSync(join(root, 'inside.txt'), LINE);
  writeFileSync(join(folder, 'named.txt'), LINE);
  writeFileSync(join(folder, 'outside.txt'), LINE);
  vi.stubEnv('TMPDIR', temporary);
  stop = new CancelSource();
});
afterEach(async () => {
  stop.cancel();
  await ended;
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<{ url: URL; engine: Client<EngineContract>; shell: Client<ShellContract> }> {
  const address = await new Promise<string>((onListening, reject) => {
    ended = runServer({ root, files: [join(folder, 'named.txt')], open: false, signal: stop, onListening });
    ended.catch(reject);
  });
  const url = new URL(address);
  const cookie = `${cookieName(Number(url.port))}=${url.searchParams.get('token')}`;
  const transport = webSocketTransport(new WebSocket(`ws://${url.host}/rpc`, { headers: { cookie }, origin: url.origin }));
  return { url, engine: createClient(engineContract, transport, CHANNEL.engine), shell: createClient(shellContract, transport, CHANNEL.shell) };
}

describe.skipIf(!BUILT)('browser mode', () => {
  it('opens what lies in the root and what was named when starting, nothing else', async () => {
    const { engine, shell } = await start();
    expect(await shell['shell.describe']({})).toMatchObject({ kind: 'browser', openDialog: false, upload: true });
    expect((await engine['workbench.describe']({})).root).toBe(root);
    expect((await engine['files.list']({ path: null })).entries.map(({ name }) => name)).toEqual(['inside.txt']);
    for await (const { paths } of shell['shell.openRequests']({})) {
      expect(paths).toEqual([join(folder, 'named.txt')]);
      break;
    }
    const open = (name: string) => engine['captures.open']({ source: { kind: 'file', path: join(folder, name) } });
    expect((await open('named.txt')).name).toBe('named.txt');
    expect((await open('root/inside.txt')).name).toBe('inside.txt');
    await expect(open('outside.txt')).rejects.toMatchObject({ code: 'outside-root' });
  });

  it('ends when told to, and leaves nothing behind', async () => {
    const { url, engine } = await start();
    const cookie = `${cookieName(Number(url.port))}=${url.searchParams.get('token')}`;
    const headers = { cookie, origin: url.origin, 'content-type': 'application/octet-stream' };
    const answer = await fetch(`${url.origin}/upload`, { method: 'POST', headers, body: LINE });
    const { upload } = (await answer.json()) as { upload: string };
    expect(readdirSync(temporary).length).toBe(1);
    const { capture } = await engine['captures.open']({ source: { kind: 'upload', upload, name: 'mine.txt' } });
    expect((await engine['captures.list']({})).map((progress) => [progress.capture, progress.name])).toEqual([[capture, 'mine.txt']]);
    stop.cancel();
    await ended;
    expect(readdirSync(temporary)).toEqual([]);
    await expect(engine['captures.list']({})).rejects.toMatchObject({ code: 'connection-lost' });
  });

  it.each([
    { root: 'missing', code: 'file-not-found' },
    { root: 'named.txt', code: 'file-not-readable' },
  ])('tells that $root is no root: $code', async ({ root: name, code }) => {
    ended = Promise.resolve();
    const run = runServer({ root: join(folder, name), files: [], open: false, signal: stop, onListening: () => {} });
    await expect(run).rejects.toMatchObject({ code });
  });
});
