import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const CACHE = fileURLToPath(new URL('../.cache/scripts/', import.meta.url));

/** Bundles a TypeScript entry to one script that Node can start in a thread or a process. Returns the script's path. */
export async function bundleScript(entry: URL): Promise<string> {
  const outDir = join(CACHE, `${basename(entry.pathname, '.ts')}-${process.pid}`);
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(entry),
      target: 'node20',
      outDir,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: 'script.mjs' } },
    },
  });
  return join(outDir, 'script.mjs');
}
