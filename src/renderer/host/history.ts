import type { CounterSamples, ListenerSamples } from '../../shared/contract/host';
import { HOST_COUNTERS } from '../../shared/contract/host-counters';

/** Series that one chart can tell apart. */
const MOST_SERIES = 8;
/** Counters of mere traffic are in the table of what happened; in the chart they would dwarf all others. */
const NOT_DRAWN: ReadonlySet<string> = new Set(['InSegs', 'OutSegs']);

export const DRAWN_COUNTERS: readonly string[] = HOST_COUNTERS.map(({ name }) => name).filter((name) => !NOT_DRAWN.has(name));

/** Queue and counters over the same axis. */
export interface History {
  /** ms since the epoch; where samples have no time, their number from 1. */
  readonly hasTimes: boolean;
  readonly queue: readonly QueuePoint[];
  readonly counters: readonly CounterSeries[];
}

export interface QueuePoint {
  readonly x: number;
  /** NaN: the listener was not there, or the value is not known. */
  readonly queue: number;
  readonly limit: number;
  readonly halfOpen: number;
}

export interface CounterSeries {
  readonly name: string;
  readonly alarming: boolean;
  /** A second; since the sample before where samples have no time. */
  readonly points: readonly { readonly x: number; readonly value: number; readonly total: number }[];
}

/** Counters that moved, the alarming ones first; ListenOverflows always, so that it is seen to rest. */
export function historyOf(listener: ListenerSamples, counters: CounterSamples): History {
  const hasTimes = [...listener.timesMs, ...counters.timesMs].some((timeMs) => !Number.isNaN(timeMs));
  const xOf = (timesMs: Float64Array, place: number): number => (hasTimes ? (timesMs[place] as number) : place + 1);
  const queue = Array.from(listener.timesMs.keys(), (place) => ({
    x: xOf(listener.timesMs, place),
    queue: listener.queue[place] as number,
    limit: listener.limit[place] as number,
    halfOpen: listener.halfOpen[place] as number,
  }));
  const series = counters.series
    .filter(({ name, deltas }) => name === 'ListenOverflows' || deltas.some((delta) => delta > 0))
    .map(({ name, totals, deltas, ratesHz }) => ({
      name,
      alarming: HOST_COUNTERS.find((counter) => counter.name === name)?.alarming ?? false,
      points: Array.from(counters.timesMs.keys(), (place) => ({
        x: xOf(counters.timesMs, place),
        value: (hasTimes ? ratesHz : deltas)[place] as number,
        total: totals[place] as number,
      })),
    }));
  const sorted = [...series].sort((a, b) => Number(b.alarming) - Number(a.alarming));
  return { hasTimes, queue, counters: sorted.slice(0, MOST_SERIES) };
}

/** A second; where samples have no time, a step. */
const leastSpan = ({ hasTimes }: History): number => (hasTimes ? 1000 : 1);

/** First and last x. Of a single one, with some time before it: an axis without length would begin at 0, in 1970. */
export function spanOfHistory(history: History): [first: number, last: number] {
  const xs = [...history.queue.map(({ x }) => x), ...(history.counters[0]?.points.map(({ x }) => x) ?? [])];
  const first = xs.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY);
  const last = xs.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY);
  return [first < last ? first : last - leastSpan(history), last];
}
