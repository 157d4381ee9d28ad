/** Times as a person would choose them for an axis: 1, 2, 5, 10, 15, 30 seconds, the same of minutes, and parts of a day. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const SIXTIETHS = [1, 2, 5, 10, 15, 30] as const;
const HOURS = [1, 2, 3, 6, 12] as const;
const DECIMALS = [1, 2, 5, 10] as const;
const STEPS_MS = [
  ...SIXTIETHS.map((count) => count * SECOND_MS),
  ...SIXTIETHS.map((count) => count * MINUTE_MS),
  ...HOURS.map((count) => count * HOUR_MS),
];

/** A quotient that should be whole is off by less. */
const TOLERANCE = 1e-9;
/** Up to here, times are told in seconds, and up to there in minutes. */
const MOST_SECONDS_MS = 2 * MINUTE_MS;
const MOST_MINUTES_MS = 2 * HOUR_MS;

/** The shortest round step that is at least as long as `ms`, which is above 0: below a second and from a day on 1, 2 or 5 times a power of ten. */
export function roundTimeStep(ms: number): number {
  const between = STEPS_MS.find((step) => step >= ms * (1 - TOLERANCE));
  if (ms > SECOND_MS / 2 && between !== undefined) return between;
  const unit = ms > DAY_MS / 2 ? DAY_MS : SECOND_MS;
  const exponent = Math.floor(Math.log10(ms / unit));
  // By division where the power is below 1: 1 / 1000 is nearer to a thousandth than 10 ** -3 may be.
  const scaled = (count: number): number => (exponent < 0 ? (count * unit) / 10 ** -exponent : count * unit * 10 ** exponent);
  const step = scaled(DECIMALS.find((count) => scaled(count) >= ms * (1 - TOLERANCE)) ?? 10);
  return unit === DAY_MS ? Math.max(step, DAY_MS) : step;
}

/** Multiples of `stepMs` from `fromMs` to `toMs`, both included; `offsetMs`, added to what is returned, makes the multiples. */
export function roundTimes(fromMs: number, toMs: number, stepMs: number, offsetMs = 0): number[] {
  const first = Math.ceil((fromMs + offsetMs) / stepMs - TOLERANCE);
  const last = Math.floor((toMs + offsetMs) / stepMs + TOLERANCE);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * stepMs - offsetMs);
}

/** The top of an axis from 0 that `ms` fits under: a round step times a whole number, at most 5 of them; a ms for nothing. */
export function roundTimeTop(ms: number): number {
  if (!(ms > 0)) return 1;
  const step = roundTimeStep(ms / 5);
  return step * Math.ceil(ms / step - TOLERANCE);
}

/**
 * A round time beside others of its axis, which are `stepMs` apart and reach to `largestMs`: all in the same unit, with as many digits as tell neighbours apart,
 * `0.2 ms`, `1.5 s`, `2 min 30 s`, `1 h 15 min`, `3 d`.
 */
export function formatRoundTime(ms: number, stepMs: number, largestMs: number): string {
  if (ms < 0) return `-${formatRoundTime(-ms, stepMs, largestMs)}`;
  if (largestMs < SECOND_MS) return `${decimal(ms, stepMs)} ms`;
  if (largestMs <= MOST_SECONDS_MS) return `${decimal(ms / SECOND_MS, stepMs / SECOND_MS)} s`;
  if (stepMs >= DAY_MS) return `${decimal(ms / DAY_MS, 1)} d`;
  const hours = largestMs <= MOST_MINUTES_MS ? 0 : Math.floor(ms / HOUR_MS + TOLERANCE);
  const minutes = Math.floor((ms - hours * HOUR_MS) / MINUTE_MS + TOLERANCE);
  const seconds = decimal(Math.max(0, ms - hours * HOUR_MS - minutes * MINUTE_MS) / SECOND_MS, stepMs / SECOND_MS);
  const parts = [hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : '', seconds === '0' ? '' : `${seconds} s`].filter(
    (part) => part !== '',
  );
  return parts.length > 0 ? parts.join(' ') : largestMs <= MOST_MINUTES_MS ? '0 min' : '0 h';
}

/** Digits after the point that a multiple of `step` has at most. */
export function digitsOfStep(step: number): number {
  return step >= 1 ? 0 : Math.ceil(-Math.log10(step) - TOLERANCE);
}

function decimal(value: number, step: number): string {
  return String(Number(value.toFixed(digitsOfStep(step))));
}
