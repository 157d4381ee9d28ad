// Builds the workbench when what was built is missing or older than what it is built from.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

const SOURCES = ['src', 'package.json', 'electron.vite.config.ts', 'bin/keep-code.cjs'];
const RESULTS = [
  'out/main/main.js',
  'out/main/cli.js',
  'out/main/command.js',
  'out/main/engine-worker.js',
  'out/main/engine.js',
  'out/main/recorder.js',
  'out/main/cap-agent.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];

/** Exits when the build fails, with what it printed. */
export function buildWhenStale() {
  if (!isStale()) return;
  process.stderr.write('Building TCPulse ...\n');
  const script = join(projectFolder, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [script, 'build'], { cwd: projectFolder, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}\nThe build failed. Are the dependencies installed (npm ci)?\n`);
  process.exit(1);
}

function isStale() {
  const built = RESULTS.map((path) => modifiedMs(join(projectFolder, path)));
  return Math.min(...built) < Math.max(...SOURCES.map((path) => newestMs(join(projectFolder, path))));
}

/** 0 when there is no such file. */
function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Of a folder: of all in it; its own time tells of files that were removed. */
function newestMs(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}
