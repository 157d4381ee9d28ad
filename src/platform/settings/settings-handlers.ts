/** Settings, diagnostics and About: what both shells answer alike. */
import { readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { formatBytes } from '../../shared/base/quantity';
import { type About, aboutSchema, type SettingsContract } from '../../shared/contract/settings';
import type { Handlers } from '../../shared/rpc/handlers';
import { applicationFolder, applicationVersion } from '../application-folder';
import { LogFile } from '../log-file';
import { SettingsFile } from './settings-file';

export interface SettingsHost {
  readonly settings?: SettingsFile;
  readonly log?: LogFile;
}

export function settingsHandlers(host: SettingsHost = {}): Handlers<SettingsContract> {
  const settings = host.settings ?? new SettingsFile();
  const log = host.log ?? new LogFile();
  log.level = settings.read().settings.logLevel;
  return {
    'settings.read': () => settings.read(),
    'settings.write': async ({ settings: changed }) => {
      await settings.write(changed);
      log.level = changed.logLevel;
      return {};
    },
    'about.read': () => about(),
    'diagnostics.read': () => ({ text: diagnostics(settings, log), logPath: log.path }),
    'diagnostics.log': ({ level, message }) => {
      log.write(level, message);
      return {};
    },
  };
}

const PROGRAMS = ['node', 'v8', 'electron', 'chrome'] as const;

function about(): About {
  const versions: Record<string, string> = {};
  for (const program of PROGRAMS) {
    const version = process.versions[program];
    if (version !== undefined) versions[program] = version;
  }
  return { version: applicationVersion(), versions, platform: `${process.platform} ${release()} ${arch()}`, licences: licences() };
}

const licencesSchema = z.object({ licences: aboutSchema.shape.licences });

/** Written by `npm run licences`; none when the file is missing. */
function licences(): About['licences'] {
  try {
    return licencesSchema.parse(JSON.parse(readFileSync(join(applicationFolder, 'resources', 'licences.json'), 'utf8'))).licences;
  } catch {
    return [];
  }
}

function diagnostics(settings: SettingsFile, log: LogFile): string {
  const { version, versions, platform } = about();
  const { settings: values, problem } = settings.read();
  return [
    `TCPulse ${version}`,
    ...Object.entries(versions).map(([program, number]) => `${program} ${number}`),
    `platform ${platform}`,
    `processors ${cpus().length}, memory ${formatBytes(totalmem())}`,
    `settings ${JSON.stringify(values)}`,
    ...(problem === null ? [] : [`settings file: ${problem}`]),
    'log:',
    log.tail(),
  ].join('\n');
}
