import { axisTimeOf } from '../charts/axis-time';
import type { TickTexts } from '../charts/time-ticks';
import { dateOf } from '../packet-grid/time-format';
import type { TimeMode } from '../theme/preferences';

const DATE_CHARACTERS = 'YYYY-MM-DD '.length;

/** Time of day to the millisecond of ms since the epoch: in UTC when the user chose that, else in `zone`; null: the machine's. */
export function timeOfDay(timeMs: number, mode: TimeMode, zone: string | null): string {
  const seconds = Math.floor(timeMs / 1000);
  const ms = String(Math.floor(timeMs - seconds * 1000)).padStart(3, '0');
  return `${dateOf(seconds, mode === 'utc' ? 'UTC' : zone).slice(DATE_CHARACTERS)}.${ms}`;
}

/** Ticks of an axis of ms since the epoch, told as `timeOfDay` tells times; `firstMs`: where it begins, whose difference from UTC holds for all of it. */
export function timeOfDayTicks(firstMs: number, mode: TimeMode, zone: string | null): TickTexts {
  const baseSeconds = Math.floor(firstMs / 1000);
  const base = { kind: 'epoch', baseSeconds, first: { seconds: 0, nanoseconds: 0 }, digits: 3, zone } as const;
  const { ticks } = axisTimeOf(base, mode === 'utc' ? 'utc' : 'local', 0);
  const beginMs = baseSeconds * 1000;
  return { offsetMs: ticks.offsetMs - beginMs, text: (ms, stepMs, sight) => ticks.text(ms - beginMs, stepMs, sight) };
}
