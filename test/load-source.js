/** Loads TypeScript modules of this repository as they are, so that a measurement can use the real client and generators. */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/**
 * @template T
 * @param {readonly string[]} paths from the repository's root, e.g. `src/shared/rpc/client.ts`
 * @param {(...modules: any[]) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withSource(paths, use) {
  const vite = await createServer({
    root: ROOT,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    return await use(...(await Promise.all(paths.map((path) => vite.ssrLoadModule(`/${path}`)))));
  } finally {
    await vite.close();
  }
}
