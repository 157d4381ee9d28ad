import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applicationFolder } from '../../../src/platform/application-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  copyFileSync(join(applicationFolder, 'bin', 'tcpulse.js'), join(folder, 'bin', 'tcpulse.js'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => spawnSync(process.execPath, [join(folder, 'bin', 'tcpulse.js'), ...args], { encoding: 'utf8' });

it('says how to build the command when it is not built', () => {
  const { status, stdout, stderr } = run('--version');
  expect([status, stdout, stderr]).toEqual([127, '', 'tcpulse: not built yet: run `npm ci && npm run build` in its folder first.\n']);
});

it('runs the built command with its arguments', () => {
  mkdirSync(join(folder, 'out', 'main'), { recursive: true });
  writeFileSync(join(folder, 'out', 'main', 'cli.js'), 'console.log(process.argv.slice(2).join()); process.exitCode = 4;');
  const { status, stdout } = run('analyze', 'a.pcap');
  expect([status, stdout]).toEqual([4, 'analyze,a.pcap\n']);
});
