import type { ListenerSamples } from '../../shared/contract/host';
import { LISTENER_EVENTS, type ListenerDetail, type ListenerEvent } from '../../shared/contract/listener-rows';

/** An equal part of the time shown: the queues' highest lengths in it, and what happened in it. */
export interface QueuePart {
  readonly fromMs: number;
  readonly halfOpen: number;
  readonly lower: number;
  readonly upper: number;
  /** Highest Recv-Q and Send-Q that the kernel said in it; NaN: none. */
  readonly recvQ: number;
  readonly limit: number;
  readonly counts: Readonly<Record<ListenerEvent, number>>;
  /** Packets behind the counts, at most some of each kind. */
  readonly frames: Readonly<Record<ListenerEvent, readonly number[]>>;
}

/** The chart's bars, and the queues in the same parts: rows of the table twin. */
export function queueParts({ fromMs, queues, events }: ListenerDetail, sampled: ListenerSamples | null): QueuePart[] {
  const { bucketMs, counts } = events;
  const framesOf = framesByPart(events, counts.arrival.length);
  let step = 0;
  return Array.from(counts.arrival, (_, part) => {
    const startMs = fromMs + part * bucketMs;
    while (step + 1 < queues.timesMs.length && (queues.timesMs[step + 1] ?? 0) <= startMs) step++;
    let last = step;
    while (last + 1 < queues.timesMs.length && (queues.timesMs[last + 1] ?? 0) < startMs + bucketMs) last++;
    const highest = (values: Uint32Array): number => Math.max(0, ...values.subarray(step, last + 1));
    const record = <T>(of: (kind: ListenerEvent) => T) =>
      Object.fromEntries(LISTENER_EVENTS.map((kind) => [kind, of(kind)])) as Record<ListenerEvent, T>;
    return {
      fromMs: startMs,
      halfOpen: highest(queues.halfOpen),
      lower: highest(queues.lower),
      upper: highest(queues.upper),
      recvQ: highestIn(sampled?.timesMs, sampled?.queue, startMs, bucketMs),
      limit: highestIn(sampled?.timesMs, sampled?.limit, startMs, bucketMs),
      counts: record((kind) => counts[kind][part] ?? 0),
      frames: record((kind) => framesOf[part]?.[LISTENER_EVENTS.indexOf(kind)] ?? []),
    };
  });
}

function highestIn(timesMs: Float64Array | undefined, values: Float64Array | undefined, fromMs: number, lengthMs: number): number {
  let highest = Number.NaN;
  for (const [index, ms] of (timesMs ?? []).entries()) {
    const value = values?.[index] ?? Number.NaN;
    if (ms >= fromMs && ms < fromMs + lengthMs && !Number.isNaN(value)) highest = Number.isNaN(highest) ? value : Math.max(highest, value);
  }
  return highest;
}

function framesByPart({ buckets, kinds, frames }: ListenerDetail['events'], parts: number): number[][][] {
  const found: number[][][] = Array.from({ length: parts }, () => LISTENER_EVENTS.map(() => []));
  for (const [index, bucket] of buckets.entries()) found[bucket]?.[kinds[index] ?? 0]?.push(frames[index] ?? 0);
  return found;
}

/** Packets behind everything that happened in a part, in order. */
export function partFrames({ frames }: QueuePart): number[] {
  return [...new Set(Object.values(frames).flat())].sort((a, b) => a - b);
}

/** Rows of the CSV export: times in ms since the capture's first packet; empty where nothing was sampled. */
export function queueCsv(parts: readonly QueuePart[]): (string | number)[][] {
  const known = (value: number): number | string => (Number.isNaN(value) ? '' : value);
  const queues = ['half_open', 'accept_at_least', 'accept_at_most', 'recv_q', 'limit'];
  const events = ['new_syns', 'dropped_syns', 'ignored', 'rejected', 'syns_again', 'syn_acks_again'];
  return [
    ['from_ms', ...queues, ...events],
    ...parts.map(({ fromMs, halfOpen, lower, upper, recvQ, limit, counts }) => [
      fromMs,
      halfOpen,
      lower,
      upper,
      known(recvQ),
      known(limit),
      ...LISTENER_EVENTS.map((kind) => counts[kind]),
    ]),
  ];
}
