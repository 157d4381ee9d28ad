import type { CaptureSummary } from '../../shared/contract/capture-methods';
import type { TimeMode } from '../theme/preferences';
import type { PacketRow } from './packet-row';

const NS_PER_SECOND = 1_000_000_000;
const SECONDS_PER_DAY = 86_400;

/** What the times of a capture count from; whole seconds and nanoseconds apart, since a double does not hold both. */
export interface TimeBase {
  readonly kind: 'epoch' | 'time-of-day' | 'relative';
  readonly baseSeconds: number;
  /** Of the first packet, counted from `baseSeconds`. */
  readonly first: { readonly seconds: number; readonly nanoseconds: number };
  readonly digits: number;
  /** IANA name that `local` means; null: the machine's zone. */
  readonly zone: string | null;
}

export function timeBaseOf(summary: CaptureSummary, zone: string | null): TimeBase {
  const { timeBase, firstTime } = summary.capture;
  const { seconds, nanoseconds } = parseDecimal(firstTime ?? '0');
  return {
    kind: timeBase,
    baseSeconds: summary.baseSeconds,
    first: { seconds: seconds - (firstTime === null ? 0 : summary.baseSeconds), nanoseconds },
    digits: summary.timeDigits,
    zone,
  };
}

/** `-1.25` is -2 s and 750,000,000 ns: nanoseconds always count forward. */
export function parseDecimal(text: string): { seconds: number; nanoseconds: number } {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const seconds = Number(whole);
  const nanoseconds = Number(fraction.slice(0, 9).padEnd(9, '0'));
  if (!negative) return { seconds, nanoseconds };
  return nanoseconds === 0 ? { seconds: -seconds, nanoseconds: 0 } : { seconds: -seconds - 1, nanoseconds: NS_PER_SECOND - nanoseconds };
}

type TimedRow = Pick<PacketRow, 'seconds' | 'nanoseconds' | 'deltaNs' | 'connectionDeltaNs'>;

/** Time of a packet as the user chose to see it; empty where the record has none. */
export function formatTime(mode: TimeMode, row: TimedRow, base: TimeBase): string {
  if (mode === 'delta') return formatNs(row.deltaNs, base.digits);
  if (mode === 'connection-delta') return formatNs(row.connectionDeltaNs, base.digits);
  if (Number.isNaN(row.seconds)) return '';
  if (mode === 'since-start' || base.kind === 'relative') {
    return formatParts(row.seconds - base.first.seconds, row.nanoseconds - base.first.nanoseconds, base.digits);
  }
  const seconds = base.baseSeconds + row.seconds;
  const fraction = String(row.nanoseconds).padStart(9, '0').slice(0, base.digits);
  const clock = base.kind === 'time-of-day' ? clockOf(seconds) : dateOf(seconds, mode === 'utc' ? 'UTC' : base.zone);
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/** Difference in seconds, exact: the two parts are never added up in a double. */
function formatParts(seconds: number, nanoseconds: number, digits: number): string {
  const borrow = nanoseconds < 0;
  const wholeSeconds = borrow ? seconds - 1 : seconds;
  const rest = borrow ? nanoseconds + NS_PER_SECOND : nanoseconds;
  if (wholeSeconds >= 0) return decimal(wholeSeconds, rest, digits);
  return rest === 0 ? `-${decimal(-wholeSeconds, 0, digits)}` : `-${decimal(-wholeSeconds - 1, NS_PER_SECOND - rest, digits)}`;
}

/** Nanoseconds as decimal seconds. */
function formatNs(ns: number, digits: number): string {
  if (Number.isNaN(ns)) return '';
  const size = Math.abs(ns);
  return `${ns < 0 ? '-' : ''}${decimal(Math.floor(size / NS_PER_SECOND), Math.round(size % NS_PER_SECOND), digits)}`;
}

function decimal(seconds: number, nanoseconds: number, digits: number): string {
  return digits === 0 ? String(seconds) : `${seconds}.${String(nanoseconds).padStart(9, '0').slice(0, digits)}`;
}

function clockOf(seconds: number): string {
  const ofDay = ((seconds % SECONDS_PER_DAY) + SECONDS_PER_DAY) % SECONDS_PER_DAY;
  return `${two(Math.floor(ofDay / 3600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`;
}

/** `YYYY-MM-DD HH:MM:SS` of seconds since the epoch; `zone`: IANA name, null: that of the machine. */
export function dateOf(seconds: number, zone: string | null): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  if (zone === 'UTC') return date.toISOString().replace('T', ' ').slice(0, -5);
  if (zone !== null) return inZone(date, zone);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `YYYY-MM-DD` of ms since the epoch, by the clock of the machine. */
export function dayOf(ms: number): string {
  return dateOf(ms / 1000, null).slice(0, 'YYYY-MM-DD'.length);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs far more than using it. The Swedish way of writing dates is that of ISO 8601. */
function inZone(date: Date, zone: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(zone, format);
  }
  return format.format(date);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
