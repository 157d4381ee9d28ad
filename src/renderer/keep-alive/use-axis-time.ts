import { useCallback, useMemo } from 'react';
import { formatTime, timeBaseOf } from '../packet-grid/time-format';
import { useSummary } from '../summary/summary-context';
import { formatDuration } from '../theme/format';
import { usePreferences } from '../theme/preferences';

const NS_PER_MS = 1_000_000;
const NS_PER_SECOND = 1_000_000_000;
const DATE_CHARACTERS = 'YYYY-MM-DD '.length;

/** Writes times of charts, given in ms since the capture's first packet, as the user chose to see times; without the date. */
export function useAxisTime(): (ms: number) => string {
  const mode = usePreferences((preferences) => preferences.timeMode);
  const summary = useSummary().value;
  const base = useMemo(() => summary && timeBaseOf(summary), [summary]);
  return useCallback(
    (ms: number) => {
      if (!base || base.kind === 'relative' || (mode !== 'local' && mode !== 'utc')) return formatDuration(ms);
      const seconds = Math.floor(ms / 1000);
      const nanoseconds = base.first.nanoseconds + Math.round((ms - seconds * 1000) * NS_PER_MS);
      const row = {
        seconds: base.first.seconds + seconds + Math.floor(nanoseconds / NS_PER_SECOND),
        nanoseconds: nanoseconds % NS_PER_SECOND,
        deltaNs: Number.NaN,
        connectionDeltaNs: Number.NaN,
      };
      const text = formatTime(mode, row, { ...base, digits: Math.min(3, base.digits) });
      return base.kind === 'epoch' ? text.slice(DATE_CHARACTERS) : text;
    },
    [base, mode],
  );
}
