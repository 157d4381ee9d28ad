import { MediumTransport, type Transport } from './transport';

/** What a page's WebSocket and the `ws` package's have in common. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  send(data: Uint8Array): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  close(): void;
}

const CONNECTING = 0;
const OPEN = 1;

/** Frames over a WebSocket, one binary message each. What is sent before it is open is sent when it opens. */
export function webSocketTransport(socket: WebSocketLike): Transport {
  socket.binaryType = 'arraybuffer';
  const waiting: Uint8Array[] = [];
  const transport = new MediumTransport({
    send: (bytes) => {
      if (socket.readyState === OPEN) socket.send(bytes);
      else if (socket.readyState === CONNECTING) waiting.push(bytes);
    },
    close: () => socket.close(),
  });
  socket.addEventListener('open', () => {
    for (const bytes of waiting.splice(0)) socket.send(bytes);
  });
  socket.addEventListener('message', (event) => {
    if (event.data instanceof ArrayBuffer) transport.deliver(new Uint8Array(event.data));
  });
  socket.addEventListener('close', () => transport.lost());
  return transport;
}
