import { useCallback, useMemo } from 'react';
import type { TickTexts } from '../charts/time-ticks';
import { useTimeZone } from '../project/time-zone';
import { usePreferences } from '../theme/preferences';
import { timeOfDay, timeOfDayTicks } from './host-time';

/** Writes the host's times as the packets' are: in the project's zone. */
export function useTimeOfDay(): (timeMs: number) => string {
  const mode = usePreferences((preferences) => preferences.timeMode);
  const zone = useTimeZone();
  return useCallback((timeMs) => timeOfDay(timeMs, mode, zone), [mode, zone]);
}

/** Round times of an axis that begins at `firstMs` since the epoch. */
export function useTimeOfDayTicks(firstMs: number): TickTexts {
  const mode = usePreferences((preferences) => preferences.timeMode);
  const zone = useTimeZone();
  return useMemo(() => timeOfDayTicks(firstMs, mode, zone), [firstMs, mode, zone]);
}
