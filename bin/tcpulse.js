#!/usr/bin/env node
// Runs the built command line; says how to build it when it is not there.
import { createRequire } from 'node:module';

const OLDEST_NODE = [20, 19];
const COMMAND_NOT_FOUND = 127;

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(`tcpulse: Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.\n`);
  process.exit(COMMAND_NOT_FOUND);
}

// Loaded by `require`: an import of a module of Node looks at all that it has (of `process`, its standard streams), which loads more than is needed.
const load = createRequire(import.meta.url);
const cli = load('node:path').join(import.meta.dirname, '..', 'out', 'main', 'cli.js');
if (!load('node:fs').existsSync(cli)) {
  process.stderr.write('tcpulse: not built yet: run `npm ci && npm run build` in its folder first.\n');
  process.exit(COMMAND_NOT_FOUND);
}
load(cli);
