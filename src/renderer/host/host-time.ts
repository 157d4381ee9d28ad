import { dateOf } from '../packet-grid/time-format';
import type { TimeMode } from '../theme/preferences';

const DATE_CHARACTERS = 'YYYY-MM-DD '.length;

/** Time of day to the millisecond of ms since the epoch: in UTC when the user chose that, else in `zone`; null: the machine's. */
export function timeOfDay(timeMs: number, mode: TimeMode, zone: string | null): string {
  const seconds = Math.floor(timeMs / 1000);
  const ms = String(Math.floor(timeMs - seconds * 1000)).padStart(3, '0');
  return `${dateOf(seconds, mode === 'utc' ? 'UTC' : zone).slice(DATE_CHARACTERS)}.${ms}`;
}
