/** Robust statistics of durations. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Median of the absolute deviations from the median. */
  readonly mad: number;
}

/** Null when there is no value. Sorts `values` in place. */
export function spreadOf(values: Float64Array): Spread | null {
  if (values.length === 0) return null;
  values.sort();
  const median = medianOfSorted(values);
  const deviations = values.map((value) => Math.abs(value - median)).sort();
  return { median, min: values[0] as number, max: values[values.length - 1] as number, mad: medianOfSorted(deviations) };
}

/** Median of ascending values; there is one at least. */
export function medianOfSorted(values: Float64Array): number {
  const middle = values.length >> 1;
  const upper = values[middle] as number;
  return values.length % 2 === 1 ? upper : ((values[middle - 1] as number) + upper) / 2;
}

/** The largest of any number of values, -Infinity of none: a call with each as an argument fails for some hundred thousand. */
export function largest(values: ArrayLike<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i] as number);
  return most;
}

/** The smallest of any number of values, Infinity of none. */
export function smallest(values: ArrayLike<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) least = Math.min(least, values[i] as number);
  return least;
}
