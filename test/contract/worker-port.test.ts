import { afterAll, beforeAll } from 'vitest';
import { EngineHost } from '../../src/platform/engine-host';
import { bundleScript } from './bundle-script';
import { transportSuite } from './transport-suite';

let script: string;
const hosts: EngineHost[] = [];
beforeAll(async () => {
  script = await bundleScript(new URL('./trial-worker.ts', import.meta.url));
});
afterAll(() => Promise.all(hosts.map((host) => host.dispose())));

transportSuite('a port of the engine thread', async () => {
  const host = new EngineHost({ script, workerData: null });
  hosts.push(host);
  const transport = host.connect();
  return {
    transport,
    breakOff: () => host.dispose(),
    dispose: () => {
      transport.close();
      return host.dispose();
    },
  };
});
