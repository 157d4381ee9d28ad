import { formatRoundTime, roundTimeStep } from '../../shared/base/round-time';

/** Parts of a round length, from a multiple of it on, and how many values lie in each. */
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

/** Of values in ms; null without any. NaN is left out; equal values make one part, and the greatest lies in the last. */
export function histogramOf(values: ArrayLike<number>): Histogram | null {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  if (known.length === 0) return null;
  const least = known.reduce((smallest, value) => Math.min(smallest, value), Number.POSITIVE_INFINITY);
  const most = known.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY);
  if (most === least) return { low: least, width: 0, counts: [known.length] };
  const width = roundTimeStep((most - least) / Math.min(MOST_BINS, Math.max(4, Math.ceil(Math.sqrt(known.length)) * 2)));
  const low = Math.floor(least / width) * width;
  const bins = Math.ceil((most - low) / width);
  const counts = new Array<number>(bins).fill(0);
  for (const value of known) {
    const bin = Math.min(bins - 1, Math.floor((value - low) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, width, counts };
}
