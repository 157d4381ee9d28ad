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
/** A reset this far from one interval after the last probe was not sent because the count was reached. */
const ON_SCHEDULE = { low: 0.75, high: 1.3 } as const;
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
  /** Spacings that were intervals: the prober did not get the answer that the capture shows. */
  readonly intervals: readonly number[];
  /** The spacing is clearly above the idle time: it is the interval. */
  readonly spacingIsInterval: boolean;
}

export function inferSettings(evidence: SettingsEvidence): KeepAliveSettings {
  const { timing } = evidence;
  const idle = idleTime(evidence);
  const death = givenUpRun(timing);
  const intervalSamples = withoutGaps([...timing.unansweredMs, ...idle.intervals]);
  // With a single unanswered probe the reset after it is all that shows the interval.
  if (intervalSamples.length === 0 && death !== null) intervalSamples.push(death.endMs - death.lastMs);
  const interval = idle.spacingIsInterval ? idle.spacing : timerSettingMs(intervalSamples);
  // Answered probes further apart than the interval: the idle time spaced them.
  const spacingIsIdle = idle.value === null && idle.spacing !== null && interval !== null && interval < SAME_TIMER * idle.spacing;
  const idleMs = idle.value ?? (interval === null || spacingIsIdle ? idle.spacing : null);
  const count = death === null || interval === null ? null : countOf(death, interval);
  const settings = { idleMs, intervalMs: interval, count, userTimeoutMs: null };
  const certainties = [
    idleMs === null ? 1 : spacingIsIdle ? CERTAINTY.many : idle.value === null ? CERTAINTY.spacing : idle.certainty,
    interval === null ? 1 : intervalSamples.length > 1 || idle.spacingIsInterval ? CERTAINTY.many : CERTAINTY.one,
    count === null ? 1 : CERTAINTY.count,
    evidence.inferred ? CERTAINTY.inferred : 1,
  ];
  const nothing = idleMs === null && interval === null;
  return {
    ...settings,
    confidence: nothing ? CERTAINTY.none : Math.min(...certainties, CERTAINTY.many),
    alternatives: alternatives(settings, idle, spacingIsIdle, death),
    unknown: unknownReasons(settings, timing),
    presets: matchingPresets(settings, evidence.payloadBytes),
  };
}

/** Silence before the first probe, set against the spacing of answered probes. */
function idleTime({ timing, proberDistanceMs }: SettingsEvidence): Idle {
  const first = timing.idleMs.map((value) => value - proberDistanceMs);
  const answered = timing.answeredMs.map((value) => value - proberDistanceMs);
  const exact = exactSettingMs(timing.spacing);
  const shortestFirst = first.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...first.slice(0, MOST_SAMPLES));
  const short = answered.filter((value) => value < SAME_TIMER * shortestFirst);
  // Most answered probes come sooner than the first did: the option was set only later, the first silence tells nothing.
  const firstMisleads = first.length > 0 && short.length * 2 > answered.length;
  if (first.length === 0 || firstMisleads) {
    return { value: null, certainty: 0, spacing: exact ?? timerSettingMs(answered), intervals: [], spacingIsInterval: false };
  }
  const regular = answered.filter((value) => value >= SAME_TIMER * shortestFirst);
  const spacing = exact ?? timerSettingMs(regular);
  const alone = timerSettingMs(first) as number;
  if (spacing !== null && spacing * SAME_TIMER > alone) {
    return { value: alone, certainty: CERTAINTY.count, spacing, intervals: short, spacingIsInterval: true };
  }
  const value = exact ?? timerSettingMs([...first, ...regular]);
  return {
    value,
    certainty: first.length + regular.length > 2 ? CERTAINTY.many : CERTAINTY.one,
    spacing,
    intervals: short,
    spacingIsInterval: false,
  };
}

/** Samples beyond this say nothing new. */
const MOST_SAMPLES = 10_000;

/** Intervals of which one probe or more was not captured are multiples of the others. */
function withoutGaps(values: readonly number[]): number[] {
  const shortest = Math.min(...values.slice(0, MOST_SAMPLES));
  return values.filter((value) => value < shortest * 1.5);
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
