import type { AddressInfo, Socket } from 'node:net';
import type { Readable } from 'node:stream';
import fastifyStatic from '@fastify/static';
import fastifyWebSocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { SECURITY_HEADERS } from '../shared/contract/content-security';
import { AppError } from '../shared/contract/errors';
import type { Transport } from '../shared/rpc/transport';
import { cookieName, cookieValue, createToken, isLoopbackHost, isOwnOrigin, isToken } from './access';
import { pageSocketTransport } from './page-socket';
import { receiveUpload } from './uploads';

const LOOPBACK_ADDRESS = '127.0.0.1';
/** The largest thing that a page sends in one message is pasted text. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

export interface ServerOptions {
  /** 0: any free one. */
  readonly port: number;
  /** The built page. */
  readonly pageFolder: string;
  /** Where uploads are kept until they are opened. */
  readonly temporaryFolder: string;
  /** Called for each page that connects. */
  readonly onPage: (page: Transport) => void;
}

export interface RunningServer {
  readonly port: number;
  readonly token: string;
  /** The address that lets a browser in. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the workbench on the loopback interface. Throws AppError `port-not-available`. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const token = createToken();
  const server = fastify({ forceCloseConnections: true, bodyLimit: Number.MAX_SAFE_INTEGER });
  const sockets = trackSockets(server);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/octet-stream', (_request, body, done) => done(null, body));
  server.addHook('onRequest', async (request, reply) => admit(request, reply, token));
  server.setErrorHandler((error, _request, reply) => sendError(reply, error));
  await server.register(fastifyWebSocket, { options: { maxPayload: MAX_MESSAGE_BYTES } });
  await server.register(fastifyStatic, { root: options.pageFolder, cacheControl: false });
  server.get('/rpc', { websocket: true }, (socket) => options.onPage(pageSocketTransport(socket)));
  server.post('/upload', async (request) => {
    const announced = request.headers['content-length'];
    return { upload: await receiveUpload(request.body as Readable, announced === undefined ? null : Number(announced), options.temporaryFolder) };
  });
  const port = await listen(server, options.port);
  return { port, token, url: `http://${LOOPBACK_ADDRESS}:${port}/?token=${token}`, close: () => close(server, sockets) };
}

async function listen(server: FastifyInstance, port: number): Promise<number> {
  try {
    await server.listen({ host: LOOPBACK_ADDRESS, port });
  } catch (error) {
    await server.close();
    throw new AppError('port-not-available', { port, reason: (error as NodeJS.ErrnoException).code ?? '' }, error);
  }
  return (server.server.address() as AddressInfo).port;
}

/** Fastify loses sight of connections that asked for an upgrade, granted or not: without this, one idle page would keep the server from ending. */
function trackSockets(server: FastifyInstance): Set<Socket> {
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}

/** Gives pages a moment to take their leave. */
const CLOSE_GRACE_MS = 200;

async function close(server: FastifyInstance, sockets: ReadonlySet<Socket>): Promise<void> {
  const timer = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, CLOSE_GRACE_MS);
  await server.close();
  clearTimeout(timer);
}

/** Every request passes here first, those for files that do not exist and WebSocket handshakes included. */
function admit(request: FastifyRequest, reply: FastifyReply, token: string): FastifyReply | undefined {
  reply.headers({ ...SECURITY_HEADERS, 'cache-control': 'no-store' });
  const { host, origin, cookie } = request.headers;
  if (!isLoopbackHost(host)) return refuse(reply);
  const { port } = request.server.server.address() as AddressInfo;
  const given = (request.query as { readonly token?: unknown }).token;
  if (request.method === 'GET' && request.url.startsWith('/?') && typeof given === 'string' && isToken(given, token)) {
    return reply.header('set-cookie', `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/`).redirect('/', 303);
  }
  if (!isToken(cookieValue(cookie, cookieName(port)) ?? '', token)) return refuse(reply);
  const changesSomething = request.method !== 'GET' && request.method !== 'HEAD';
  const needsOrigin = changesSomething || request.headers.upgrade !== undefined;
  if ((needsOrigin || origin !== undefined) && !isOwnOrigin(origin, host)) return refuse(reply);
  return undefined;
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(403).type('text/plain; charset=utf-8').send('Forbidden: open the address that TCPulse printed.\n');
}

const INSUFFICIENT_STORAGE = 507;

function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof AppError) {
    const status = error.code === 'disk-full' ? INSUFFICIENT_STORAGE : 400;
    // What is left of the body is not read.
    return reply
      .code(status)
      .header('connection', 'close')
      .send({ error: { code: error.code, data: error.data } });
  }
  const status = (error as { readonly statusCode?: number }).statusCode ?? 500;
  return reply.code(status).send({ error: { code: 'internal', data: {} } });
}
