import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import process from 'node:process';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/** Small and pure: inside the bundle they load in one read, which is most of what starting the command costs. The rest is found in node_modules. */
const BUNDLED = ['chevrotain', 'commander', 'fzstd', 'i18next', 'msgpackr', 'zod'];

/** The command line runs on Node 20, whatever Node Electron brings. */
const TARGET = 'node20';

/** A script of ASCII alone is read and kept as bytes; one character more makes it twice as long and ten times as slow to read. */
const inAscii = (code: string): string => code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A short capture with keep-alives: what an analysis of it runs, every analysis runs. */
const FIRST_RUN = ['bin/tcpulse.js', 'analyze', 'resources/samples/keepalive-peer-vanished.pcap', '--json'];

/**
 * The scripts of the main process, its threads and children are CommonJS, so that V8's code of them can be kept (src/platform/built-script.ts). It is
 * made by the first run of the command, and is of use to the Node that built it; without it, or with another Node, the command starts a little slower.
 */
const keptScripts: Plugin = {
  name: 'tcpulse:kept-scripts',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = inAscii(file.code);
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
  },
  closeBundle() {
    const environment = { ...process.env, NODE_OPTIONS: '' };
    const { status, stderr } = spawnSync(process.execPath, ['--require', './bin/keep-code.cjs', ...FIRST_RUN], {
      cwd: import.meta.dirname,
      env: environment,
      encoding: 'utf8',
    });
    if (status !== 0) this.warn(`the first run of the command failed, its code is not kept: ${stderr}`);
  },
};

const ENGINE = 'src/platform/engine.ts';
/** What follows the path of a module that is a copy. */
const COPY = '?engine';
const TYPES: Readonly<Record<string, 'ts' | 'json'>> = { '.ts': 'ts', '.json': 'json' };
/** Schemas alone, which do not mind whose they are: not copied, so that those which nothing else in the engine uses are not in its script. */
const WHOLE_CONTRACT = '/contract/methods';
/** Modules that the engine is made of when it starts: all but those that it imports when they are needed. */
const atStart = new Set<string>();

/**
 * Gives the engine's thread copies of its own of all that it shares with others: what it starts with is then one script, in which a call costs no look
 * into another script's exports.
 */
const engineAlone: Plugin = {
  name: 'tcpulse:engine-alone',
  enforce: 'pre',
  buildEnd() {
    const add = (id: string): void => {
      if (atStart.has(id)) return;
      atStart.add(id);
      for (const imported of this.getModuleInfo(id)?.importedIds ?? []) add(imported);
    };
    for (const id of this.getModuleIds()) if (id.endsWith(ENGINE)) add(id);
  },
  async resolveId(source, importer, options) {
    if (importer === undefined || !(importer.endsWith(COPY) || importer.endsWith(ENGINE)) || source.endsWith(WHOLE_CONTRACT)) return null;
    const found = await this.resolve(source, importer.replace(COPY, ''), { ...options, skipSelf: true });
    return found === null || found.external ? found : found.id + COPY;
  },
  load(id) {
    if (!id.endsWith(COPY)) return null;
    const path = id.slice(0, -COPY.length);
    return { code: readFileSync(path, 'utf8'), moduleType: TYPES[extname(path)] ?? 'js' };
  },
};

export default defineConfig({
  main: {
    plugins: [engineAlone, keptScripts],
    build: {
      target: TARGET,
      externalizeDeps: { exclude: BUNDLED },
      rollupOptions: {
        input: {
          main: 'src/main/main.ts',
          cli: 'src/cli/cli.ts',
          command: 'src/cli/command.ts',
          'built-script': 'src/platform/built-script.ts',
          'engine-worker': 'src/platform/engine-worker.ts',
          engine: ENGINE,
          recorder: 'src/platform/live/recorder-process.ts',
          'cap-agent': 'src/platform/live/cap-agent.ts',
        },
        output: {
          format: 'cjs',
          codeSplitting: { groups: [{ name: 'engine', test: (id) => atStart.has(id) }] },
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          /** Constants stay `const`, which compressing turns into `let` and Vite into `var`: V8 puts their values, and those of frozen tables, into its code. */
          topLevelVar: false,
          minify: { compress: false, mangle: true, codegen: true },
        },
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
