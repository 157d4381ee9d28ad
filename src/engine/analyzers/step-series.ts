/** How many of something there were at each moment, from the moments at which each came and went. */

/** Times under way, one at each place of both columns. */
export interface Stays {
  readonly fromMs: Float64Array;
  /** Infinity: to the end of the capture. */
  readonly toMs: Float64Array;
}

/** A step function of time: `values[i]` holds from `timesMs[i]` on, 0 before the first. Times strictly ascend. */
export interface StepSeries {
  readonly timesMs: Float64Array;
  readonly values: Int32Array;
}

/** Shared: of thousands of listeners, as in a port scan, most have nothing that stays. */
export const NO_STAYS: Stays = { fromMs: new Float64Array(0), toMs: new Float64Array(0) };
export const NO_STEPS: StepSeries = { timesMs: new Float64Array(0), values: new Int32Array(0) };

/** Number of stays under way. What begins and ends at the same moment was never there. */
export function occupancy({ fromMs, toMs }: Stays): StepSeries {
  if (fromMs.length === 0) return NO_STEPS;
  const came = new Float64Array(fromMs.length);
  const went = new Float64Array(fromMs.length);
  let comings = 0;
  let goings = 0;
  for (let stay = 0; stay < fromMs.length; stay++) {
    const from = fromMs[stay] as number;
    const to = toMs[stay] as number;
    if (to <= from) continue;
    came[comings++] = from;
    if (to !== Number.POSITIVE_INFINITY) went[goings++] = to;
  }
  return difference(came.subarray(0, comings).sort(), went.subarray(0, goings).sort());
}

/** How many of `came` less how many of `went` lie at or before each moment; both ascend. */
function difference(came: Float64Array, went: Float64Array): StepSeries {
  const timesMs = new Float64Array(came.length + went.length);
  const values = new Int32Array(timesMs.length);
  let steps = 0;
  let comings = 0;
  let goings = 0;
  while (comings < came.length || goings < went.length) {
    const nextComingMs = comings < came.length ? (came[comings] as number) : Number.POSITIVE_INFINITY;
    const nextGoingMs = goings < went.length ? (went[goings] as number) : Number.POSITIVE_INFINITY;
    const ms = Math.min(nextComingMs, nextGoingMs);
    while (comings < came.length && came[comings] === ms) comings++;
    while (goings < went.length && went[goings] === ms) goings++;
    timesMs[steps] = ms;
    values[steps++] = comings - goings;
  }
  return { timesMs: timesMs.subarray(0, steps), values: values.subarray(0, steps) };
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
  const highest = valueBefore(series, ms - blurMs);
  return Math.max(highest, highestValue(series.values, stepsUntil(series, ms - blurMs, true), stepsUntil(series, ms + blurMs, false)));
}

/** The highest of the values from place `from` to before `to`; 0 where none is above it. */
export function highestValue(values: Int32Array, from = 0, to = values.length): number {
  let highest = 0;
  for (let i = from; i < to; i++) if ((values[i] as number) > highest) highest = values[i] as number;
  return highest;
}

/** The lowest of the values from place `from` to before `to`; there is one at least. */
export function lowestValue(values: Int32Array, from: number, to: number): number {
  let lowest = values[from] as number;
  for (let i = from + 1; i < to; i++) if ((values[i] as number) < lowest) lowest = values[i] as number;
  return lowest;
}
