// npm test: runs everything that can run here, and ends with what could not and how to get it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { buildWhenStale, projectFolder } from '../bin/build.js';
import { installMissing, mayInstall } from './suite/requirements.js';
import { summarize } from './suite/summary.js';

if (mayInstall()) installMissing();
rmSync(join(projectFolder, 'test', '.cache', 'scripts'), { recursive: true, force: true });
buildWhenStale();

const folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-run-'));
const report = join(folder, 'report.json');
const vitest = join(projectFolder, 'node_modules', 'vitest', 'vitest.mjs');
const options = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)];
try {
  const { status } = spawnSync(process.execPath, [vitest, ...options], { cwd: projectFolder, stdio: 'inherit' });
  if (!existsSync(report)) throw new Error('vitest ended before it could report');
  const { failed, lines } = summarize(report);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = failed > 0 ? 1 : (status ?? 1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
