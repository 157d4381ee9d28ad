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

/** Whole seconds, rounded down, of a decimal string as `formatSeconds` makes it, and the digits of what is above them: -1.75 is -2 and 25. */
export function secondsAndFraction(time: string): { readonly seconds: number; readonly fraction: string } {
  const [whole = '0', fraction = ''] = time.split('.');
  if (!whole.startsWith('-') || Number(fraction) === 0) return { seconds: Number(whole), fraction };
  return { seconds: Number(whole) - 1, fraction: String(10 ** fraction.length - Number(fraction)).padStart(fraction.length, '0') };
}

/** Milliseconds with the precision of nanoseconds, without the noise of binary fractions. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1e6) / 1e6;
}
