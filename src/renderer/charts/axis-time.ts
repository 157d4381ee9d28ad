import { DAY_MS, digitsOfStep } from '../../shared/base/round-time';
import { formatTime, type TimeBase } from '../packet-grid/time-format';
import { formatDuration } from '../theme/format';
import type { TimeMode } from '../theme/preferences';
import { DURATION_TICKS, type Sight, type TickTexts } from './time-ticks';

const NS_PER_MS = 1_000_000;
const NS_PER_SECOND = 1_000_000_000;
const NS_DIGITS = 9;
/** Of the times in tips and lists. */
const MOST_DIGITS = 3;
/** Parts of `YYYY-MM-DD HH:MM:SS`. */
const DATE_CHARACTERS = 'YYYY-MM-DD '.length;
const YEAR_CHARACTERS = 'YYYY-'.length;
const SECONDS_CHARACTERS = ':SS'.length;

/** Time on the x axis of a chart, which counts ms since the capture's first packet. */
export interface AxisTime {
  /** Writes such a time as the user chose to see times, without the date. */
  readonly text: (ms: number) => string;
  /** The same where there is room: with the date when the capture lasts for a day or longer. */
  readonly moment: (ms: number) => string;
  readonly ticks: TickTexts;
}

/** `durationMs`: how long the capture lasts. `base`: null while it is not known. */
export function axisTimeOf(base: TimeBase | null, mode: TimeMode, durationMs: number): AxisTime {
  if (base === null || base.kind === 'relative' || (mode !== 'local' && mode !== 'utc'))
    return { text: formatDuration, moment: formatDuration, ticks: DURATION_TICKS };
  const clock = (ms: number, digits: number): string => {
    const seconds = Math.floor(ms / 1000);
    const unit = 10 ** (NS_DIGITS - Math.max(digits, MOST_DIGITS * 2));
    // Whole units of the digits shown, microseconds at least: a time that was meant to be round is off by less.
    const nanoseconds = Math.round((base.first.nanoseconds + (ms - seconds * 1000) * NS_PER_MS) / unit) * unit;
    const row = {
      seconds: base.first.seconds + seconds + Math.floor(nanoseconds / NS_PER_SECOND),
      nanoseconds: nanoseconds % NS_PER_SECOND,
      deltaNs: Number.NaN,
      connectionDeltaNs: Number.NaN,
    };
    return formatTime(mode, row, { ...base, digits });
  };
  const dated = base.kind === 'epoch';
  const moment = (ms: number): string => clock(ms, Math.min(MOST_DIGITS, base.digits));
  const text = dated ? (ms: number): string => moment(ms).slice(DATE_CHARACTERS) : moment;
  return {
    text,
    moment: durationMs < DAY_MS ? text : moment,
    ticks: {
      offsetMs: secondsOfDay(clock(0, 0)) * 1000 + base.first.nanoseconds / NS_PER_MS,
      text: (ms, stepMs, sight) => {
        const tick = clock(ms, digitsOfStep(stepMs / 1000));
        if (!dated) return tick;
        return isDays(sight) ? tick.slice(YEAR_CHARACTERS, -SECONDS_CHARACTERS) : tick.slice(DATE_CHARACTERS);
      },
    },
  };
}

/** Where the same time of day is seen twice, a time needs its day; seconds it does not, as its steps are hours. */
function isDays({ fromMs, toMs }: Sight): boolean {
  return toMs - fromMs >= DAY_MS;
}

/** Of a text that ends with `HH:MM:SS`. Of one that tells no time of day, as that of a year beyond all calendars, 0. */
function secondsOfDay(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = (/(\d\d):(\d\d):(\d\d)$/.exec(text) ?? []).slice(1).map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
}
