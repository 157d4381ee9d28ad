/**
 * What can be said of a listener's accept queue from packets alone. `accept()` leaves no trace: a connection is in the queue at most from its final ACK until
 * the server's application is heard on it, or on one that came later (the queue is first in, first out). At least one is in it when the queue overflows.
 */
import type { Attempt, Moment } from './listen-queue-attempt';
import type { Outcome } from './listen-queue-outcome';
import type { PlainAttempts } from './listen-queue-plain';
import { highestAround, NO_STAYS, NO_STEPS, occupancy, type Stays, type StepSeries } from './step-series';

/** Bounds over time; both are steps at `timesMs`. */
export interface AcceptBounds {
  readonly timesMs: Float64Array;
  readonly lower: Int32Array;
  readonly upper: Int32Array;
}

/** Times in the queue, at most, one connection at each place: it entered between `fromMs` and `enteredMs`. */
interface Visits extends Stays {
  readonly enteredMs: Float64Array;
}

export const NO_BOUNDS: AcceptBounds = { timesMs: new Float64Array(0), lower: new Int32Array(0), upper: new Int32Array(0) };

/** Packets that arrive this close together may be handled in another order than they were captured in. */
const REORDER_MS = 1;

/** Connections that may wait for `accept()`, one stay each, in the order in which they may have entered the queue. */
export function waitingStays(attempts: readonly Attempt[], outcomes: readonly Outcome[], plain: PlainAttempts): Stays {
  if (plain.count === 0 && !outcomes.includes('complete')) return NO_STAYS;
  const { fromMs, enteredMs, toMs } = inOrder(visitsOf(attempts, outcomes, plain));
  const firstToLeaveFrom = toMs.slice();
  for (let i = toMs.length - 2; i >= 0; i--) {
    firstToLeaveFrom[i] = Math.min(firstToLeaveFrom[i] as number, firstToLeaveFrom[i + 1] as number);
  }
  let later = 0;
  let laterThanMs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < toMs.length; i++) {
    const ms = (enteredMs[i] as number) + REORDER_MS;
    if (ms < laterThanMs) later = firstFrom(fromMs, ms);
    else while (later < fromMs.length && (fromMs[later] as number) < ms) later++;
    laterThanMs = ms;
    const laterLeftMs = later < toMs.length ? (firstToLeaveFrom[later] as number) : Number.POSITIVE_INFINITY;
    toMs[i] = Math.max(fromMs[i] as number, Math.min(toMs[i] as number, laterLeftMs));
  }
  return { fromMs, toMs };
}

function visitsOf(attempts: readonly Attempt[], outcomes: readonly Outcome[], plain: PlainAttempts): Visits {
  const most = plain.count + attempts.length;
  const fromMs = new Float64Array(most);
  const enteredMs = new Float64Array(most);
  const toMs = new Float64Array(most);
  fromMs.set(plain.ackMs.subarray(0, plain.count));
  enteredMs.set(plain.ackMs.subarray(0, plain.count));
  toMs.set(plain.spokenMs.subarray(0, plain.count));
  let visits = plain.count;
  for (let index = 0; index < attempts.length; index++) {
    const { ack, served, spoken, reset, vain, synAcks } = attempts[index] as Attempt;
    if (outcomes[index] !== 'complete' || ack === null || synAcks.length === 0) continue;
    const late = served !== null && vain.length > 0;
    const resetMs = reset?.byServer === true ? reset.ms : Number.POSITIVE_INFINITY;
    fromMs[visits] = late ? lastInVainMs(ack, served, [...vain, ...synAcks]) : ack.ms;
    enteredMs[visits] = late ? served.ms : ack.ms;
    toMs[visits++] = Math.min(spoken?.ms ?? Number.POSITIVE_INFINITY, resetMs);
  }
  return { fromMs: fromMs.subarray(0, visits), enteredMs: enteredMs.subarray(0, visits), toMs: toMs.subarray(0, visits) };
}

/** The final ACK of a connection that completed late was taken after the last SYN-ACK and the last data in vain, and before the server's first segment. */
function lastInVainMs(ack: Moment, served: Moment, sent: readonly Moment[]): number {
  return sent.filter(({ frame }) => frame < served.frame).reduce((last, { ms }) => Math.max(last, ms), ack.ms);
}

/** The visits in the order of their begin, which most listeners' have. */
function inOrder({ fromMs, enteredMs, toMs }: Visits): Visits {
  let ascending = 1;
  while (ascending < fromMs.length && (fromMs[ascending - 1] as number) <= (fromMs[ascending] as number)) ascending++;
  if (ascending >= fromMs.length) return { fromMs, enteredMs, toMs };
  const order = Uint32Array.from(fromMs, (_, i) => i).sort((a, b) => (fromMs[a] as number) - (fromMs[b] as number));
  const ordered = (column: Float64Array) => Float64Array.from(order, (place) => column[place] as number);
  return { fromMs: ordered(fromMs), enteredMs: ordered(enteredMs), toMs: ordered(toMs) };
}

/** Index of the first value of an ascending column that is `ms` or later. */
function firstFrom(column: Float64Array, ms: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((column[middle] as number) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The bounds. `fullAt`: moments at which the queue was surely full. A full queue to which nothing is added until it is seen full again was full in between.
 * A queue never holds more than it held when it was full. `blurMs`: what the server does may show this much earlier or later in the capture.
 */
export function acceptBounds(upper: StepSeries, stays: Stays, fullAt: readonly Moment[], blurMs: number): AcceptBounds {
  if (fullAt.length === 0 && upper === NO_STEPS) return NO_BOUNDS;
  // Most queues are never seen full.
  if (fullAt.length === 0) return { timesMs: upper.timesMs, lower: new Int32Array(upper.values.length), upper: upper.values };
  const moments = [...fullAt].sort((a, b) => a.ms - b.ms);
  const full = fullStretches(moments, stays);
  const times = Float64Array.from(new Set([...upper.timesMs, ...full.fromMs, ...full.toMs])).sort();
  const lower = valuesAt(occupancy(full), times).map((value) => Math.min(value, 1));
  const held = Math.max(1, leastAt(upper, moments, blurMs));
  const bounded = valuesAt(upper, times).map((value, i) => Math.max(Math.min(value, held), lower[i] as number));
  return { timesMs: times, lower, upper: bounded };
}

/** Time for which a queue seen full once counts as full: what the clocks of a capture tell apart. */
const INSTANT_MS = 0.001;

function fullStretches(moments: readonly Moment[], stays: Stays): Stays {
  const fromMs: number[] = [];
  const toMs: number[] = [];
  let entered = 0;
  for (const { ms } of moments) {
    const last = fromMs.length - 1;
    let added = false;
    for (; entered < stays.fromMs.length && (stays.fromMs[entered] as number) <= ms; entered++) {
      added ||= last >= 0 && (stays.fromMs[entered] as number) > (fromMs[last] as number);
    }
    if (last >= 0 && !added) {
      toMs[last] = Math.max(toMs[last] as number, ms + INSTANT_MS);
    } else {
      fromMs.push(ms);
      toMs.push(ms + INSTANT_MS);
    }
  }
  return { fromMs: Float64Array.from(fromMs), toMs: Float64Array.from(toMs) };
}

function valuesAt(series: StepSeries, times: Float64Array): Int32Array {
  const values = new Int32Array(times.length);
  let step = 0;
  for (let i = 0; i < times.length; i++) {
    while (step < series.timesMs.length && (series.timesMs[step] as number) <= (times[i] as number)) step++;
    values[i] = step === 0 ? 0 : (series.values[step - 1] as number);
  }
  return values;
}

/** The least of the highest values around each moment. */
function leastAt(series: StepSeries, moments: readonly Moment[], blurMs: number): number {
  return moments.reduce((least, { ms }) => Math.min(least, highestAround(series, ms, blurMs)), Number.POSITIVE_INFINITY);
}
