import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { cookieName } from '../../../src/server/access';
import { type RunningServer, startServer } from '../../../src/server/server';
import type { Transport } from '../../../src/shared/rpc/transport';

let folder: string;
let temporaryFolder: string;
let server: RunningServer;
let host: string;
let cookie: string;
const pages: Transport[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
  temporaryFolder = join(folder, 'temporary');
  const pageFolder = join(folder, 'page');
  mkdirSync(join(pageFolder, 'assets'), { recursive: true });
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>the page</title>');
  writeFileSync(join(pageFolder, 'assets', 'script.js'), '1;');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  server = await startServer({ port: 0, pageFolder, temporaryFolder, onPage: (page) => pages.push(page) });
  host = `127.0.0.1:${server.port}`;
  cookie = `${cookieName(server.port)}=${server.token}`;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Uint8Array,
  onRequest?: (sent: ClientRequest) => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    if (onRequest === undefined) sent.end(body);
    else onRequest(sent);
  });
}

describe('who is let in', () => {
  it('a browser with the token in its address: gets a cookie that scripts and other sites cannot use, and the address without it', async () => {
    expect(server.url).toBe(`http://${host}/?token=${server.token}`);
    const answer = await send('GET', `/?token=${server.token}`, { host });
    expect([answer.status, answer.headers.location]).toEqual([303, '/']);
    expect(answer.headers['set-cookie']).toEqual([`${cookie}; HttpOnly; SameSite=Strict; Path=/`]);
    expect((await send('GET', '/', { host, cookie })).body).toContain('the page');
  });

  const ROWS = [
    { name: 'no token', method: 'GET', path: '/', headers: {}, status: 403 },
    { name: 'no token, a file', method: 'GET', path: '/assets/script.js', headers: {}, status: 403 },
    { name: 'no token, a missing file', method: 'GET', path: '/missing', headers: {}, status: 403 },
    { name: 'a wrong token', method: 'GET', path: '/?token=wrong', headers: {}, status: 403 },
    { name: 'two tokens', method: 'GET', path: '/?token=wrong&token=wrong', headers: {}, status: 403 },
    { name: 'a wrong cookie', method: 'GET', path: '/', headers: { cookie: 'COOKIE-OF-ANOTHER' }, status: 403 },
    { name: 'a foreign name for this machine', method: 'GET', path: '/', headers: { cookie: 'GOOD', host: 'evil.example' }, status: 403 },
    { name: 'a foreign name, with the token', method: 'GET', path: '/?token=TOKEN', headers: { host: 'evil.example' }, status: 403 },
    { name: 'a foreign origin', method: 'GET', path: '/', headers: { cookie: 'GOOD', origin: 'http://evil.example' }, status: 403 },
    { name: 'an upload without origin', method: 'POST', path: '/upload', headers: { cookie: 'GOOD' }, status: 403 },
    {
      name: 'an upload of a foreign origin',
      method: 'POST',
      path: '/upload',
      headers: { cookie: 'GOOD', origin: 'http://evil.example' },
      status: 403,
    },
    { name: 'a method that nothing takes', method: 'DELETE', path: '/', headers: { cookie: 'GOOD', origin: 'OWN' }, status: 404 },
    { name: 'another name of this machine', method: 'GET', path: '/', headers: { cookie: 'GOOD', host: 'localhost:9000' }, status: 200 },
  ];
  it.each(ROWS)('$name: $status', async ({ method, path, headers, status }) => {
    const filled = { host, ...headers } as Record<string, string>;
    if (filled.cookie === 'GOOD') filled.cookie = cookie;
    if (filled.origin === 'OWN') filled.origin = `http://${host}`;
    const answer = await send(method, path.replace('TOKEN', server.token), filled);
    expect(answer.status).toBe(status);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('only over the loopback interface', async () => {
    const answer = connect({ host: '127.0.0.2', port: server.port });
    const outcome = await new Promise((resolve) => answer.on('connect', () => resolve('connected')).on('error', () => resolve('refused')));
    answer.destroy();
    expect(outcome).toBe('refused');
  });

  it('sends its security headers with every answer, refusals and missing files included', async () => {
    for (const [path, headers] of [
      ['/', { host, cookie }],
      ['/', { host }],
      ['/missing', { host, cookie }],
    ] as const) {
      const answer = await send('GET', path, headers);
      expect(answer.headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
    }
  });
});

describe('files', () => {
  it.each(['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/../../secret.txt', '/..%5csecret.txt', '//etc/hosts', '/%00'])(
    'nothing outside the page: %s',
    async (path) => {
      const answer = await send('GET', path, { host, cookie });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toContain('secret\n');
      expect(answer.body).not.toBe('secret');
    },
  );
});

describe('WebSockets', () => {
  const outcome = (headers: Record<string, string>, origin?: string): Promise<number | 'open'> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers, ...(origin !== undefined && { origin }) });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', reject);
      socket.on('open', () => {
        socket.close();
        resolve('open');
      });
    });

  it('open for our page alone', async () => {
    expect(await outcome({ cookie }, `http://${host}`)).toBe('open');
    expect(await outcome({}, `http://${host}`)).toBe(403);
    expect(await outcome({ cookie })).toBe(403);
    expect(await outcome({ cookie }, 'http://evil.example')).toBe(403);
    expect(await outcome({ cookie, host: 'evil.example' }, 'http://evil.example')).toBe(403);
  });

  it('are closed when they carry text', async () => {
    const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie }, origin: `http://${host}` });
    await new Promise<void>((resolve) => socket.on('open', resolve));
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.send('text');
    expect(await closed).toBe(1003);
  });

  it('are not read from while their page does not read', async () => {
    const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie }, origin: `http://${host}` });
    await new Promise<void>((resolve) => socket.on('open', resolve));
    const page = pages.at(-1) as Transport;
    let received = 0;
    page.onMessage(() => received++);
    socket.pause();
    for (let i = 0; i < 24; i++) page.send(new Uint8Array(1 << 20));
    await delay(50);
    for (let i = 0; i < 10; i++) socket.send(new Uint8Array([0, 1]));
    await delay(100);
    expect(received).toBe(0);
    socket.resume();
    await expect.poll(() => received).toBe(10);
    socket.terminate();
  });
});

describe('uploads', () => {
  const headers = (): Record<string, string> => ({ host, cookie, origin: `http://${host}`, 'content-type': 'application/octet-stream' });

  it('become private files', async () => {
    const body = Buffer.alloc(3 << 20, 7);
    const answer = await send('POST', '/upload', headers(), body);
    expect(answer.status).toBe(200);
    const { upload } = JSON.parse(answer.body) as { upload: string };
    const path = join(temporaryFolder, upload);
    expect(readFileSync(path).equals(body)).toBe(true);
    expect([statSync(path).mode & 0o777, statSync(temporaryFolder).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it('larger than the free disk are refused before they are sent', async () => {
    const answer = await send('POST', '/upload', { ...headers(), 'content-length': String(2 ** 52) }, undefined, (sent) => sent.flushHeaders());
    expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([507, 'disk-full']);
  });

  it('that break off leave nothing', async () => {
    const before = existsSync(temporaryFolder) ? readdirSync(temporaryFolder).length : 0;
    const answer = send('POST', '/upload', { ...headers(), 'content-length': '1000000' }, undefined, (sent) => {
      sent.write(new Uint8Array(1000));
      setTimeout(() => sent.destroy(), 50);
    });
    await expect(answer).rejects.toThrow();
    await expect.poll(() => readdirSync(temporaryFolder).length).toBe(before);
  });

  it('of another type are refused', async () => {
    expect((await send('POST', '/upload', { ...headers(), 'content-type': 'text/plain' }, Buffer.from('a'))).status).toBe(415);
  });
});

describe('the port', () => {
  it('that is taken is told', async () => {
    const second = startServer({ port: server.port, pageFolder: folder, temporaryFolder, onPage: () => {} });
    await expect(second).rejects.toMatchObject({ code: 'port-not-available', data: { port: server.port, reason: 'EADDRINUSE' } });
  });
});

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
