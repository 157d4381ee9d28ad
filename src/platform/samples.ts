import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { applicationFolder } from './application-folder';

export interface Sample {
  /** Name of the file in resources/samples. */
  readonly id: string;
  readonly bytes: number;
}

/** The sample captures that come with TCPulse, by name; none when the folder is missing. */
export function listSamples(folder: string = samplesFolder()): Sample[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => !name.startsWith('.') && !name.endsWith('.md'))
    .sort()
    .map((id) => ({ id, status: statSync(join(folder, id)) }))
    .filter(({ status }) => status.isFile())
    .map(({ id, status }) => ({ id, bytes: status.size }));
}

export function samplesFolder(): string {
  return join(applicationFolder, 'resources', 'samples');
}
