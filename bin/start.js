#!/usr/bin/env node
// npm start: builds what is missing, then opens the desktop window; where Electron cannot run, the same workbench in the browser.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { buildWhenStale, projectFolder } from './build.js';
import { fetchElectron, findElectron } from './electron.js';

const USAGE = `npm start [-- [options] [capture ...]]

  --browser      open in the browser, not in a window of its own; so do the options below
  --port N       the port to serve on (default: a free one)
  --root DIR     the folder whose files can be opened (default: your home)
  --no-open      print the address, do not open a browser
`;
const USAGE_ERROR = 2;

/** npm runs scripts in the project's folder; paths are meant from where the user stands. */
function fromUser(path) {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        browser: { type: 'boolean' },
        port: { type: 'string' },
        root: { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    process.exit(USAGE_ERROR);
  }
}

/** Path of Electron's binary; null, and a line that says why, when no window can be opened. */
async function electronForWindow() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    process.stderr.write('No display to open a window on: opening in browser mode.\n');
    return null;
  }
  const reason = findElectron() === null ? await fetchElectron() : null;
  if (reason === null) return findElectron();
  process.stderr.write(`Electron's binary is missing (${reason}): opening in browser mode.\n`);
  return null;
}

function openWindow(electron, paths) {
  const child = spawn(electron, [projectFolder, '--', ...paths], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}

async function serve({ port, root, 'no-open': noOpen }, paths) {
  const options = [
    ...(port === undefined ? [] : ['--port', port]),
    ...(root === undefined ? [] : ['--root', fromUser(root)]),
    ...(noOpen ? ['--no-open'] : []),
  ];
  process.argv = [process.argv[0], process.argv[1], 'serve', ...options, '--', ...paths];
  await import('../out/main/cli.js');
}

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(USAGE);
} else {
  buildWhenStale();
  const paths = positionals.map(fromUser);
  const inBrowser = values.browser || values['no-open'] || values.port !== undefined || values.root !== undefined;
  const electron = inBrowser ? null : await electronForWindow();
  if (electron === null) await serve(values, paths);
  else openWindow(electron, paths);
}
