import { engineContract, shellContract } from '../../shared/contract/methods';
import { PORT_MESSAGE_TYPE } from '../../shared/contract/page-port';
import { createClient } from '../../shared/rpc/client';
import { portTransport } from '../../shared/rpc/port-transport';
import { CHANNEL, type Transport } from '../../shared/rpc/transport';
import { type WebSocketLike, webSocketTransport } from '../../shared/rpc/web-socket-transport';
import type { Connection } from './connection';

/** Electron's page is loaded from a file or its own scheme; only browser mode is served over http. */
const inBrowserMode = window.location.protocol.startsWith('http') && !navigator.userAgent.includes('Electron');

// Registered while the page loads: the preload posts its port as soon as there is one.
const port: Promise<MessagePort> | null = inBrowserMode ? null : receivePort();

function receivePort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    const listener = (event: MessageEvent): void => {
      if (event.source !== window || (event.data as { type?: unknown } | null)?.type !== PORT_MESSAGE_TYPE) return;
      const received = event.ports[0];
      if (!received) return;
      window.removeEventListener('message', listener);
      resolve(received);
    };
    window.addEventListener('message', listener);
  });
}

function openWebSocket(): Transport {
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  // The page's typings allow no shared memory in `send`; frames never lie in any.
  return webSocketTransport(new WebSocket(`${scheme}://${window.location.host}/rpc`) as WebSocketLike);
}

/** Joins the page to its engine and shell: over the preload's port in Electron, over a WebSocket of the same origin in browser mode. */
export async function connect(): Promise<Connection> {
  const transport = port ? portTransport(await port) : openWebSocket();
  return {
    engine: createClient(engineContract, transport, CHANNEL.engine),
    shell: createClient(shellContract, transport, CHANNEL.shell),
    onLost: (listener) => transport.onClose(listener),
  };
}
