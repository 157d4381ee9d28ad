import { join } from 'node:path';
import { applicationFolder } from '../platform/application-folder';
import { EngineHost } from '../platform/engine-host';
import type { SessionHostOptions } from '../platform/session-host';
import { reserveTemporaryFolder } from '../platform/temporary-folder';
import { CHANNEL } from '../shared/rpc/transport';
import type { Engine } from './environment';

/** Where electron-vite puts the engine's thread. */
const ENGINE_SCRIPT = join(applicationFolder, 'out', 'main', 'engine-worker.js');

/**
 * Starts the engine in a thread of its own; it may read every file that the user may, and standard input. The contract and the client, which take
 * as long to load as the thread takes to start, are loaded meanwhile.
 */
export async function startEngineThread(): Promise<Engine> {
  const options: SessionHostOptions = { root: null, allowedFiles: [], standardInput: true, temporaryFolder: reserveTemporaryFolder() };
  const host = new EngineHost({ script: ENGINE_SCRIPT, workerData: options });
  const death = new Promise<Error>((resolve) => host.onDeath(resolve));
  const transport = host.connect();
  const [{ engineContract }, { createClient }] = await Promise.all([import('../shared/contract/methods'), import('../shared/rpc/client')]);
  return {
    client: createClient(engineContract, transport, CHANNEL.engine),
    death,
    close: async () => {
      transport.close();
      await host.dispose();
    },
  };
}
