import type { TimeMode } from '../theme/preferences';
import { useProject } from './project-store';

/** The zone that the project's times are told in; null: the machine's, also where this machine does not know the project's. */
export function useTimeZone(): string | null {
  return useProject(({ project }) => knownZone(project.timeZone));
}

/** Null: none is given, or this machine does not know it. */
export function knownZone(zone: string | null): string | null {
  return zone !== null && isKnownZone(zone) ? zone : null;
}

/** What the status bar and reports call the zone. */
export function zoneName(mode: TimeMode, zone: string | null): string {
  return mode === 'utc' ? 'UTC' : (zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
}

const checked = new Map<string, boolean>();

function isKnownZone(zone: string): boolean {
  let known = checked.get(zone);
  if (known === undefined) {
    try {
      Intl.DateTimeFormat('en', { timeZone: zone });
      known = true;
    } catch {
      known = false;
    }
    checked.set(zone, known);
  }
  return known;
}
