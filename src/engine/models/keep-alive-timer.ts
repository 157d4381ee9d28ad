/** What Linux does with a keep-alive setting: the time line towards a silent peer, when it gives up, and what else on the path may be sooner. */
import { IDLE_TIMEOUT_PRESETS } from './presets';

export interface KeepAliveScenario {
  readonly idleMs: number;
  readonly intervalMs: number;
  readonly count: number;
  /** TCP_USER_TIMEOUT; null: not set. */
  readonly userTimeoutMs: number | null;
  /** Idle timeout of a device on the path; null: none. */
  readonly deviceTimeoutMs: number | null;
  /** Period of an application heartbeat; null: none. */
  readonly heartbeatMs: number | null;
}

export const LINUX_DEFAULTS: KeepAliveScenario = {
  idleMs: 7_200_000,
  intervalMs: 75_000,
  count: 9,
  userTimeoutMs: null,
  deviceTimeoutMs: null,
  heartbeatMs: null,
};

/** One step of the time line; `atMs` counts from the last segment received. `number`: of the probe, from 1. */
export type TimelineStep =
  | { readonly kind: 'probe'; readonly atMs: number; readonly number: number }
  | { readonly kind: 'beat' | 'device-forgets' | 'reset' | 'timeout'; readonly atMs: number };

export type DetectedBy = 'keep-alive' | 'user-timeout' | 'retransmission';

export interface KeepAlivePrediction {
  /** Towards a peer that is silent from the start; every probe, the device, and the end. */
  readonly steps: readonly TimelineStep[];
  /** When the connection is given up, and by what: the longest time to detection, as the peer may die right after its last segment. */
  readonly deathMs: number;
  readonly detectedBy: DetectedBy;
  /** Longest silence on the path while both ends live: the device must be more patient than this. */
  readonly longestSilenceMs: number;
  /** `device-first`: the device forgets the living connection in that silence; `kept`: probes or beats come in time; null without a device. */
  readonly device: { readonly verdict: 'device-first' | 'kept'; readonly timeoutMs: number; readonly names: readonly string[] } | null;
  /** Probes and answers an hour towards a living peer; 0 while beats keep the idle timer from expiring. */
  readonly packetsPerHour: number;
  readonly bytesPerHour: number;
  /** A setting that refreshes the device in time, with the same detection effort; null where none is needed. */
  readonly recommended: { readonly idleMs: number; readonly intervalMs: number; readonly count: number } | null;
}

/** Hypothetical timeout of Linux's 15 retransmissions from the smallest RTO on (Documentation/networking/ip-sysctl.rst, tcp_retries2). */
const RETRANSMISSION_TIMEOUT_MS = 924_600;
/** A pure ACK with timestamps in IPv4 on Ethernet: 14 + 20 + 32. */
const PROBE_BYTES = 66;
const HOUR_MS = 3_600_000;
/** Rounds that a recommended setting leaves before the device's timeout. */
const MARGIN = 2;

/** Milliseconds from the last segment until a silent peer is given up by keep-alive, and by which rule. */
export function keepAliveDeathMs({ idleMs, intervalMs, count, userTimeoutMs }: KeepAliveScenario): {
  readonly atMs: number;
  readonly by: DetectedBy;
} {
  if (userTimeoutMs === null || userTimeoutMs === 0) return { atMs: idleMs + intervalMs * count, by: 'keep-alive' };
  // The timer looks at the user timeout when it fires, and a probe must be out: the first tick after the first probe that is past it.
  const ticks = Math.max(1, Math.ceil((userTimeoutMs - idleMs) / intervalMs));
  return { atMs: idleMs + intervalMs * ticks, by: 'user-timeout' };
}

export function predictKeepAlive(scenario: KeepAliveScenario): KeepAlivePrediction {
  const { idleMs, intervalMs, heartbeatMs, deviceTimeoutMs } = scenario;
  const beats = heartbeatMs !== null && heartbeatMs < idleMs;
  const death = beats ? beatDeath(scenario, heartbeatMs) : keepAliveDeathMs(scenario);
  // Answered probes are spaced by the longer of the two timers.
  const spacingMs = Math.max(idleMs, intervalMs);
  const longestSilenceMs = beats ? heartbeatMs : spacingMs;
  const perHour = beats ? 0 : (2 * HOUR_MS) / spacingMs;
  const device = deviceTimeoutMs === null ? null : deviceVerdict(deviceTimeoutMs, longestSilenceMs);
  return {
    steps: timeline(scenario, death.atMs, beats),
    deathMs: death.atMs,
    detectedBy: death.by,
    longestSilenceMs,
    device,
    packetsPerHour: perHour,
    bytesPerHour: perHour * PROBE_BYTES,
    recommended: device?.verdict === 'device-first' ? recommended(scenario, device.timeoutMs) : null,
  };
}

/** A beat that nothing acknowledges keeps the probes away: retransmission or the user timeout finds out. */
function beatDeath({ userTimeoutMs }: KeepAliveScenario, heartbeatMs: number): { readonly atMs: number; readonly by: DetectedBy } {
  const limited = userTimeoutMs !== null && userTimeoutMs > 0;
  return limited
    ? { atMs: heartbeatMs + userTimeoutMs, by: 'user-timeout' }
    : { atMs: heartbeatMs + RETRANSMISSION_TIMEOUT_MS, by: 'retransmission' };
}

/** A device forgets when nothing passed for its timeout. */
function deviceVerdict(timeoutMs: number, longestSilenceMs: number): NonNullable<KeepAlivePrediction['device']> {
  const names = IDLE_TIMEOUT_PRESETS.filter((preset) => preset.timeoutMs === timeoutMs).map(({ name }) => name);
  return { verdict: longestSilenceMs >= timeoutMs ? 'device-first' : 'kept', timeoutMs, names };
}

function recommended({ intervalMs, count }: KeepAliveScenario, timeoutMs: number): NonNullable<KeepAlivePrediction['recommended']> {
  const idleMs = wholeSeconds(timeoutMs / MARGIN);
  return { idleMs, intervalMs: Math.min(intervalMs, idleMs), count };
}

function wholeSeconds(ms: number): number {
  return Math.max(1000, Math.floor(ms / 1000) * 1000);
}

function timeline({ idleMs, intervalMs, heartbeatMs, deviceTimeoutMs }: KeepAliveScenario, deathMs: number, beats: boolean): TimelineStep[] {
  const steps: TimelineStep[] = [];
  if (beats) steps.push({ kind: 'beat', atMs: heartbeatMs as number }, { kind: 'timeout', atMs: deathMs });
  else {
    for (let number = 1, atMs = idleMs; atMs < deathMs && number <= MOST_STEPS; number++, atMs += intervalMs)
      steps.push({ kind: 'probe', atMs, number });
    steps.push({ kind: 'reset', atMs: deathMs });
  }
  const silenceMs = beats ? (heartbeatMs as number) : idleMs;
  if (deviceTimeoutMs !== null && deviceTimeoutMs <= silenceMs) steps.push({ kind: 'device-forgets', atMs: deviceTimeoutMs });
  return steps.sort((a, b) => a.atMs - b.atMs);
}

/** Probes listed of an absurd count. */
const MOST_STEPS = 1000;
