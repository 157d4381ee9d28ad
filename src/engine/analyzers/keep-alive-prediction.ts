/** When an end gives up whose probes nothing answers, for a capture that ends before. */
import { formatSeconds } from '../../shared/base/time';
import type { KeepAliveReport } from '../../shared/contract/report-keep-alive';
import { KEEP_ALIVE_PRESETS } from '../models/presets';
import type { KeepAliveProbes } from './keep-alive-probes';
import type { KeepAliveVerdict } from './keep-alive-verdict';

/** Linux's count, where nothing tells a better one. */
const ASSUMED_COUNT = 9;

/** Null unless probes are outstanding at the end of the capture. The count is that of a fitting preset, else assumed. */
export function predictedDeath(table: KeepAliveProbes, { lastRun, settings, timing }: KeepAliveVerdict): KeepAliveReport['predictedDeath'] {
  if (lastRun === null || lastRun.end !== 'open' || timing.ownDataSincePeer > 0) return null;
  const { packets, timeDigits } = table.input;
  const intervalMs = settings.intervalMs ?? settings.idleMs;
  if (intervalMs === null) return null;
  const preset = KEEP_ALIVE_PRESETS.find(({ id, count }) => settings.presets.includes(id) && count !== null);
  const count = Math.max(preset?.count ?? ASSUMED_COUNT, lastRun.count);
  const atMs = lastRun.startMs + count * intervalMs;
  const seconds = Math.floor((atMs + packets.baseNanoseconds / 1e6) / 1000);
  const nanoseconds = Math.round((atMs + packets.baseNanoseconds / 1e6 - seconds * 1000) * 1e6);
  return {
    time: formatSeconds(packets.baseSeconds + seconds, Math.min(999_999_999, nanoseconds), timeDigits()),
    count,
    assumed: preset === undefined,
  };
}
