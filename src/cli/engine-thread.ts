import { join } from 'node:path';
import { applicationFolder } from '../platform/application-folder';
import { EngineHost } from '../platform/engine-host';
import type { SessionHostOptions } from '../platform/session-host';
import { reserveTemporaryFolder } from '../platform/temporary-folder';
import type { Transport } from '../shared/rpc/transport';

/** Where electron-vite puts the engine's thread. */
const ENGINE_SCRIPT = join(applicationFolder, 'out', 'main', 'engine-worker.js');

/** The engine in a thread of its own, before a client speaks to it. */
export interface EngineThread {
  readonly transport: Transport;
  /** Resolves with the reason when the engine dies. */
  readonly death: Promise<Error>;
  close(): Promise<void>;
}

/** Starts the engine's thread; it may read every file that the user may, and standard input. */
export function startEngineThread(): EngineThread {
  const options: SessionHostOptions = { root: null, allowedFiles: [], standardInput: true, temporaryFolder: reserveTemporaryFolder() };
  const host = new EngineHost({ script: ENGINE_SCRIPT, workerData: options });
  const death = new Promise<Error>((resolve) => host.onDeath(resolve));
  const transport = host.connect();
  return {
    transport,
    death,
    close: async () => {
      transport.close();
      await host.dispose();
    },
  };
}
