import { type CaptureIssueCode, MAX_ISSUES, type RecordSink } from './format';

/** Oddities that a file may hold in every packet: the first is listed, the rest is counted. */
const LISTED_ONCE: ReadonlySet<CaptureIssueCode> = new Set([
  'captured-longer-than-original',
  'beyond-snap-length',
  'time-backwards',
  'time-invalid',
  'mixed-link-types',
]);
/** So many of every other code are listed one by one. */
const LISTED_EACH = 100;

interface CodeCount {
  total: number;
  lastFrame: number | null;
  lastOffset: number;
}

/** Told one by one, though the file was read whole. */
const HARMLESS: ReadonlySet<CaptureIssueCode> = new Set(['unknown-version', 'unknown-block', 'bad-option', 'cut-headers', 'empty']);

/** True when the code means that bytes of the file could not be read as packets; false for oddities of files that were read whole. */
export function isDamage(code: CaptureIssueCode): boolean {
  return !LISTED_ONCE.has(code) && !HARMLESS.has(code);
}

/** Hands issues on to a sink, at most MAX_ISSUES: what repeats is counted, and told once more by `finish`. */
export class IssueLog {
  readonly #counts = new Map<CaptureIssueCode, CodeCount>();
  readonly #sink: RecordSink;
  #listed = 0;

  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  /** Number of issues so far, listed or counted. */
  get total(): number {
    let total = 0;
    for (const count of this.#counts.values()) total += count.total;
    return total;
  }

  has(code: CaptureIssueCode): boolean {
    return this.#counts.has(code);
  }

  add(code: CaptureIssueCode, frame: number | null, offset: number, detail: string): void {
    const count = this.#counts.get(code) ?? { total: 0, lastFrame: null, lastOffset: 0 };
    this.#counts.set(code, count);
    count.total++;
    count.lastFrame = frame;
    count.lastOffset = offset;
    if (count.total > this.#limit(code)) return;
    this.#list(code, frame, offset, detail);
  }

  /** Reports how many were counted only; call once, at the end of the file. */
  finish(): void {
    for (const [code, count] of this.#counts) {
      const more = count.total - this.#limit(code);
      if (more > 0) this.#list(code, count.lastFrame, count.lastOffset, `${more} more like it, the last one here`);
    }
  }

  #limit(code: CaptureIssueCode): number {
    return LISTED_ONCE.has(code) ? 1 : LISTED_EACH;
  }

  #list(code: CaptureIssueCode, frame: number | null, offset: number, detail: string): void {
    if (this.#listed >= MAX_ISSUES) return;
    this.#listed++;
    this.#sink.issue({ code, frame, offset, detail });
  }
}
