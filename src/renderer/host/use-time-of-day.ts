import { useCallback } from 'react';
import { useTimeZone } from '../project/time-zone';
import { usePreferences } from '../theme/preferences';
import { timeOfDay } from './host-time';

/** Writes the host's times as the packets' are: in the project's zone. */
export function useTimeOfDay(): (timeMs: number) => string {
  const mode = usePreferences((preferences) => preferences.timeMode);
  const zone = useTimeZone();
  return useCallback((timeMs) => timeOfDay(timeMs, mode, zone), [mode, zone]);
}
