/** When the inferred settings would have had an end probe: to be drawn behind when it did. */
import type { KeepAliveVerdictView } from '../../shared/contract/methods';
import { ANSWER_KIND, type KeepAliveProbes } from '../analyzers/keep-alive-probes';
import type { KeepAliveVerdict } from '../analyzers/keep-alive-verdict';
import { predictKeepAlive } from '../models/keep-alive-timer';

/** `count`: probes after which the end is taken to give up where the settings do not tell. */
export function expectedProbes(table: KeepAliveProbes, verdict: KeepAliveVerdict, assumedCount: number | null): KeepAliveVerdictView['expected'] {
  const { idleMs, intervalMs, count, userTimeoutMs } = verdict.settings;
  const heardMs = verdict.timing.peerHeardMs;
  const silent = verdict.lastRun !== null && idleMs !== null && intervalMs !== null && !Number.isNaN(heardMs);
  const expectedCount = count ?? assumedCount;
  // Probes of the run are expected even where nothing tells when it ends.
  const model = silent
    ? predictKeepAlive({
        idleMs,
        intervalMs,
        count: expectedCount ?? verdict.lastRun.count,
        userTimeoutMs,
        deviceTimeoutMs: null,
        heartbeatMs: null,
      })
    : null;
  return {
    intervalsMs: expectedIntervals(table, verdict),
    dueMs: Float64Array.from(model?.steps.filter(({ kind }) => kind === 'probe') ?? [], ({ atMs }) => heardMs + atMs),
    deathMs: model === null || (expectedCount === null && userTimeoutMs === null) ? null : heardMs + model.deathMs,
  };
}

/** After an answered probe the longer of idle time and interval, after one that was not the interval; NaN where that is not known. */
function expectedIntervals(table: KeepAliveProbes, { series, settings }: KeepAliveVerdict): Float64Array<ArrayBuffer> {
  const { idleMs, intervalMs } = settings;
  const afterAnswer = idleMs === null ? Number.NaN : Math.max(idleMs, intervalMs ?? 0);
  const expected = new Float64Array(series.count);
  let answered = true;
  table.forEach(series, (probe, index) => {
    const interval = answered ? afterAnswer : (intervalMs ?? Number.NaN);
    expected[index] = Number.isNaN(probe.intervalMs) ? Number.NaN : interval;
    answered = probe.answerKind === ANSWER_KIND.ack;
  });
  return expected;
}
