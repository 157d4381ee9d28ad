const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** How Wireshark shows a time that nobody set; filters take it for the beginning of 1970. */
export const UNSET_TIME = 'NULL';

/** Seconds that a date can hold (ECMA-262, time values). */
const MOST_SECONDS = 8.64e12;

/** A time as Wireshark shows it: `Jan 11, 2024 14:49:36.000000000 UTC`. Seconds since the epoch, nanoseconds 0 ... 999 999 999. Times that no calendar reaches as a number. */
export function absoluteTimeText(seconds: number, nanoseconds = 0): string {
  if (seconds > MOST_SECONDS) return `${seconds} seconds since 1970`;
  const date = new Date(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}.${String(nanoseconds).padStart(9, '0')}`;
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}, ${date.getUTCFullYear()} ${time} UTC`;
}
