// Finds Electron's binary, which its package fetches on first use, and fetches it in bounded time.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { projectFolder } from './build.js';

const packageFolder = join(projectFolder, 'node_modules', 'electron');
const FETCH_TIMEOUT_MS = 20_000;

/** Path of the binary; null when it is not there. */
export function findElectron() {
  const pathFile = join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist'), readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : null;
}

/** Why Electron cannot be used, in a few words; null when it was fetched. */
export async function fetchElectron() {
  const install = join(packageFolder, 'install.js');
  if (!existsSync(install)) return 'the package electron is not installed';
  return await new Promise((resolve) => {
    const child = spawn(process.execPath, [install], { stdio: 'ignore' });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(`not fetched within ${FETCH_TIMEOUT_MS / 1000} s`);
    }, FETCH_TIMEOUT_MS);
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0 && findElectron() !== null ? null : 'it could not be fetched');
    });
  });
}
