/** A series of samples of one host, and the views of it. */
import type {
  CounterSamples,
  HostChange,
  HostIssue,
  HostLook,
  HostOrigin,
  HostRecording,
  HostSample,
  ListenerSamples,
  ListeningSocket,
} from '../../shared/contract/host';
import { beganAnew, counterChanges } from './counter-changes';

/** A part of time in ms since the epoch; null: without that bound. Samples without a time lie in a part without bounds only. */
export interface SampleSpan {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** Samples that are kept: more than two hours at ten a second. The oldest tenth goes when there are more. */
const MOST_SAMPLES = 80_000;
/** Samples whose list of sockets with timers is kept; it is by far the largest part. */
const MOST_TIMER_LISTS = 120;

export class SampleSeries {
  readonly issues: HostIssue[] = [];
  readonly #samples: HostSample[] = [];
  /** How many were dropped at the front. */
  #dropped = 0;
  live = false;

  constructor(
    readonly id: number,
    readonly origin: HostOrigin,
  ) {}

  get length(): number {
    return this.#samples.length;
  }

  /** Index that the next sample will have. */
  get end(): number {
    return this.#dropped + this.#samples.length;
  }

  /** The sample of that index; null: it is not kept any more, or not yet taken. */
  lookAt(index: number): HostLook | null {
    return this.#samples[index - this.#dropped] === undefined ? null : this.#look(index - this.#dropped);
  }

  add(sample: HostSample): void {
    const previous = this.#samples.at(-1);
    this.#samples.push(previous === undefined ? sample : sharingListeners(sample, previous));
    const stale = this.#samples.length - 1 - MOST_TIMER_LISTS;
    const old = this.#samples[stale];
    if (old !== undefined && old.timers !== null) this.#samples[stale] = { ...old, timers: null };
    if (this.#samples.length > MOST_SAMPLES) {
      this.#samples.splice(0, MOST_SAMPLES / 10);
      this.#dropped += MOST_SAMPLES / 10;
    }
  }

  describe(): HostRecording {
    const { id, origin, live, issues } = this;
    const timed = this.#samples.filter(({ timeMs }) => timeMs !== null);
    return {
      recording: id,
      origin,
      live,
      samples: this.length,
      firstMs: timed[0]?.timeMs ?? null,
      lastMs: timed.at(-1)?.timeMs ?? null,
      issues: [...issues],
    };
  }

  /** The sample at `place` among those kept, with what moved since the one before that holds counters. */
  #look(place: number): HostLook {
    const sample = this.#samples[place] as HostSample;
    let before = place - 1;
    while (before >= 0 && this.#samples[before]?.counters === null) before--;
    const previous = this.#samples[before];
    return { recording: this.id, index: place + this.#dropped, sample, changes: previous === undefined ? [] : counterChanges(previous, sample) };
  }

  /** As `look`, each part that the sample lacks from the last before that holds it. Null: there is no such sample. */
  whole(index: number | null): HostLook | null {
    const place = index === null ? this.length - 1 : index - this.#dropped;
    if (this.#samples[place] === undefined) return null;
    const look = this.#look(place);
    let { listeners, timers, timersTruncated, counters, sysctls } = look.sample;
    for (let at = place - 1; at >= 0 && (listeners === null || timers === null || counters === null || sysctls === null); at--) {
      const earlier = this.#samples[at] as HostSample;
      if (timers === null && earlier.timers !== null) timersTruncated = earlier.timersTruncated;
      listeners ??= earlier.listeners;
      timers ??= earlier.timers;
      counters ??= earlier.counters;
      sysctls ??= earlier.sysctls;
    }
    return { ...look, sample: { timeMs: look.sample.timeMs, listeners, timers, timersTruncated, counters, sysctls } };
  }

  within({ fromMs, toMs }: SampleSpan): HostSample[] {
    if (fromMs === null && toMs === null) return this.#samples;
    return this.#samples.filter(
      ({ timeMs }) => timeMs !== null && timeMs >= (fromMs ?? Number.NEGATIVE_INFINITY) && timeMs <= (toMs ?? Number.POSITIVE_INFINITY),
    );
  }

  /** The last sample with counters at or before a time, and the first at or after another: what was counted in between. Null: there are none. */
  around(fromMs: number, toMs: number): { before: HostSample; after: HostSample } | null {
    const counted = this.#samples.filter(({ timeMs, counters }) => timeMs !== null && counters !== null);
    const before = counted.findLast(({ timeMs }) => (timeMs as number) <= fromMs) ?? counted.find(({ timeMs }) => (timeMs as number) <= toMs);
    const after = counted.find(({ timeMs }) => (timeMs as number) >= toMs) ?? counted.findLast(({ timeMs }) => (timeMs as number) >= fromMs);
    if (before === undefined || after === undefined || before === after) return null;
    return beganAnew(before, after) ? null : { before, after };
  }

  changes(span: SampleSpan): HostChange[] {
    const counted = this.within(span).filter(({ counters }) => counters !== null);
    const first = counted[0];
    const last = counted.at(-1);
    return first === undefined || last === undefined || first === last ? [] : counterChanges(first, last);
  }

  /** Times in ms since the epoch; NaN: none. */
  counters(names: readonly string[], span: SampleSpan): CounterSamples {
    const counted = this.within(span).filter(({ counters }) => counters !== null);
    const restarts = counted.map((sample, place) => place > 0 && beganAnew(counted[place - 1] as HostSample, sample));
    const timesMs = Float64Array.from(counted, ({ timeMs }) => timeMs ?? Number.NaN);
    const series = names.map((name) => {
      const totals = Float64Array.from(counted, ({ counters }) => counters?.[name] ?? Number.NaN);
      const deltas = totals.map((total, place) => (place === 0 || restarts[place] ? Number.NaN : total - (totals[place - 1] as number)));
      const ratesHz = deltas.map((delta, place) => (1000 * delta) / ((timesMs[place] as number) - (timesMs[place - 1] ?? Number.NaN)));
      return { name, totals, deltas, ratesHz };
    });
    return { recording: this.id, timesMs, series };
  }

  /** Times in ms since the epoch; NaN: none. Of several sockets on one address (SO_REUSEPORT) the fullest. */
  listener(address: string, port: number, span: SampleSpan): ListenerSamples {
    const listing = this.within(span).filter(({ listeners }) => listeners !== null);
    const found = listing.map(({ listeners }) => listenerAmong(listeners ?? [], address, port));
    return {
      recording: this.id,
      address: found.find((listener) => listener !== null)?.address ?? null,
      timesMs: Float64Array.from(listing, ({ timeMs }) => timeMs ?? Number.NaN),
      queue: Float64Array.from(found, (listener) => listener?.queue ?? Number.NaN),
      limit: Float64Array.from(found, (listener) => listener?.limit ?? Number.NaN),
      halfOpen: Float64Array.from(found, (listener) => listener?.halfOpen ?? Number.NaN),
    };
  }
}

/** Lists that did not change are kept once. */
function sharingListeners(sample: HostSample, previous: HostSample): HostSample {
  const { listeners } = sample;
  if (listeners === null || previous.listeners === null || listeners.length !== previous.listeners.length) return sample;
  return JSON.stringify(listeners) === JSON.stringify(previous.listeners) ? { ...sample, listeners: previous.listeners } : sample;
}

/** The socket that takes connections to an address: its own, else one that takes any; of several the one nearest to (or furthest over) its limit. */
export function listenerAmong(listeners: readonly ListeningSocket[], address: string, port: number): ListeningSocket | null {
  const onPort = listeners.filter((listener) => listener.port === port);
  const own = onPort.filter((listener) => bareAddress(listener.address) === address);
  const wildcards = address.includes(':') ? ['::', '*'] : ['0.0.0.0', '*', '::'];
  const candidates = own.length > 0 ? own : onPort.filter((listener) => wildcards.includes(listener.address));
  const room = ({ queue, limit }: ListeningSocket): number => (limit ?? 0) - queue;
  return candidates.reduce<ListeningSocket | null>(
    (fullest, listener) => (fullest === null || room(listener) < room(fullest) ? listener : fullest),
    null,
  );
}

/** Without the interface that the socket is bound to, and an IPv4 address as itself where an IPv6 socket holds it. */
function bareAddress(address: string): string {
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/, '');
}
