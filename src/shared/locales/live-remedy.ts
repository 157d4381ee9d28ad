/** What to do about a capture program that cannot be used here. */
import type { LiveSource, LiveSources } from '../contract/live';
import type { Translate } from './texts';

const PLATFORMS: readonly string[] = ['linux', 'darwin', 'win32'];

export function liveRemedy({ kind, state, program }: LiveSource, { platform, user }: LiveSources, t: Translate): string {
  const system = PLATFORMS.includes(platform) ? platform : 'linux';
  return t(`live.remedy.${kind}.${state}.${system}`, { user, program: program ?? kind });
}
