import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const CACHE = fileURLToPath(new URL('../.cache/workers/', import.meta.url));

/** Bundles a worker's entry, given by its name in this folder, to one script; Node starts no TypeScript in a thread. Returns the script's path. */
export async function bundleWorker(name: string): Promise<string> {
  const outDir = join(CACHE, `${name}-${process.pid}`);
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)),
      target: 'node20',
      outDir,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  });
  return join(outDir, 'worker.mjs');
}
