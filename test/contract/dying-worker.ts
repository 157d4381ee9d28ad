/** An engine that takes its first byte of work to die of: 1 eats all memory, 2 throws, 3 leaves; anything else is sent back. */
import { parentPort } from 'node:worker_threads';
import type { EngineWorkerMessage } from '../../src/platform/engine-host';

parentPort?.on('message', (message: EngineWorkerMessage) => {
  if (message.kind === 'dispose') process.exit();
  const { port } = message;
  port.on('message', (bytes: Uint8Array) => {
    if (bytes[1] === 1) for (const eaten: unknown[] = []; ; ) eaten.push(new Array(1000).fill(eaten.length));
    if (bytes[1] === 2) throw new Error('a bug');
    if (bytes[1] === 3) process.exit(7);
    port.postMessage(bytes);
  });
});
