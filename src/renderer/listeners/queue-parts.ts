import { LISTENER_EVENTS, type ListenerDetail, type ListenerEvent } from '../../shared/contract/listener-rows';

/** An equal part of the time shown: the queues' highest lengths in it, and what happened in it. */
export interface QueuePart {
  readonly fromMs: number;
  readonly halfOpen: number;
  readonly lower: number;
  readonly upper: number;
  readonly counts: Readonly<Record<ListenerEvent, number>>;
  /** Packets behind the counts, at most some of each kind. */
  readonly frames: Readonly<Record<ListenerEvent, readonly number[]>>;
}

/** The chart's bars, and the queues in the same parts: rows of the table twin. */
export function queueParts({ fromMs, queues, events }: ListenerDetail): QueuePart[] {
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
      counts: record((kind) => counts[kind][part] ?? 0),
      frames: record((kind) => framesOf[part]?.[LISTENER_EVENTS.indexOf(kind)] ?? []),
    };
  });
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

/** Rows of the CSV export: times in ms since the capture's first packet. */
export function queueCsv(parts: readonly QueuePart[]): (string | number)[][] {
  return [
    ['from_ms', 'half_open', 'accept_at_least', 'accept_at_most', 'new_syns', 'dropped_syns', 'ignored', 'rejected', 'syns_again', 'syn_acks_again'],
    ...parts.map(({ fromMs, halfOpen, lower, upper, counts }) => [fromMs, halfOpen, lower, upper, ...LISTENER_EVENTS.map((kind) => counts[kind])]),
  ];
}
