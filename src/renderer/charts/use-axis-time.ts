import { useMemo } from 'react';
import { timeBaseOf } from '../packet-grid/time-format';
import { useTimeZone } from '../project/time-zone';
import { useSummary } from '../summary/summary-context';
import { usePreferences } from '../theme/preferences';
import { type AxisTime, axisTimeOf } from './axis-time';

/** Times of the capture shown, as the user chose to see them. */
export function useAxisTime(): AxisTime {
  const mode = usePreferences((preferences) => preferences.timeMode);
  const zone = useTimeZone();
  const summary = useSummary().value;
  return useMemo(() => axisTimeOf(summary && timeBaseOf(summary, zone), mode, summary?.durationMs ?? 0), [summary, zone, mode]);
}
