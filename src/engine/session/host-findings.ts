/** What a capture tells about its listeners against what the kernel counted and showed meanwhile. */
import type { HostSample } from '../../shared/contract/host';
import type { ListenerReport } from '../../shared/contract/report-listener';
import type { Finding } from '../analyzers/analyzer';
import { riseOf } from '../host/counter-changes';
import type { SampleSeries } from '../host/host-recording';

/** A capture's part in the comparison; times in ms since the epoch. */
export interface CapturedListeners {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly listeners: readonly ListenerReport[];
}

/** Clocks of a host and of a capture beside it differ by no more, and a sample takes no longer. */
const SLACK_MS = 250;
const MOST_FRAMES = 20;

/** Empty where the samples do not cover the capture's time. */
export function hostFindings(captured: CapturedListeners, series: SampleSeries): Finding[] {
  const span = series.around(captured.firstMs, captured.lastMs);
  return [
    ...(span === null ? [] : overflowFindings(captured, series, span)),
    ...(span === null ? [] : cookieFindings(captured, span)),
    ...captured.listeners.flatMap((listener) => boundsFinding(listener, captured, series)),
  ];
}

interface CountedSpan {
  readonly before: HostSample;
  readonly after: HostSample;
}

function overflowFindings(captured: CapturedListeners, series: SampleSeries, { before, after }: CountedSpan): Finding[] {
  const counted = riseOf('ListenOverflows', before, after);
  if (counted === null) return [];
  const overflowing = captured.listeners.filter(({ acceptQueue }) => acceptQueue.overflow === 'yes');
  if (overflowing.length > 0) return overflowing.map((listener) => ofOverflow(listener, counted));
  if (counted === 0) return [];
  const full = captured.listeners.flatMap((listener) => fullListener(listener, captured, series, counted) ?? []);
  if (full.length > 0) return full;
  return captured.listeners.length === 0 ? [] : [finding('host.overflow-elsewhere', 'warning', 0.7, null, [], { counted })];
}

/** The capture shows an overflow: the kernel has counted it, or contradicts. */
function ofOverflow(listener: ListenerReport, counted: number): Finding {
  const frames = listener.acceptQueue.evidence.slice(0, MOST_FRAMES);
  const data = { counted, ...endpointOf(listener) };
  if (counted > 0) return finding('host.overflow-confirmed', 'info', 0.95, listener.id, frames, data);
  return finding('host.overflow-not-counted', 'warning', 0.85, listener.id, frames, data);
}

/** The capture shows no overflow of this listener, yet its queue was full while overflows were counted. */
function fullListener(listener: ListenerReport, captured: CapturedListeners, series: SampleSeries, counted: number): Finding | null {
  const { address, queue, limit } = series.listener(listener.address, listener.port, spanOf(captured));
  const place = queue.findIndex((length, at) => length > (limit[at] as number));
  if (place < 0) return null;
  const data = { counted, socket: address, queue: queue[place] as number, limit: limit[place] as number, ...endpointOf(listener) };
  const none = listener.acceptQueue.overflow === 'no';
  const code = none ? 'host.overflow-not-captured' : 'host.overflow-seen-by-kernel';
  const ruledOut = none ? [] : [{ reason: 'hostCountedNotFiltered' }];
  return { ...finding(code, none ? 'warning' : 'error', 0.9, listener.id, [], data), ruledOut, applicationSees: none ? null : 'connectTimesOut' };
}

function cookieFindings({ listeners }: CapturedListeners, { before, after }: CountedSpan): Finding[] {
  const sent = riseOf('SyncookiesSent', before, after);
  if (sent === null || listeners.length === 0) return [];
  const claimed = listeners.filter(({ cookies }) => cookies === 'likely');
  if (sent === 0) return claimed.map((listener) => finding('host.cookies-not-counted', 'warning', 0.85, listener.id, [], endpointOf(listener)));
  if (claimed.length > 0 || listeners.some(({ cookies }) => cookies === 'unknown')) return [];
  return [finding('host.cookies-not-captured', 'warning', 0.6, null, [], { counted: sent })];
}

/** Samples whose Recv-Q lies outside what the capture lets be. */
function boundsFinding(listener: ListenerReport, captured: CapturedListeners, series: SampleSeries): Finding[] {
  const { timesMs, queue } = series.listener(listener.address, listener.port, spanOf(captured));
  const steps = listener.acceptQueue.series.map(([time, lower, upper]) => ({ timeMs: Number(time) * 1000, lower, upper }));
  if (steps.length === 0) return [];
  const outside = Array.from(timesMs.keys()).filter((place) => {
    const { lower, upper } = boundsAround(steps, timesMs[place] as number);
    const length = queue[place] as number;
    return length < lower || length > upper;
  });
  const first = outside[0];
  if (first === undefined) return [];
  const { lower, upper } = boundsAround(steps, timesMs[first] as number);
  const data = { samples: outside.length, of: timesMs.length, queue: queue[first] as number, lower, upper, ...endpointOf(listener) };
  return [finding('host.queue-outside-bounds', 'warning', 0.7, listener.id, [], data)];
}

interface Step {
  readonly timeMs: number;
  readonly lower: number;
  readonly upper: number;
}

/** The widest bounds of the time around a sample; before the first step nothing is known to wait, and nothing excluded. */
function boundsAround(steps: readonly Step[], timeMs: number): { lower: number; upper: number } {
  const first = lastStepAt(steps, timeMs - SLACK_MS);
  if (first < 0) return { lower: 0, upper: Number.POSITIVE_INFINITY };
  let { lower, upper } = steps[first] as Step;
  for (let place = first + 1; place < steps.length && (steps[place] as Step).timeMs <= timeMs + SLACK_MS; place++) {
    lower = Math.min(lower, (steps[place] as Step).lower);
    upper = Math.max(upper, (steps[place] as Step).upper);
  }
  return { lower, upper };
}

/** Place of the step in force at that time; -1: before all of them. */
function lastStepAt(steps: readonly Step[], timeMs: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as Step).timeMs <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function spanOf({ firstMs, lastMs }: CapturedListeners) {
  return { fromMs: firstMs - SLACK_MS, toMs: lastMs + SLACK_MS };
}

function endpointOf({ address, port }: ListenerReport) {
  return { address, port };
}

function finding(
  code: string,
  severity: Finding['severity'],
  confidence: number,
  listener: number | null,
  frames: readonly number[],
  data: Finding['data'],
): Finding {
  return { code, severity, confidence, connection: null, listener, frames: [...frames], data, ruledOut: [], applicationSees: null };
}
