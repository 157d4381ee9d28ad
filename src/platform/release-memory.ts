import { MessageChannel } from 'node:worker_threads';

/** Where memory goes to be freed: what is moved to a port whose other end is closed is dropped. */
let nowhere: MessageChannel['port1'] | null = null;

/**
 * Frees the memory of bytes that nobody needs any more, at once: the garbage collector knows little of the size of what it does not hold itself, and
 * lets tens of megabytes of it stand. All views of the same buffer are empty afterwards.
 */
export function releaseMemory(bytes: Uint8Array): void {
  if (!(bytes.buffer instanceof ArrayBuffer)) return;
  if (nowhere === null) {
    const { port1, port2 } = new MessageChannel();
    port2.close();
    port1.unref();
    nowhere = port1;
  }
  nowhere.postMessage(null, [bytes.buffer]);
}
