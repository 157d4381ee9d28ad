import { formatRoundTime } from '../../shared/base/round-time';

/** Equal parts of the range of some values, and how many lie in each. */
export interface Histogram {
  readonly low: number;
  readonly width: number;
  readonly counts: readonly number[];
}

const MOST_BINS = 24;

/** The middle of a part in the unit of all, shortened to what tells neighbours apart. Values are ms. */
export function binLabel({ low, width, counts }: Histogram, bin: number): string {
  const precision = width > 0 ? 10 ** Math.floor(Math.log10(width) - 1) : 1e-3;
  const middle = Math.round((low + (bin + 0.5) * width) / precision) * precision;
  return formatRoundTime(middle, precision, low + counts.length * width);
}

/** Null without values. NaN is left out; equal values make one bin. */
export function histogramOf(values: ArrayLike<number>): Histogram | null {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  if (known.length === 0) return null;
  const low = known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const bins = high === low ? 1 : Math.min(MOST_BINS, Math.max(4, Math.ceil(Math.sqrt(known.length)) * 2));
  const width = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of known) {
    const bin = width === 0 ? 0 : Math.min(bins - 1, Math.floor((value - low) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, width, counts };
}
