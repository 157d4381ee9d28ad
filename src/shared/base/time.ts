/** Decimal text of `seconds` + `nanoseconds` (0 ... 999,999,999) with the given digits (0 ... 9) after the point; seconds may be negative. */
export function formatSeconds(seconds: number, nanoseconds: number, digits: number): string {
  let whole = seconds;
  let fraction = nanoseconds;
  const negative = whole < 0;
  if (negative) {
    whole = -whole;
    if (fraction > 0) {
      whole -= 1;
      fraction = 1e9 - fraction;
    }
  }
  const text = digits === 0 ? String(whole) : `${whole}.${String(fraction).padStart(9, '0').slice(0, digits)}`;
  return negative ? `-${text}` : text;
}

/** Milliseconds with the precision of nanoseconds, without the noise of binary fractions. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1e6) / 1e6;
}
