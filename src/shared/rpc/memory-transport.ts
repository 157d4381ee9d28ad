import { MediumTransport, type Transport } from './transport';

/** Two ends in one process. Frames arrive in a later microtask, as they would from another thread. */
export function memoryTransportPair(): readonly [Transport, Transport] {
  const connect = (peer: () => MediumTransport): MediumTransport =>
    new MediumTransport({
      send: (bytes) => void Promise.resolve().then(() => peer().deliver(bytes)),
      close: () => void Promise.resolve().then(() => peer().lost()),
    });
  const left: MediumTransport = connect(() => right);
  const right: MediumTransport = connect(() => left);
  return [left, right];
}
