import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          main: 'src/main/main.ts',
          cli: 'src/cli/cli.ts',
          'engine-worker': 'src/platform/engine-worker.ts',
        },
        output: { format: 'es' },
      },
    },
  },
  preload: { build: { rollupOptions: { input: { preload: 'src/preload/preload.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } } } },
  renderer: { root: 'src/renderer', plugins: [react()], build: { rollupOptions: { input: { index: 'src/renderer/index.html' } } } },
});
