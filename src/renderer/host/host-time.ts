import type { TimeMode } from '../theme/preferences';

/** Time of day to the millisecond, in UTC when the user chose that, else in local time. */
export function timeOfDay(timeMs: number, mode: TimeMode): string {
  const utc = mode === 'utc';
  const date = new Date(timeMs);
  const parts = utc
    ? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds()]
    : [date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds()];
  const [hours, minutes, seconds, ms] = parts.map((part, place) => String(part).padStart(place === 3 ? 3 : 2, '0'));
  return `${hours}:${minutes}:${seconds}.${ms}`;
}
