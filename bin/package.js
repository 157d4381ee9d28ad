#!/usr/bin/env node
// npm run package: builds the application and packs it for this system; what is given after `--` goes to electron-builder.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { buildWhenStale, projectFolder } from './build.js';
import { fetchElectron, findElectron } from './electron.js';
import { licenceTexts } from './shipped-packages.js';

const MISSING = 3;

const reason = findElectron() === null ? await fetchElectron() : null;
const electron = findElectron();
if (electron === null) {
  process.stderr.write(
    [
      `Electron's binary is missing (${reason ?? 'it could not be fetched'}), so nothing can be packed.`,
      'Fetch it where there is a way to the download host (node node_modules/electron/install.js), or name a mirror in ELECTRON_MIRROR,',
      'or copy node_modules/electron/dist and node_modules/electron/path.txt from a machine of the same system, then run npm run package again.',
      '',
    ].join('\n'),
  );
  process.exit(MISSING);
}
buildWhenStale();
writeFileSync(join(projectFolder, 'out', 'licences.txt'), licenceTexts());
const builder = join(projectFolder, 'node_modules', 'electron-builder', 'cli.js');
const dist = process.platform === 'darwin' ? join(dirname(electron), '..', '..', '..') : dirname(electron);
const options = ['--config', 'electron-builder.config.js', `-c.electronDist=${dist}`, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, [builder, ...options], { cwd: projectFolder, stdio: 'inherit' });
process.exit(status ?? 1);
