// Every package that runs with TCPulse, those inside the built page included.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from './build.js';

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
/** What packages call their licence, and what a licence asks to be passed on with it. */
const LICENCE_FILE = /^(licen[cs]e|copying|notice|unlicense)\b/i;

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** `{ name, version, licence, folder }` of each, by name; those that are not installed (optional ones) are left out. */
export function shippedPackages() {
  const found = new Map();
  const own = read(join(projectFolder, 'package.json'));
  for (const name of [...Object.keys(own.dependencies), ...Object.keys(own.optionalDependencies), ...SHIPPED]) collect(found, name, projectFolder);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function collect(found, name, from) {
  const folder = find(name, from);
  if (folder === null) return;
  const description = read(join(folder, 'package.json'));
  const key = `${name} ${description.version}`;
  if (found.has(key)) return;
  // Old packages have a list of objects instead of a name.
  const stated = description.license ?? description.licenses?.[0];
  const licence = typeof stated === 'string' ? stated : (stated?.type ?? 'see the package');
  found.set(key, { name, version: description.version, licence, folder });
  // What Electron's package needs to fetch its binary is not shipped.
  if (name === 'electron') return;
  for (const dependency of Object.keys(description.dependencies ?? {})) if (!dependency.startsWith('@types/')) collect(found, dependency, folder);
}

/** Folder of a package as Node finds it from another; null where it is not installed. */
function find(name, from) {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return path;
    if (at === dirname(at)) return null;
  }
}

/** The licences of all shipped packages in their own words, to be handed on with an application that holds the packages. */
export function licenceTexts() {
  const parts = shippedPackages().map(({ name, version, licence, folder }) => {
    const texts = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
      .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim());
    if (texts.length === 0) texts.push(`Licence: ${licence}. The package has no text of it.`);
    return [`${name} ${version}`, ...texts].join('\n\n');
  });
  return `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
