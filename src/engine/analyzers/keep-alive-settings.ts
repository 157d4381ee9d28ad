/** The keep-alive settings of an end, inferred from when it probed; never more certain than the evidence. */
import type { KeepAliveReport } from '../../shared/contract/report-keep-alive';
import { exactSettingMs, roundestMs, timerSettingMs } from '../models/kernel-timer';
import { matchingPresets } from '../models/presets';
import type { ProbeTiming, UnansweredRun } from './keep-alive-timing';

export type KeepAliveSettings = KeepAliveReport['settings'];
type Alternative = KeepAliveSettings['alternatives'][number];
type UnknownReason = NonNullable<KeepAliveSettings['unknown']['idleMs']>;

/** Of the same timer: late by what a kernel adds, but no more. */
export const SAME_TIMER = 0.9;
/** A reset this far from one interval after the last probe was not sent because the count was reached: a timer is late on a busy host, but never early. */
const ON_SCHEDULE = { low: 0.98, high: 1.3 } as const;
/** A user timeout and a smaller count look the same, so a count is never beyond doubt. */
const CERTAINTY = { many: 0.9, count: 0.75, one: 0.7, spacing: 0.5, inferred: 0.5, none: 0 } as const;

export interface SettingsEvidence {
  readonly timing: ProbeTiming;
  readonly payloadBytes: number;
  /** Some probe is known without its sequence number. */
  readonly inferred: boolean;
  /** Time from the capture point to the prober and back, in ms: answers seen there reach the prober later. */
  readonly proberDistanceMs: number;
}

interface Idle {
  readonly value: number | null;
  readonly certainty: number;
  /** Spacing of answered probes: idle time plus round trip, or the interval when that is longer. Null when none followed another. */
  readonly spacing: number | null;
  /** Spacings below this were intervals: the prober did not get the answer that the capture shows. */
  readonly intervalsBelowMs: number;
  /** The spacing is clearly above the idle time: it is the interval. */
  readonly spacingIsInterval: boolean;
}

export function inferSettings(evidence: SettingsEvidence): KeepAliveSettings {
  const { timing } = evidence;
  const idle = idleTime(evidence);
  const death = givenUpRun(timing);
  const intervals = intervalSamples(evidence, idle.intervalsBelowMs);
  // With a single unanswered probe the reset after it is all that shows the interval.
  if (intervals.count === 0 && death !== null) addSample(intervals, death.endMs - death.lastMs);
  const interval = idle.spacingIsInterval ? idle.spacing : settingOf(intervals);
  // Answered probes further apart than the interval: the idle time spaced them.
  const spacingIsIdle = idle.value === null && idle.spacing !== null && interval !== null && interval < SAME_TIMER * idle.spacing;
  const idleMs = idle.value ?? (interval === null || spacingIsIdle ? idle.spacing : null);
  const count = death === null || interval === null ? null : countOf(death, interval);
  const settings = { idleMs, intervalMs: interval, count };
  const idleCertainty = spacingIsIdle ? CERTAINTY.many : idle.value === null ? CERTAINTY.spacing : idle.certainty;
  const intervalCertainty = intervals.count > 1 || idle.spacingIsInterval ? CERTAINTY.many : CERTAINTY.one;
  const certainty = Math.min(
    CERTAINTY.many,
    idleMs === null ? 1 : idleCertainty,
    interval === null ? 1 : intervalCertainty,
    count === null ? 1 : CERTAINTY.count,
    evidence.inferred ? CERTAINTY.inferred : 1,
  );
  return {
    idleMs,
    intervalMs: interval,
    count,
    userTimeoutMs: null,
    confidence: idleMs === null && interval === null ? CERTAINTY.none : certainty,
    alternatives: alternatives(settings, idle, spacingIsIdle, death),
    unknown: unknownReasons(settings, timing),
    presets: matchingPresets(settings, evidence.payloadBytes),
  };
}

/** Silence before the first probe, set against the spacing of answered probes. */
function idleTime({ timing, proberDistanceMs }: SettingsEvidence): Idle {
  const exact = exactSettingMs(timing.spacing);
  const first = { count: timing.idle.count, shortestMs: timing.idle.shortestMs - proberDistanceMs };
  const intervalsBelowMs = SAME_TIMER * first.shortestMs;
  const answered = noSamples();
  const regular = noSamples();
  for (const value of timing.answeredMs) {
    addSample(answered, value - proberDistanceMs);
    if (value - proberDistanceMs >= intervalsBelowMs) addSample(regular, value - proberDistanceMs);
  }
  // Most answered probes come sooner than the first did: the option was set only later, the first silence tells nothing.
  const firstMisleads = first.count > 0 && (answered.count - regular.count) * 2 > answered.count;
  if (first.count === 0 || firstMisleads) {
    return { value: null, certainty: 0, spacing: exact ?? settingOf(answered), intervalsBelowMs: Number.NEGATIVE_INFINITY, spacingIsInterval: false };
  }
  const spacing = exact ?? settingOf(regular);
  if (spacing !== null && spacing * SAME_TIMER > first.shortestMs) {
    const alone = timerSettingMs(first.shortestMs, first.shortestMs);
    return { value: alone, certainty: CERTAINTY.count, spacing, intervalsBelowMs, spacingIsInterval: true };
  }
  const certainty = first.count + regular.count > 2 ? CERTAINTY.many : CERTAINTY.one;
  addSample(regular, first.shortestMs);
  return { value: exact ?? settingOf(regular), certainty, spacing, intervalsBelowMs, spacingIsInterval: false };
}

/** Times that one timer kept, as far as its setting shows in them. */
interface Samples {
  count: number;
  /** In ms; Infinity and 0 without any. */
  shortestMs: number;
  longestMs: number;
}

function noSamples(): Samples {
  return { count: 0, shortestMs: Number.POSITIVE_INFINITY, longestMs: 0 };
}

function addSample(samples: Samples, ms: number): void {
  samples.count++;
  if (ms < samples.shortestMs) samples.shortestMs = ms;
  if (ms > samples.longestMs) samples.longestMs = ms;
}

function settingOf({ count, shortestMs, longestMs }: Samples): number | null {
  return count === 0 ? null : timerSettingMs(shortestMs, longestMs);
}

/** Intervals of which one probe or more was not captured are multiples of the others. */
const GAP_FACTOR = 1.5;

/** From probes that nothing answered, and from those whose answer the prober did not get. Multiples of the shortest are left out. */
function intervalSamples({ timing, proberDistanceMs }: SettingsEvidence, intervalsBelowMs: number): Samples {
  const addTo = (samples: Samples, belowMs: number): Samples => {
    for (const ms of timing.unansweredMs) if (ms < belowMs) addSample(samples, ms);
    for (const value of timing.answeredMs) {
      const ms = value - proberDistanceMs;
      if (ms < intervalsBelowMs && ms < belowMs) addSample(samples, ms);
    }
    return samples;
  };
  const { shortestMs } = addTo(noSamples(), Number.POSITIVE_INFINITY);
  return addTo(noSamples(), GAP_FACTOR * shortestMs);
}

/** The run of probes after which the prober reset the connection. */
export function givenUpRun(timing: ProbeTiming): UnansweredRun | null {
  return timing.runs.find(({ end }) => end === 'own-reset') ?? null;
}

/** Probes that the run took by the clock, as a probe may be missing in the capture; null when the reset was off schedule. */
function countOf(run: UnansweredRun, intervalMs: number): number | null {
  if (!resetOnSchedule(run, intervalMs)) return null;
  return Math.max(run.count, Math.round((run.endMs - run.startMs) / (intervalMs * 1.05)));
}

/** Did the reset come one interval after the last probe? */
export function resetOnSchedule(run: UnansweredRun, intervalMs: number): boolean {
  const last = run.endMs - run.lastMs;
  return last >= ON_SCHEDULE.low * intervalMs && last <= ON_SCHEDULE.high * intervalMs;
}

function alternatives(
  settings: { readonly idleMs: number | null; readonly intervalMs: number | null; readonly count: number | null },
  idle: Idle,
  spacingIsIdle: boolean,
  death: UnansweredRun | null,
): Alternative[] {
  const found: Alternative[] = [];
  const { idleMs, intervalMs, count } = settings;
  if (intervalMs === null && idle.value !== null && idle.spacing !== null) {
    found.push({ idleMs, intervalMs: idle.spacing, count: null, userTimeoutMs: null, reason: 'interval-as-long-as-idle' });
  } else if (idle.value === null && idle.spacing !== null && !spacingIsIdle && intervalMs === null) {
    found.push({ idleMs: null, intervalMs: idle.spacing, count: null, userTimeoutMs: null, reason: 'spacing-is-interval' });
  }
  if (death !== null && count !== null && !Number.isNaN(death.peerHeardMs)) {
    const userTimeoutMs = roundestMs(death.lastMs - death.peerHeardMs + 1, death.endMs - death.peerHeardMs);
    found.push({ idleMs, intervalMs, count: null, userTimeoutMs, reason: 'user-timeout-instead-of-count' });
  }
  return found;
}

function unknownReasons(
  settings: { readonly idleMs: number | null; readonly intervalMs: number | null; readonly count: number | null },
  timing: ProbeTiming,
): KeepAliveSettings['unknown'] {
  const reasons: Partial<Record<'idleMs' | 'intervalMs' | 'count' | 'userTimeoutMs', UnknownReason>> = { userTimeoutMs: 'not-on-the-wire' };
  if (settings.idleMs === null) reasons.idleMs = 'no-silence-captured';
  if (settings.intervalMs === null) reasons.intervalMs = timing.runs.length === 0 ? 'every-probe-answered' : 'one-probe-only';
  if (settings.count === null) reasons.count = givenUpRun(timing) === null ? 'never-given-up' : 'reset-off-schedule';
  return reasons;
}
