import { formatRoundTime, roundTimeStep, roundTimes } from '../../shared/base/round-time';

/** What of a time axis is in sight, in ms. */
export interface Sight {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How the round times of an axis are found and written. */
export interface TickTexts {
  /** Added to a value of the axis, it makes what is round: a time of the clock, a time since a beginning. */
  readonly offsetMs: number;
  /** Label of a value; its neighbours are `stepMs` away. */
  text(valueMs: number, stepMs: number, sight: Sight): string;
}

/** Of an axis of durations, or of the time since something. */
export const DURATION_TICKS: TickTexts = {
  offsetMs: 0,
  text: (ms, stepMs, { fromMs, toMs }) => formatRoundTime(ms, stepMs, Math.max(Math.abs(fromMs), Math.abs(toMs))),
};

export interface Ticks {
  readonly values: readonly number[];
  readonly stepMs: number;
}

/** Width of a character of a label, and the least room between labels. */
const CHARACTER_PX = 6.5;
const GAP_PX = 24;
/** Least distance of the labels of an axis that stands. */
const LINE_PX = 22;
/** Nobody counts off more than so many. */
const MOST_TICKS = 12;

/** The densest round times whose labels have room beside each other on `px`; `standing`: above each other. */
export function ticksOf(sight: Sight, px: number, texts: TickTexts, standing: boolean): Ticks {
  const { fromMs, toMs } = sight;
  const span = toMs - fromMs;
  if (!(span > 0) || !(px > 0)) return { values: [], stepMs: 1 };
  let stepMs = roundTimeStep(span / MOST_TICKS);
  for (;;) {
    const step = stepMs;
    const values = roundTimes(fromMs, toMs, step, texts.offsetMs);
    const needed = standing ? LINE_PX : GAP_PX + CHARACTER_PX * values.reduce((most, ms) => Math.max(most, texts.text(ms, step, sight).length), 0);
    if (values.length < 2 || needed <= (step / span) * px) return { values, stepMs };
    stepMs = roundTimeStep(step * 1.01);
  }
}
