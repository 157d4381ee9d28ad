/** What a listener's charts draw: its queues as steps, and its drops and retransmissions in equal parts of the time shown. */
import { LISTENER_EVENTS, type ListenerDetail, type ListenerEvent, type ListenerEvents } from '../../shared/contract/listener-rows';
import type { Moment } from '../analyzers/listen-queue-attempt';
import type { ListenerStudy } from '../analyzers/listen-queue-listener';
import type { StepSeries } from '../analyzers/step-series';

/** A stretch of time in ms since the capture's first packet, both ends included. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The queues' lengths within the stretch: every step while there are at most `points`, else the highest of each of `points` equal parts. */
export function queueSteps({ halfOpen, bounds }: ListenerStudy, stretch: Stretch, points: number): ListenerDetail['queues'] {
  const lower = { timesMs: bounds.timesMs, values: bounds.lower };
  const upper = { timesMs: bounds.timesMs, values: bounds.upper };
  const exact = stepsIn(halfOpen, stretch) + stepsIn(bounds, stretch) < points;
  const shown = exact ? stepTimes([halfOpen, bounds], stretch) : partsOf(stretch, points);
  const read = exact ? valuesAt : highestFrom;
  const values = (steps: StepSeries) => read(steps, shown, stretch.toMs);
  return { timesMs: Float64Array.from(shown), halfOpen: values(halfOpen), lower: values(lower), upper: values(upper) };
}

function stepsIn({ timesMs }: Pick<StepSeries, 'timesMs'>, { fromMs, toMs }: Stretch): number {
  let steps = 0;
  for (const ms of timesMs) if (ms > fromMs && ms <= toMs) steps++;
  return steps;
}

/** The stretch's begin, and every moment in it at which one of the series changes. */
function stepTimes(series: readonly Pick<StepSeries, 'timesMs'>[], { fromMs, toMs }: Stretch): number[] {
  const times = new Set([fromMs]);
  for (const { timesMs } of series) for (const ms of timesMs) if (ms > fromMs && ms <= toMs) times.add(ms);
  return [...times].sort((a, b) => a - b);
}

function partsOf({ fromMs, toMs }: Stretch, parts: number): number[] {
  return Array.from({ length: parts }, (_, part) => fromMs + ((toMs - fromMs) * part) / parts);
}

/** The value that holds at each of the times, which ascend. */
function valuesAt({ timesMs, values }: StepSeries, times: readonly number[]): Uint32Array<ArrayBuffer> {
  let step = 0;
  return Uint32Array.from(times, (ms) => {
    while (step < timesMs.length && (timesMs[step] as number) <= ms) step++;
    return step === 0 ? 0 : (values[step - 1] as number);
  });
}

/** The highest value from each of the times until the next, and from the last until `endMs`. */
function highestFrom({ timesMs, values }: StepSeries, times: readonly number[], endMs: number): Uint32Array<ArrayBuffer> {
  let step = 0;
  return Uint32Array.from(times, (ms, part) => {
    while (step < timesMs.length && (timesMs[step] as number) <= ms) step++;
    let highest = step === 0 ? 0 : (values[step - 1] as number);
    const nextMs = times[part + 1] ?? endMs;
    while (step < timesMs.length && (timesMs[step] as number) < nextMs) highest = Math.max(highest, values[step++] as number);
    return highest;
  });
}

/** Packets named of one kind in one part. */
const MOST_FRAMES = 50;

/** What happened at a listener, but for the arrivals. */
export type EventMoments = Readonly<Record<Exclude<ListenerEvent, 'arrival'>, readonly Moment[]>>;

/** `arrivalsMs`: first SYNs of all attempts; `parts`: how many equal parts the stretch is counted in. */
export function listenerEvents(happened: EventMoments, arrivalsMs: Float64Array, stretch: Stretch, parts: number): ListenerEvents {
  const bucketMs = Math.max((stretch.toMs - stretch.fromMs) / parts, 1e-3);
  const counts = Object.fromEntries(LISTENER_EVENTS.map((kind) => [kind, new Uint32Array(parts)])) as Record<ListenerEvent, Uint32Array<ArrayBuffer>>;
  const bucketOf = (ms: number): number =>
    ms < stretch.fromMs || ms > stretch.toMs ? -1 : Math.min(parts - 1, Math.floor((ms - stretch.fromMs) / bucketMs));
  const named: { readonly bucket: number; readonly kind: number; readonly frame: number }[] = [];
  for (const ms of arrivalsMs) if (bucketOf(ms) >= 0) increment(counts.arrival, bucketOf(ms));
  for (const [kind, moments] of Object.entries(happened) as [ListenerEvent, readonly Moment[]][]) {
    for (const { ms, frame } of moments) {
      const bucket = bucketOf(ms);
      if (bucket < 0) continue;
      if (increment(counts[kind], bucket) <= MOST_FRAMES) named.push({ bucket, kind: LISTENER_EVENTS.indexOf(kind), frame });
    }
  }
  named.sort((a, b) => a.bucket - b.bucket || a.kind - b.kind || a.frame - b.frame);
  return {
    bucketMs,
    counts,
    buckets: Uint32Array.from(named, ({ bucket }) => bucket),
    kinds: Uint8Array.from(named, ({ kind }) => kind),
    frames: Uint32Array.from(named, ({ frame }) => frame),
  };
}

function increment(counts: Uint32Array, bucket: number): number {
  const count = (counts[bucket] as number) + 1;
  counts[bucket] = count;
  return count;
}

export function eventMoments({ attempts, evidence }: ListenerStudy): EventMoments {
  return {
    droppedSyn: evidence.dropped,
    ignored: [...evidence.stalled, ...evidence.recovered].flatMap(({ vain }) => vain),
    rejected: evidence.rejected.flatMap(({ ack }) => ack ?? []),
    synAgain: attempts.flatMap(({ syns }) => syns.slice(1)),
    synAckAgain: attempts.flatMap(({ synAcks }) => synAcks.slice(1)),
  };
}
