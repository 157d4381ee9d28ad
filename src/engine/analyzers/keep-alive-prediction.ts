/** When an end gives up whose probes nothing answers: for a capture that ends before, and while one is running. */
import { formatSeconds } from '../../shared/base/time';
import type { KeepAliveReport } from '../../shared/contract/report-keep-alive';
import { KEEP_ALIVE_PRESETS } from '../models/presets';
import type { KeepAliveProbes } from './keep-alive-probes';
import type { KeepAliveVerdict } from './keep-alive-verdict';

export interface PredictedDeath {
  /** In ms of the capture. */
  readonly atMs: number;
  /** Probes after which it gives up. */
  readonly count: number;
  /** Nothing in the capture tells the count, or the interval. */
  readonly assumed: boolean;
  readonly confidence: number;
}

/** Linux's count, where nothing tells a better one. */
const ASSUMED_COUNT = 9;
/** With a count of defaults that everything else fits, and with one assumed. */
const CONFIDENCE = { preset: 0.7, assumed: 0.4 } as const;

/** Null unless probes are outstanding at the end of what was captured. The count is that of a fitting preset, else assumed. */
export function predictDeath({ lastRun, settings, timing }: Pick<KeepAliveVerdict, 'lastRun' | 'settings' | 'timing'>): PredictedDeath | null {
  if (lastRun === null || lastRun.end !== 'open' || timing.ownDataSincePeer > 0) return null;
  const preset = KEEP_ALIVE_PRESETS.find(({ id, count }) => settings.presets.includes(id) && count !== null);
  const intervalMs = settings.intervalMs ?? preset?.intervalMs ?? settings.idleMs;
  if (intervalMs === null) return null;
  const assumed = preset === undefined;
  const count = Math.max(preset?.count ?? ASSUMED_COUNT, lastRun.count);
  const confidence = Math.min(settings.confidence, assumed || settings.intervalMs === null ? CONFIDENCE.assumed : CONFIDENCE.preset);
  return { atMs: lastRun.startMs + count * intervalMs, count, assumed, confidence };
}

/** The same with the time as the report writes it. */
export function predictedDeath(table: KeepAliveProbes, verdict: KeepAliveVerdict): KeepAliveReport['predictedDeath'] {
  const death = predictDeath(verdict);
  if (death === null) return null;
  const { packets, timeDigits } = table.input;
  const sinceBaseMs = death.atMs + packets.baseNanoseconds / 1e6;
  const seconds = Math.floor(sinceBaseMs / 1000);
  const nanoseconds = Math.min(999_999_999, Math.round((sinceBaseMs - seconds * 1000) * 1e6));
  const { count, assumed, confidence } = death;
  return { time: formatSeconds(packets.baseSeconds + seconds, nanoseconds, timeDigits()), count, assumed, confidence };
}
