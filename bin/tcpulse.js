#!/usr/bin/env node
// Runs the built command line; says how to build it when it is not there.
import { existsSync } from 'node:fs';
import process from 'node:process';

const OLDEST_NODE = [20, 19];
const COMMAND_NOT_FOUND = 127;

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(`tcpulse: Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.\n`);
  process.exit(COMMAND_NOT_FOUND);
}

const cli = new URL('../out/main/cli.js', import.meta.url);
if (!existsSync(cli)) {
  process.stderr.write('tcpulse: not built yet: run `npm ci && npm run build` in its folder first.\n');
  process.exit(COMMAND_NOT_FOUND);
}
await import(cli.href);
