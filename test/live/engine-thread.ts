/** The engine in a thread, as the window and the server have it, with temporary files in a folder of the test's own. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { workerPortTransport } from '../../src/platform/worker-port-transport';
import { engineContract } from '../../src/shared/contract/methods';
import { createClient } from '../../src/shared/rpc/client';
import type { Client } from '../../src/shared/rpc/handlers';
import { CHANNEL } from '../../src/shared/rpc/transport';

const SCRIPT = fileURLToPath(new URL('../../out/main/engine-worker.js', import.meta.url));

export class EngineThread {
  readonly client: Client<typeof engineContract>;
  readonly worker: Worker;
  readonly #transport;

  constructor(folder: string) {
    this.worker = new Worker(SCRIPT, {
      workerData: { root: null, allowedFiles: [], standardInput: false, temporaryFolder: join(folder, 'engine') },
      env: { ...process.env, TMPDIR: folder },
    });
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage({ kind: 'serve', port: port2 }, [port2]);
    this.#transport = workerPortTransport(port1);
    this.client = createClient(engineContract, this.#transport, CHANNEL.engine);
  }

  async end(): Promise<void> {
    this.#transport.close();
    await this.worker.terminate();
  }
}
