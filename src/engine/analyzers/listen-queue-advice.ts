/** Numbers that advice about a listener rests on: what it would have needed, by the attempts that were seen. */
import type { ListenerStudy } from './listen-queue-listener';
import { highestValue } from './step-series';

/** Backlogs are powers of two by custom; below the least (SOMAXCONN of old) no memory is saved, above the largest (the type of a `listen()` limit of old) nothing is gained. */
const LEAST_BACKLOG = 128;
const LARGEST_BACKLOG = 65_535;

export interface QueueNeeds {
  /** Attempts that were dropped, ignored or rejected at least once. */
  readonly turnedAway: number;
  /** Room for those that waited and those that were turned away, all at once. */
  readonly advisedBacklog: number;
  /** Connections a second on which the application was heard for the first time; null for fewer than two. */
  readonly servedPerSecond: number | null;
  /** `never`: heard on none; `slow`: on fewer a second than came in the busiest one; `burst`: on as many. */
  readonly acceptance: 'never' | 'slow' | 'burst';
}

export function queueNeeds(study: ListenerStudy): QueueNeeds {
  const { evidence, bounds, ratePeak } = study;
  const turnedAway = new Set(
    [...evidence.dropped, ...evidence.stalled, ...evidence.recovered, ...evidence.rejected].map(({ connection }) => connection),
  ).size;
  const waited = Math.max(study.halfOpenPeak, highestValue(bounds.upper));
  const rate = servedPerSecond(study);
  const heard = heardTimes(study).length > 0;
  return {
    turnedAway,
    advisedBacklog: roundBacklog(waited + turnedAway),
    servedPerSecond: rate === null ? null : Number(rate.toPrecision(3)),
    acceptance: !heard ? 'never' : rate === null || rate < ratePeak ? 'slow' : 'burst',
  };
}

function roundBacklog(connections: number): number {
  return Math.min(LARGEST_BACKLOG, Math.max(LEAST_BACKLOG, 2 ** Math.ceil(Math.log2(Math.max(1, connections)))));
}

/** Connections a second on which the application was heard for the first time; null for fewer than two. */
export function servedPerSecond(study: Pick<ListenerStudy, 'attempts' | 'plain'>): number | null {
  const heardMs = heardTimes(study);
  const first = heardMs.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY);
  const last = heardMs.reduce((most, ms) => Math.max(most, ms), 0);
  return last > first ? ((heardMs.length - 1) / (last - first)) * 1000 : null;
}

/** When the application was heard for the first time on each connection on which it was. */
function heardTimes({ attempts, plain }: Pick<ListenerStudy, 'attempts' | 'plain'>): number[] {
  const heardMs = attempts.flatMap(({ spoken }) => spoken?.ms ?? []);
  if (plain.count === 0) return heardMs;
  return [...plain.spokenMs.subarray(0, plain.count).filter((ms) => ms !== Number.POSITIVE_INFINITY), ...heardMs];
}
