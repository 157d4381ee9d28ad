/** Time stamps at the begin of the lines tcpdump prints: default, -tt, -ttt, -tttt and -ttttt, with micro- or nanoseconds. */

export interface PrintedTime {
  /** `clock`: hh:mm:ss, a time of day or a difference; `epoch`: -tt; `date`: -tttt. */
  readonly kind: 'clock' | 'epoch' | 'date';
  readonly seconds: number;
  /** As printed: may be a second or more where the capture itself is damaged. */
  readonly nanoseconds: number;
  /** Decimals printed. */
  readonly digits: number;
  /** True for a difference with a minus sign. */
  readonly negative: boolean;
  /** True when one blank stands in front, as with differences. */
  readonly indented: boolean;
  /** Where the text behind it begins. */
  readonly end: number;
}

const CLOCK = /^( ?)(-?)(\d\d):(\d\d):(\d\d)(?:\.(\d{1,10}))?(?=\s)/;
const EPOCH = /^ ?(-?)(\d{1,12})\.(\d{6,10})(?=\s)/;
const DATE = /^ ?(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,10}))?(?=\s)/;
/** Where the fraction of a damaged record is no fraction, it is printed as the number it is; newer tcpdumps say so. */
const INVALID = /^ \(invalid ([un])s\)/;
const MICROSECOND_DIGITS = 6;
const NANOSECOND_DIGITS = 9;

/** Reads the time stamp at the begin of `text`; null when there is none. */
export function readTime(text: string): PrintedTime | null {
  const clock = CLOCK.exec(text);
  if (clock) {
    const [all, blank, minus, hours, minutes, seconds, fraction] = clock;
    return finish(text, all.length, 'clock', clockSeconds(hours, minutes, seconds), fraction, minus === '-', blank === ' ');
  }
  const date = DATE.exec(text);
  if (date) {
    const [all, year, month, day, hours, minutes, seconds, fraction] = date;
    const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
    return finish(text, all.length, 'date', midnight + clockSeconds(hours, minutes, seconds), fraction, false, false);
  }
  const epoch = EPOCH.exec(text);
  if (!epoch) return null;
  const [all, minus, seconds, fraction] = epoch;
  return finish(text, all.length, 'epoch', Number(seconds), fraction, minus === '-', false);
}

function clockSeconds(hours: string | undefined, minutes: string | undefined, seconds: string | undefined): number {
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function finish(
  text: string,
  length: number,
  kind: PrintedTime['kind'],
  seconds: number,
  fraction: string | undefined,
  negative: boolean,
  indented: boolean,
): PrintedTime {
  const digits = fraction?.length ?? 0;
  const invalid = text.startsWith(' (invalid ', length) ? INVALID.exec(text.slice(length)) : null;
  const isFraction = !invalid && (digits <= MICROSECOND_DIGITS || digits === NANOSECOND_DIGITS);
  const unit = invalid?.[1] === 'n' ? 1 : 1000;
  const nanoseconds = isFraction ? Number((fraction ?? '').padEnd(NANOSECOND_DIGITS, '0')) : Number(fraction) * unit;
  const end = length + (invalid?.[0].length ?? 0);
  return { kind, seconds, nanoseconds, digits: Math.min(digits, NANOSECOND_DIGITS), negative, indented, end };
}

/** What hh:mm:ss times of a text are: of the day, since the line before (-ttt), or since the first line (-ttttt). */
export type ClockMeaning = 'time-of-day' | 'since-previous' | 'since-first';

/**
 * Decides from the first times of a text. Differences begin at exactly zero, or have one blank in front; those since the line before go down
 * sooner or later or repeat themselves, those since the first do not.
 */
export function clockMeaning(times: readonly PrintedTime[]): ClockMeaning {
  const [first] = times;
  if (!first) return 'time-of-day';
  const startsAtZero = first.seconds === 0 && first.nanoseconds === 0;
  if (!startsAtZero && !times.every((time) => time.indented || time.negative)) return 'time-of-day';
  const value = (time: PrintedTime) => (time.negative ? -1 : 1) * (time.seconds + time.nanoseconds / 1e9);
  const steps = times.slice(1).map((time, index) => value(time) - value(times[index] as PrintedTime));
  const down = steps.filter((step) => step < 0).length;
  const moving = steps.filter((step) => step !== 0).length;
  // A beat so steady that the same difference is printed each time.
  const steady = times.length > 2 && new Set(times.slice(1).map(value)).size === 1 && moving === 1;
  // Differences go down at every second line or so, the time since the first line only where packets are out of order.
  return steady || down > moving / 4 ? 'since-previous' : 'since-first';
}

const DAY_SECONDS = 86400;

/** Turns printed times into times of packets: adds up differences, and days when the clock passes midnight. */
export class TextClock {
  #seconds = 0;
  #nanoseconds = 0;
  #days = 0;
  #lastOfDay = 0;

  constructor(readonly meaning: ClockMeaning) {}

  /** Seconds and nanoseconds (below a second) of the next packet. */
  next(time: PrintedTime): { seconds: number; nanoseconds: number } {
    const sign = time.negative ? -1 : 1;
    if (time.kind === 'clock' && this.meaning === 'since-previous') {
      return this.#set(this.#seconds + sign * time.seconds, this.#nanoseconds + sign * time.nanoseconds);
    }
    if (time.kind !== 'clock') return this.#set(sign * time.seconds, sign * time.nanoseconds);
    // More than half a day back is the next day, less is a packet out of order.
    if (time.seconds < this.#lastOfDay - DAY_SECONDS / 2) this.#days++;
    else if (this.#days > 0 && time.seconds > this.#lastOfDay + DAY_SECONDS / 2) this.#days--;
    this.#lastOfDay = time.seconds;
    return this.#set(sign * time.seconds + this.#days * DAY_SECONDS, sign * time.nanoseconds);
  }

  #set(seconds: number, nanoseconds: number): { seconds: number; nanoseconds: number } {
    const carry = Math.floor(nanoseconds / 1e9);
    this.#seconds = seconds + carry;
    this.#nanoseconds = nanoseconds - carry * 1e9;
    return { seconds: this.#seconds, nanoseconds: this.#nanoseconds };
  }
}
