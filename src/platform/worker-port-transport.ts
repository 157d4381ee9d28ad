import type { MessagePort } from 'node:worker_threads';
import { MediumTransport, type Transport } from '../shared/rpc/transport';

/** Frames between threads; the memory of a frame moves, it is not copied. */
export function workerPortTransport(port: MessagePort): Transport {
  const transport = new MediumTransport({
    send: (bytes) => {
      const alone = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
      port.postMessage(bytes, alone ? [bytes.buffer as ArrayBuffer] : []);
    },
    close: () => port.close(),
  });
  port.on('message', (bytes: unknown) => {
    if (bytes instanceof Uint8Array) transport.deliver(bytes);
  });
  port.on('close', () => transport.lost());
  return transport;
}
