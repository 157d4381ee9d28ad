/** Probes that were answered as the capture shows, after which the prober went on at the interval instead of the idle time: it did not get the answers. */
import { directionOfRow } from '../flows/conversation';
import { ANSWER_KIND, type KeepAliveProbes } from './keep-alive-probes';
import type { ProbeSeries } from './keep-alive-series';
import { type KeepAliveSettings, resetOnSchedule, SAME_TIMER } from './keep-alive-settings';
import type { ProbeTiming, UnansweredRun } from './keep-alive-timing';
import { resetShape } from './reset-shape';

/** One probe alone that another does not follow shows no interval. */
const FEWEST_UNHEARD = 2;

/** Frames of each probe whose answer the prober did not get, and of the probe that it sent instead, in turn. */
export function lostAnswerFrames(table: KeepAliveProbes, series: ProbeSeries, settings: KeepAliveSettings): number[] {
  const belowMs = intervalsBelowMs(settings);
  const frames: number[] = [];
  if (belowMs === null) return frames;
  let answered = Number.POSITIVE_INFINITY;
  let previous = 0;
  table.forEach(series, ({ frame, intervalMs: spacing, answerKind, answerFrame }) => {
    if (answered < frame && spacing < belowMs) frames.push(previous, frame);
    answered = answerKind === ANSWER_KIND.ack ? answerFrame : Number.POSITIVE_INFINITY;
    previous = frame;
  });
  return frames;
}

/**
 * The run of probes whose answers, all in the capture, never reached the prober, and after which it gave up on schedule; null where that is not how the
 * connection ended.
 */
export function unheardRun(table: KeepAliveProbes, series: ProbeSeries, timing: ProbeTiming, settings: KeepAliveSettings): UnansweredRun | null {
  const { packets } = table.input;
  const { ownResetRow, peerResetRow } = timing;
  const { intervalMs } = settings;
  if (intervalMs === null || ownResetRow < 0 || (peerResetRow >= 0 && peerResetRow < ownResetRow)) return null;
  if (resetShape(packets, ownResetRow) !== 'abort' || timing.runs.some(({ end }) => end === 'own-reset')) return null;
  const run = lastInARow(lostAnswerFrames(table, series, settings));
  let lastFrame = 0;
  table.forEach(series, ({ frame }) => {
    lastFrame = frame;
  });
  if (run.length < FEWEST_UNHEARD || run.at(-1) !== lastFrame) return null;
  const firstFrame = run[0] as number;
  const startMs = packets.timeMs(firstFrame - 1);
  const peerHeardMs = heardBefore(table, series, firstFrame);
  const silenceMs = startMs - peerHeardMs;
  const found: UnansweredRun = {
    firstFrame,
    lastFrame,
    startMs,
    lastMs: packets.timeMs(lastFrame - 1),
    count: run.length,
    peerHeardMs,
    silenceMs,
    // The peer heard every one of the probes: no silence was too long for the path to it.
    outlivedMs: silenceMs,
    end: 'own-reset',
    endFrame: ownResetRow + 1,
    endMs: packets.timeMs(ownResetRow),
  };
  return resetOnSchedule(found, intervalMs) ? found : null;
}

/** Spacings of answered probes below this are intervals; null where the settings do not tell the two apart. */
function intervalsBelowMs({ idleMs, intervalMs }: KeepAliveSettings): number | null {
  return idleMs === null || intervalMs === null || intervalMs >= SAME_TIMER * idleMs ? null : SAME_TIMER * idleMs;
}

/** The last probes of which each followed the one before at the interval. `frames`: of `lostAnswerFrames`. */
function lastInARow(frames: readonly number[]): number[] {
  const run: number[] = [];
  for (let place = 0; place < frames.length; place += 2) {
    const [lost, next] = [frames[place] as number, frames[place + 1] as number];
    if (run.at(-1) === lost) run.push(next);
    else run.splice(0, run.length, lost, next);
  }
  return run;
}

/** Time of the last segment of the peer before a frame; NaN without one. */
function heardBefore({ input: { packets } }: KeepAliveProbes, { direction }: ProbeSeries, frame: number): number {
  let before = packets.previousFrame.get(frame - 1);
  while (before !== 0 && directionOfRow(packets, before - 1) === direction) before = packets.previousFrame.get(before - 1);
  return before === 0 ? Number.NaN : packets.timeMs(before - 1);
}
