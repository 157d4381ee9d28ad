/**
 * What can be said of a listener's accept queue from packets alone. `accept()` leaves no trace: a connection is in the queue at most from its final ACK until
 * the server's application is heard on it, or on one that came later (the queue is first in, first out). At least one is in it when the queue overflows.
 */
import type { Attempt, Moment } from './listen-queue-attempt';
import type { Outcome } from './listen-queue-outcome';
import { highestAround, occupancy, type Stay, type StepSeries } from './step-series';

/** Bounds over time; both are steps at `timesMs`. */
export interface AcceptBounds {
  readonly timesMs: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** One connection's time in the queue, at most; it entered between `fromMs` and `enteredMs`. */
interface Visit extends Stay {
  readonly enteredMs: number;
}

/** Packets that arrive this close together may be handled in another order than they were captured in. */
const REORDER_MS = 1;

/** Connections that may wait for `accept()`, one stay each, in the order in which they may have entered the queue. */
export function waitingStays(attempts: readonly Attempt[], outcomes: readonly Outcome[]): Stay[] {
  const visits: Visit[] = [];
  for (let index = 0; index < attempts.length; index++) {
    const visit = outcomes[index] === 'complete' ? visitOf(attempts[index] as Attempt) : null;
    if (visit !== null) visits.push(visit);
  }
  visits.sort((a, b) => a.fromMs - b.fromMs);
  const firstToLeaveFrom = visits.map(({ toMs }) => toMs);
  for (let i = visits.length - 2; i >= 0; i--) {
    firstToLeaveFrom[i] = Math.min(firstToLeaveFrom[i] as number, firstToLeaveFrom[i + 1] as number);
  }
  return visits.map((visit) => {
    const later = firstFrom(visits, visit.enteredMs + REORDER_MS);
    return { fromMs: visit.fromMs, toMs: Math.max(visit.fromMs, Math.min(visit.toMs, firstToLeaveFrom[later] ?? Number.POSITIVE_INFINITY)) };
  });
}

/** The final ACK of a connection that completed late was taken after the last SYN-ACK and the last data in vain, and before the server's first segment. */
function visitOf({ ack, served, spoken, reset, vain, synAcks }: Attempt): Visit | null {
  if (ack === null || synAcks.length === 0) return null;
  const resetMs = reset?.byServer === true ? reset.ms : Number.POSITIVE_INFINITY;
  const toMs = Math.min(spoken?.ms ?? Number.POSITIVE_INFINITY, resetMs);
  if (served === null || vain.length === 0) return { fromMs: ack.ms, enteredMs: ack.ms, toMs };
  const notYet = [...vain, ...synAcks].filter(({ frame }) => frame < served.frame);
  return { fromMs: notYet.reduce((last, { ms }) => Math.max(last, ms), ack.ms), enteredMs: served.ms, toMs };
}

/** Index of the first visit that began at `ms` or later. */
function firstFrom(visits: readonly Visit[], ms: number): number {
  let low = 0;
  let high = visits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((visits[middle] as Visit).fromMs < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The bounds. `fullAt`: moments at which the queue was surely full. A full queue to which nothing is added until it is seen full again was full in between.
 * A queue never holds more than it held when it was full. `blurMs`: what the server does may show this much earlier or later in the capture.
 */
export function acceptBounds(upper: StepSeries, stays: readonly Stay[], fullAt: readonly Moment[], blurMs: number): AcceptBounds {
  const moments = [...fullAt].sort((a, b) => a.ms - b.ms);
  // Most queues are never seen full.
  if (moments.length === 0) return { timesMs: upper.timesMs, lower: upper.values.map(() => 0), upper: upper.values };
  const full = fullStretches(moments, stays);
  const times = [...new Set([...upper.timesMs, ...full.flatMap(({ fromMs, toMs }) => [fromMs, toMs])])].sort((a, b) => a - b);
  const fullSeries = occupancy(full);
  const upperValues = valuesAt(upper, times);
  const held = Math.max(1, leastAt(upper, moments, blurMs));
  const lower = valuesAt(fullSeries, times).map((value) => Math.min(value, 1));
  return { timesMs: times, lower, upper: upperValues.map((value, i) => Math.max(Math.min(value, held), lower[i] as number)) };
}

/** Time for which a queue seen full once counts as full: what the clocks of a capture tell apart. */
const INSTANT_MS = 0.001;

function fullStretches(moments: readonly Moment[], stays: readonly Stay[]): Stay[] {
  const stretches: { fromMs: number; toMs: number }[] = [];
  let entered = 0;
  for (const { ms } of moments) {
    const last = stretches[stretches.length - 1];
    let added = false;
    while (entered < stays.length && (stays[entered] as Stay).fromMs <= ms) added = (stays[entered++] as Stay).fromMs > (last?.fromMs ?? ms) || added;
    if (last !== undefined && !added) last.toMs = Math.max(last.toMs, ms + INSTANT_MS);
    else stretches.push({ fromMs: ms, toMs: ms + INSTANT_MS });
  }
  return stretches;
}

function valuesAt(series: StepSeries, times: readonly number[]): number[] {
  const values: number[] = [];
  let step = 0;
  for (const ms of times) {
    while (step < series.timesMs.length && (series.timesMs[step] as number) <= ms) step++;
    values.push(step === 0 ? 0 : (series.values[step - 1] as number));
  }
  return values;
}

/** The least of the highest values around each moment. */
function leastAt(series: StepSeries, moments: readonly Moment[], blurMs: number): number {
  return moments.reduce((least, { ms }) => Math.min(least, highestAround(series, ms, blurMs)), Number.POSITIVE_INFINITY);
}
