/** How many of something there were at each moment, from the moments at which each came and went. */

export interface Stay {
  readonly fromMs: number;
  /** Infinity: to the end of the capture. */
  readonly toMs: number;
}

/** A step function of time: `values[i]` holds from `timesMs[i]` on, 0 before the first. Times strictly ascend. */
export interface StepSeries {
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

/** Number of stays under way. What begins and ends at the same moment was never there. */
export function occupancy(stays: readonly Stay[]): StepSeries {
  const came = new Float64Array(stays.length);
  const went = new Float64Array(stays.length);
  let comings = 0;
  let goings = 0;
  for (const { fromMs, toMs } of stays) {
    if (toMs <= fromMs) continue;
    came[comings++] = fromMs;
    if (toMs !== Number.POSITIVE_INFINITY) went[goings++] = toMs;
  }
  return difference(came.subarray(0, comings).sort(), went.subarray(0, goings).sort());
}

/** How many of `came` less how many of `went` lie at or before each moment; both ascend. */
function difference(came: Float64Array, went: Float64Array): StepSeries {
  const timesMs: number[] = [];
  const values: number[] = [];
  let comings = 0;
  let goings = 0;
  while (comings < came.length || goings < went.length) {
    const ms = Math.min(came[comings] ?? Number.POSITIVE_INFINITY, went[goings] ?? Number.POSITIVE_INFINITY);
    while (came[comings] === ms) comings++;
    while (went[goings] === ms) goings++;
    timesMs.push(ms);
    values.push(comings - goings);
  }
  return { timesMs, values };
}

/** Number of steps at or before `ms`; `before`: only those before it. */
function stepsUntil({ timesMs }: StepSeries, ms: number, before: boolean): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const time = timesMs[middle] as number;
    if (before ? time < ms : time <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Value just before `ms`. */
export function valueBefore(series: StepSeries, ms: number): number {
  const steps = stepsUntil(series, ms, true);
  return steps === 0 ? 0 : (series.values[steps - 1] as number);
}

/** Highest value from `blurMs` before `ms` to `blurMs` after it. */
export function highestAround(series: StepSeries, ms: number, blurMs: number): number {
  let highest = valueBefore(series, ms - blurMs);
  const end = stepsUntil(series, ms + blurMs, false);
  for (let step = stepsUntil(series, ms - blurMs, true); step < end; step++) highest = Math.max(highest, series.values[step] as number);
  return highest;
}

export function peakOf(series: StepSeries): number {
  return series.values.reduce((peak, value) => Math.max(peak, value), 0);
}
