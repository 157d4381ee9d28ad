/** TCP_DEFER_ACCEPT: the bare final ACK is dropped on purpose, and the SYN-ACK sent once more, late, when the deferral ends. */
import { FIRST_TIMEOUT_MS } from '../models/syn-ack-backoff';
import type { Attempt, Moment } from './listen-queue-attempt';
import type { Likelihood } from './listen-queue-cookies';
import { type Surroundings, synAcksInVain } from './listen-queue-outcome';

/** A SYN-ACK that skips a step of its schedule comes three timeouts after the first at the earliest. */
const LATE_MS = 2.5 * FIRST_TIMEOUT_MS;

export interface DeferralSigns {
  readonly deferAccept: Likelihood;
  /** The late SYN-ACKs. */
  readonly frames: readonly number[];
  /** Median time from the first SYN-ACK to the late one. */
  readonly afterMs: number | null;
}

export function deferralSigns(attempts: readonly Attempt[], surroundings: Surroundings): DeferralSigns {
  const late: { frame: number; ms: number }[] = [];
  let onSchedule = 0;
  for (const attempt of attempts) {
    const { ack, synAcks } = attempt;
    if (ack === null || (synAcks[0]?.frame ?? ack.frame) >= ack.frame) continue;
    const [again] = synAcksInVain(attempt, surroundings);
    if (again === undefined) continue;
    const before = synAcks.filter(({ frame }) => frame < again.frame);
    const gapMs = again.ms - (before[before.length - 1] as Moment).ms;
    const dataInVain = attempt.vainData > 0;
    if (!dataInVain && before.length === 1 && gapMs >= LATE_MS) late.push({ frame: again.frame, ms: gapMs });
    else onSchedule++;
  }
  const deferAccept = late.length > onSchedule ? 'likely' : onSchedule > 0 ? 'unlikely' : 'unknown';
  const gaps = late.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    deferAccept,
    frames: deferAccept === 'likely' ? late.map(({ frame }) => frame) : [],
    afterMs: deferAccept === 'likely' ? (gaps[gaps.length >> 1] ?? null) : null,
  };
}
