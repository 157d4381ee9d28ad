import { MediumTransport, type Transport } from '../shared/rpc/transport';

/** What is used of the `ws` package's WebSocket. */
export interface PageSocket {
  readonly bufferedAmount: number;
  send(data: Uint8Array, done: () => void): void;
  pause(): void;
  resume(): void;
  close(code?: number): void;
  terminate(): void;
  on(event: 'message', listener: (data: Uint8Array, isBinary: boolean) => void): void;
  on(event: 'close' | 'error', listener: () => void): void;
}

/** Above this nothing more is read from a page: no call and no credit, so that what is still to be sent to it is bounded. */
const HIGH_WATER_BYTES = 8 * 1024 * 1024;
const LOW_WATER_BYTES = 1024 * 1024;
/** A page that does not read yet has this much to come is not worth the memory. */
const LIMIT_BYTES = 256 * 1024 * 1024;
/** RFC 6455 section 7.4.1: data of a type that cannot be accepted. */
const UNSUPPORTED_DATA = 1003;

/** Frames over the server's end of a WebSocket; a page that reads slowly is not read from until it has caught up. */
export function pageSocketTransport(socket: PageSocket): Transport {
  let paused = false;
  const resumeWhenDrained = (): void => {
    if (!paused || socket.bufferedAmount > LOW_WATER_BYTES) return;
    paused = false;
    socket.resume();
  };
  const transport = new MediumTransport({
    send: (bytes) => {
      socket.send(bytes, resumeWhenDrained);
      if (socket.bufferedAmount > LIMIT_BYTES) socket.terminate();
      else if (!paused && socket.bufferedAmount > HIGH_WATER_BYTES) {
        paused = true;
        socket.pause();
      }
    },
    close: () => socket.close(),
  });
  socket.on('message', (data, isBinary) => {
    // A copy: the socket's buffer is shared, while a frame belongs to whom it is delivered to.
    if (isBinary) transport.deliver(new Uint8Array(data));
    else socket.close(UNSUPPORTED_DATA);
  });
  socket.on('close', () => transport.lost());
  socket.on('error', () => transport.lost());
  return transport;
}
