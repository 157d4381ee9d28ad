/** Numbers as people read them: counts, bytes, durations. The same in every language of the workbench. */

/** `1234567` as `1,234,567`. */
export function formatCount(value: number): string {
  return value.toLocaleString('en');
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal multiples, three significant digits: `700 B`, `5.29 kB`, `283 MB`. */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : significant(value)} ${BYTE_UNITS[unit]}`;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Milliseconds as `42 µs`, `5.3 ms`, `5.056 s`, `1 min 26 s`, `2 h 11 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  const size = Math.abs(ms);
  if (size === 0) return '0 s';
  if (size < 1) return `${significant(ms * 1000)} µs`;
  if (size < SECOND_MS) return `${significant(ms)} ms`;
  if (size < MINUTE_MS) return `${Number((ms / SECOND_MS).toFixed(3))} s`;
  if (size < HOUR_MS) return twoUnits(ms, MINUTE_MS, 'min', SECOND_MS, 's');
  if (size < DAY_MS) return twoUnits(ms, HOUR_MS, 'h', MINUTE_MS, 'min');
  return twoUnits(ms, DAY_MS, 'd', HOUR_MS, 'h');
}

function twoUnits(ms: number, largeMs: number, largeName: string, smallMs: number, smallName: string): string {
  const total = Math.round(Math.abs(ms) / smallMs);
  const large = Math.floor(total / (largeMs / smallMs));
  const small = total % (largeMs / smallMs);
  const sign = ms < 0 ? '-' : '';
  return small === 0 ? `${sign}${large} ${largeName}` : `${sign}${large} ${largeName} ${small} ${smallName}`;
}

function significant(value: number): string {
  return String(Number(value.toPrecision(3)));
}
