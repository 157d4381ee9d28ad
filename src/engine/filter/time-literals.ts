/** Times as they are written in filters, and as fields show them. */
import { UNSET_TIME } from '../protocols/absolute-time';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO = /^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;
const NAMED = /^([a-z]{3}) +(\d{1,2}), (\d{4})(?: +(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/** What follows a number of seconds that is no date. */
const BEYOND_DATES = / seconds since 1970$/;

/** Decimal seconds as nanoseconds; null when the text is no decimal number. */
export function parseSeconds(text: string): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const value = BigInt(match[2] as string) * 1_000_000_000n + BigInt((match[3] ?? '').padEnd(9, '0').slice(0, 9));
  return match[1] === '-' ? -value : value;
}

/**
 * Nanoseconds since the epoch: `2026-11-22 11:02:03.5`, `2026-11-22T11:02:03Z`, `Nov 22, 2026 11:02:03`, or seconds as a decimal number. A time without a
 * zone is UTC. Null for what is none of these.
 */
export function parseTime(text: string): bigint | null {
  if (text === UNSET_TIME) return 0n;
  const seconds = parseSeconds(text.replace(BEYOND_DATES, ''));
  if (seconds !== null) return seconds;
  const iso = ISO.exec(text);
  if (iso) return timeOf(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), iso.slice(4));
  const named = NAMED.exec(text);
  const month = MONTHS.indexOf((named?.[1] ?? '').toLowerCase());
  return named && month >= 0 ? timeOf(Number(named[3]), month, Number(named[2]), named.slice(4)) : null;
}

function timeOf(year: number, month: number, day: number, [hour, minute, second, fraction, zone]: readonly (string | undefined)[]): bigint | null {
  const ms = Date.UTC(year, month, day, Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0));
  if (Number.isNaN(ms) || new Date(Date.UTC(year, month, day)).getUTCDate() !== day) return null;
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '');
  const offsetMinutes = offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  return BigInt(ms - offsetMinutes * 60_000) * 1_000_000n + BigInt((fraction ?? '').padEnd(9, '0'));
}
