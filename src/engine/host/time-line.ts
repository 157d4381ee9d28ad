/** A line that says when what follows it was printed: of `date` in its usual forms, seconds since the epoch, ISO 8601, the head line of `watch`. */

export interface LineTime {
  /** ms since the epoch. */
  readonly timeMs: number;
  /** What the line says of its time zone when that is nothing, or not clear; the time was then read as UTC. Empty: it says nothing. Null: it is clear. */
  readonly zoneAssumed: string | null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Hours ahead of UTC. Abbreviations that several zones share (CST, IST, BST) are left out: they are not clear. */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  JST: 9,
  KST: 9,
  EST: -5,
  EDT: -4,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

const CLOCK = String.raw`(\d{1,2}):(\d\d)(?::(\d\d(?:[.,]\d+)?))?(?:\s+([AP]M))?`;
const ZONE = String.raw`(?:\s*(Z|[A-Z]{3,5}|[+-]\d\d(?::?\d\d)?))?`;
const DAY = String.raw`(?:[A-Z][a-z]{2},?\s+)?`;

/** `2026-11-22T14:14:54+01:00`, `2026-11-22 14:14:54.123456789 UTC`. */
const ISO = new RegExp(String.raw`^(\d{4})-(\d\d)-(\d\d)[T ]${CLOCK}${ZONE}$`);
/** `Sun Nov 22 14:14:54 UTC 2026`; `watch` leaves out the zone. */
const DATE_YEAR_LAST = new RegExp(String.raw`^${DAY}([A-Z][a-z]{2})\s+(\d{1,2})\s+${CLOCK}${ZONE}\s+(\d{4})$`);
/** `Sun 22 Nov 2026 02:14:54 PM UTC`, `Sun, 22 Nov 2026 14:14:54 +0000`. */
const DATE_YEAR_MIDDLE = new RegExp(String.raw`^${DAY}(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{4})\s+${CLOCK}${ZONE}$`);
const EPOCH = /^(\d{9,10}(?:\.\d{1,9})?|\d{13}|\d{19})$/;
/** `Every 1.0s: ss -lnt      name: Sun Nov 22 14:14:54 2026`. */
const WATCH = /^Every \d+(?:[.,]\d+)?s: .*?((?:[A-Z][a-z]{2}\s+)?[A-Z][a-z]{2}\s+\d{1,2}\s+\d\d:\d\d:\d\d(?:\s+[A-Z]{3,5})?\s+\d{4})$/;

/** Null: the line is no time. Rulers around it (`=== ... ===`, `# ...`) do not matter. */
export function parseTimeLine(line: string): LineTime | null {
  const bare = line.replace(/^[\s=#*[\]-]+|[\s=#*[\]-]+$/g, '');
  return parseTime(WATCH.exec(bare)?.[1] ?? bare);
}

function parseTime(text: string): LineTime | null {
  if (EPOCH.test(text)) return { timeMs: epochMs(text), zoneAssumed: null };
  const iso = ISO.exec(text);
  if (iso) return moment(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), iso.slice(4));
  const last = DATE_YEAR_LAST.exec(text);
  if (last) return moment(Number(last[8]), monthOf(last[1]), Number(last[2]), last.slice(3));
  const middle = DATE_YEAR_MIDDLE.exec(text);
  if (middle) return moment(Number(middle[3]), monthOf(middle[2]), Number(middle[1]), middle.slice(4));
  return null;
}

/** Seconds, milliseconds or nanoseconds, told by their digits. */
function epochMs(text: string): number {
  if (text.length === 13) return Number(text);
  if (text.length === 19) return Number(text.slice(0, 16)) / 1000;
  return Number(text) * 1000;
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').toLowerCase());
}

/** `clock`: hours, minutes, seconds, AM or PM, zone, as matched by CLOCK and ZONE. */
function moment(year: number, month: number, day: number, clock: readonly (string | undefined)[]): LineTime | null {
  const [hours, minutes, seconds = '0', half, zone] = clock;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'PM' ? 12 : 0);
  const whole = Date.UTC(year, month, day, hour, Number(minutes));
  if (month < 0 || Number.isNaN(whole) || hour > 23 || Number(minutes) > 59 || day < 1 || day > 31) return null;
  const ahead = zone === undefined ? null : minutesAhead(zone);
  const timeMs = whole + Number(seconds.replace(',', '.')) * 1000 - (ahead ?? 0) * 60_000;
  return { timeMs, zoneAssumed: ahead === null ? (zone ?? '') : null };
}

function minutesAhead(zone: string): number | null {
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (offset) return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
  const hours = ZONES[zone];
  return hours === undefined ? null : hours * 60;
}
