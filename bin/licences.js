// npm run licences: writes resources/licences.json, what About shows.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { projectFolder } from './build.js';
import { shippedPackages } from './shipped-packages.js';

const licences = shippedPackages().map(({ name, version, licence }) => ({ name, version, licence }));
writeFileSync(join(projectFolder, 'resources', 'licences.json'), `${JSON.stringify({ licences }, null, 2)}\n`);
process.stdout.write(`${licences.length} packages\n`);
