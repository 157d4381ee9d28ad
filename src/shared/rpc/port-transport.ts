import { MediumTransport, type Transport } from './transport';

/** What is used of a page's MessagePort. */
export interface PortLike {
  postMessage(message: Uint8Array, transfer: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}

/** Frames over a message port; the memory of a frame moves, it is not copied. */
export function portTransport(port: PortLike): Transport {
  const transport = new MediumTransport({
    send: (bytes) =>
      port.postMessage(bytes, bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : []),
    close: () => port.close(),
  });
  port.addEventListener('message', (event) => {
    if (event.data instanceof Uint8Array) transport.deliver(event.data);
  });
  port.addEventListener('close', () => transport.lost());
  port.start();
  return transport;
}
