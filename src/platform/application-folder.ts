import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of TCPulse's package.json, beside `resources` and `out`: the same whether this runs from source or built. */
export const applicationFolder = findUpwards(dirname(fileURLToPath(import.meta.url)));

/** As package.json tells it. */
export function applicationVersion(): string {
  const description = JSON.parse(readFileSync(join(applicationFolder, 'package.json'), 'utf8')) as { readonly version: string };
  return description.version;
}

function findUpwards(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('package.json of TCPulse is missing');
  return findUpwards(parent);
}
