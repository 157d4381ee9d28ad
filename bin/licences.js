// npm run licences: writes resources/licences.json, what About shows. Every package that runs with TCPulse, those inside the built page included.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Development dependencies that are part of what is shipped: the page's libraries and the desktop shell. */
const SHIPPED = [
  'electron',
  'react',
  'react-dom',
  '@blueprintjs/core',
  '@blueprintjs/icons',
  '@tanstack/react-virtual',
  'react-resizable-panels',
  'zustand',
  'echarts',
];

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Folder of a package as Node finds it from another; null where it is not installed (an optional one). */
function find(name, from) {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return path;
    if (at === dirname(at)) return null;
  }
}

const found = new Map();
function collect(name, from) {
  const path = find(name, from);
  if (path === null) return;
  const description = read(join(path, 'package.json'));
  const key = `${name} ${description.version}`;
  if (found.has(key)) return;
  // Old packages have a list of objects instead of a name.
  const stated = description.license ?? description.licenses?.[0];
  const licence = typeof stated === 'string' ? stated : (stated?.type ?? 'see the package');
  found.set(key, { name, version: description.version, licence });
  // What Electron's package needs to fetch its binary is not shipped.
  if (name === 'electron') return;
  for (const dependency of Object.keys(description.dependencies ?? {})) if (!dependency.startsWith('@types/')) collect(dependency, path);
}

const own = read(join(folder, 'package.json'));
for (const name of [...Object.keys(own.dependencies), ...Object.keys(own.optionalDependencies), ...SHIPPED]) collect(name, folder);
const licences = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
writeFileSync(join(folder, 'resources', 'licences.json'), `${JSON.stringify({ licences }, null, 2)}\n`);
process.stdout.write(`${licences.length} packages\n`);
