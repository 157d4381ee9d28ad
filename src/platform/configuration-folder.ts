import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** Where this user's settings are kept, by the platform's convention (XDG Base Directory Specification; `Application Support`; `%APPDATA%`). */
export function configurationFolder(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32') return win32.join(environment.APPDATA ?? win32.join(home, 'AppData', 'Roaming'), 'TCPulse');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'TCPulse');
  const configured = environment.XDG_CONFIG_HOME;
  // The specification: relative paths are invalid and to be ignored.
  const base = configured !== undefined && posix.isAbsolute(configured) ? configured : posix.join(home, '.config');
  return posix.join(base, 'tcpulse');
}
