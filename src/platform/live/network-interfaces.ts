/** What Linux tells of the network interfaces of this process's own namespace. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the namespace that the process is in. */
const DEVICES_FILE = '/proc/net/dev';
/** One folder an interface, and beside them files of drivers (`bonding_masters`). */
export const SYSTEM_FOLDER = '/sys/class/net';

/** Names of the interfaces that there are. */
export function interfaceNames(devices: string = DEVICES_FILE): string[] {
  return readFileSync(devices, 'utf8')
    .split('\n')
    .flatMap((line) => /^\s*([^\s:]+):/.exec(line)?.[1] ?? []);
}

/** Whether there is an interface of this name; true where the system does not tell. */
export function hasInterface(name: string): boolean {
  try {
    return interfaceNames().includes(name);
  } catch {
    return true;
  }
}

/**
 * A number of SYSTEM_FOLDER/NAME. Null: it is not told. The folder is of the namespace it was mounted in, which after `nsenter --net` is another one:
 * then it tells nothing of ours, though a name may be there as well.
 */
export function interfaceFact(name: string, fact: 'flags' | 'type', devices: string = DEVICES_FILE, folder: string = SYSTEM_FOLDER): number | null {
  try {
    const ours = interfaceNames(devices).sort().join();
    const isOurs = ours === interfacesIn(folder).sort().join();
    return isOurs ? Number(readFileSync(join(folder, name, fact), 'utf8').trim()) : null;
  } catch {
    return null;
  }
}

export function interfacesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isFile())
    .map(({ name }) => name);
}
