import { useCallback, useMemo } from 'react';
import { formatTime, timeBaseOf } from '../packet-grid/time-format';
import { useTimeZone } from '../project/time-zone';
import { useSummary } from '../summary/summary-context';
import { formatDuration } from '../theme/format';
import { usePreferences } from '../theme/preferences';

const NS_PER_US = 1000;
const NS_PER_MS = 1_000_000;
const NS_PER_SECOND = 1_000_000_000;
const DATE_CHARACTERS = 'YYYY-MM-DD '.length;

const MS_PER_HOUR = 3_600_000;

/** Time on the x axis of a chart. */
export interface AxisTime {
  /** Writes ms since the capture's first packet as the user chose to see times; without the date. */
  readonly text: (ms: number) => string;
  /** Added to ms since the first packet, it makes the round values of an axis fall on round times of the clock. */
  readonly offsetMs: number;
}

export function useAxisTime(): AxisTime {
  const mode = usePreferences((preferences) => preferences.timeMode);
  const zone = useTimeZone();
  const summary = useSummary().value;
  const base = useMemo(() => summary && timeBaseOf(summary, zone), [summary, zone]);
  const text = useCallback(
    (ms: number) => {
      if (!base || base.kind === 'relative' || (mode !== 'local' && mode !== 'utc')) return formatDuration(ms);
      const seconds = Math.floor(ms / 1000);
      // Whole microseconds: an axis value that was meant to be round is off by less.
      const nanoseconds = Math.round((base.first.nanoseconds + (ms - seconds * 1000) * NS_PER_MS) / NS_PER_US) * NS_PER_US;
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
  return useMemo(() => {
    const onClock = base !== null && base.kind !== 'relative' && (mode === 'local' || mode === 'utc');
    if (!onClock) return { text, offsetMs: 0 };
    const firstMs = (base.baseSeconds + base.first.seconds) * 1000 + base.first.nanoseconds / NS_PER_MS;
    return { text, offsetMs: firstMs % MS_PER_HOUR };
  }, [text, base, mode]);
}
