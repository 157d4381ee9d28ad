import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of TCPulse's package.json, beside `resources` and `out`: the same whether this runs from source or built. */
export const applicationFolder = findUpwards(import.meta.dirname);

/** A built script that is run as a process of its own. Of a packaged application such scripts lie beside its archive (`asarUnpack`). */
export function scriptPath(name: string): string {
  return outsideArchive(join(applicationFolder, 'out', 'main', name));
}

/** Where electron-builder puts what is in `app.asar` and cannot be used from in there. */
export function outsideArchive(path: string): string {
  return path.replace(/([\\/]app\.asar)(?=[\\/])/, '$1.unpacked');
}

/** As package.json tells it. */
export function applicationVersion(): string {
  const description = JSON.parse(readFileSync(join(applicationFolder, 'package.json'), 'utf8')) as { readonly version: string };
  return description.version;
}

function findUpwards(folder: string): string {
  if (existsSync(join(folder, 'resources'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('package.json of TCPulse is missing');
  return findUpwards(parent);
}
