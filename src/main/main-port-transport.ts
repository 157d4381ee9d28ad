import type { MessagePortMain } from 'electron';
import { MediumTransport, type Transport } from '../shared/rpc/transport';

/** Frames over Electron's message port of the main process, which copies them. */
export function mainPortTransport(port: MessagePortMain): Transport {
  const transport = new MediumTransport({ send: (bytes) => port.postMessage(bytes), close: () => port.close() });
  port.on('message', ({ data }) => {
    if (data instanceof Uint8Array) transport.deliver(data);
  });
  port.on('close', () => transport.lost());
  port.start();
  return transport;
}
