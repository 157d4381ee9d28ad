import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Small and pure: inside the bundle they load in one read, which is most of what starting the command costs. The rest is found in node_modules. */
const BUNDLED = ['commander', 'fzstd', 'i18next', 'msgpackr', 'zod'];

/** The command line runs on Node 20, whatever Node Electron brings. */
const TARGET = 'node20';

export default defineConfig({
  main: {
    build: {
      target: TARGET,
      /** Half the bytes that every start of the command parses. */
      minify: true,
      externalizeDeps: { exclude: BUNDLED },
      rollupOptions: {
        input: {
          main: 'src/main/main.ts',
          cli: 'src/cli/cli.ts',
          'engine-worker': 'src/platform/engine-worker.ts',
          recorder: 'src/platform/live/recorder-process.ts',
          'cap-agent': 'src/platform/live/cap-agent.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: { build: { rollupOptions: { input: { preload: 'src/preload/preload.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } } } },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    /** By this name alone Blueprint knows that it need not check the properties of each component it mounts, nor tell about old ones. */
    define: { NODE_ENV: '"production"' },
    build: { minify: true, chunkSizeWarningLimit: 2000, rollupOptions: { input: { index: 'src/renderer/index.html' } } },
  },
});
