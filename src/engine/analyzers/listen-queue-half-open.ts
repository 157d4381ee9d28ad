/** Half-open connections of a listener over time: what its SYN queue holds, as seen from the capture point. */
import { FIRST_TIMEOUT_MS, synAckTimeoutMs } from '../models/syn-ack-backoff';
import type { Attempt, Moment } from './listen-queue-attempt';
import type { Outcome } from './listen-queue-outcome';
import { spreadOf } from './statistics';

/** The kernel's timers come up to 8 % late; a SYN-ACK that was due this long ago, in timeouts, was not to be sent. */
const OVERDUE = 1.5;
/** A SYN-ACK this soon after a SYN answers it; others are sent by timer. */
const ANSWER_MS = 300;

/** The server's first timeout: the median gap between the first two SYN-ACKs of attempts with one SYN; one second when none was resent. */
export function firstTimeoutMs(attempts: readonly Attempt[]): number {
  const gaps: number[] = [];
  for (const { syns, synAcks, ack } of attempts) {
    const second = synAcks[1];
    if (syns.length === 1 && second !== undefined && (ack === null || ack.frame > second.frame)) gaps.push(second.ms - (synAcks[0] as Moment).ms);
  }
  return gaps.length === 0 ? FIRST_TIMEOUT_MS : (spreadOf(Float64Array.from(gaps))?.median ?? FIRST_TIMEOUT_MS);
}

const NONE: readonly Moment[] = [];

/** SYN-ACKs that no SYN asked for. */
export function timedSynAcks({ syns, synAcks }: Pick<Attempt, 'syns' | 'synAcks'>): readonly Moment[] {
  if (synAcks.length < 2) return NONE;
  return synAcks.filter(
    (answer, index) =>
      index > 0 && !syns.some(({ frame, ms }) => frame < answer.frame && frame > (synAcks[index - 1] as Moment).frame && answer.ms - ms < ANSWER_MS),
  );
}

/**
 * True when the server keeps no state for the attempt: its SYN-ACK is not sent again though nothing that it takes came back, and the time for
 * that has passed. That is a SYN cookie, or a server that sends every SYN-ACK once.
 */
export function isStateless(attempt: Attempt, outcome: Outcome, timeoutMs: number, endMs: number): boolean {
  const { synAcks, syns, reset } = attempt;
  if ((outcome !== 'halfOpen' && outcome !== 'stalled') || synAcks.length === 0 || reset?.byServer === false) return false;
  const last = synAcks[synAcks.length - 1] as Moment;
  return synAcks.length <= Math.max(1, syns.length) && timedSynAcks(attempt).length === 0 && endMs - last.ms > OVERDUE * timeoutMs;
}

/** Half-open from one moment to another, in ms; to Infinity: until the capture ends. */
interface Stay {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the first SYN-ACK until the final ACK is taken, a reset comes, or the server's timer gives up. Null: never in the queue. */
export function halfOpenStay(attempt: Attempt, outcome: Outcome, timeoutMs: number, endMs: number): Stay | null {
  const { synAcks, ack, served, reset, vain } = attempt;
  const first = synAcks[0];
  if (first === undefined || isStateless(attempt, outcome, timeoutMs, endMs)) return null;
  const fromMs = first.ms;
  if (outcome === 'complete' && ack !== null) return { fromMs, toMs: served !== null && vain.length > 0 ? served.ms : Math.max(ack.ms, fromMs) };
  const timed = timedSynAcks(attempt).length;
  const forgottenMs = (synAcks[synAcks.length - 1] as Moment).ms + synAckTimeoutMs(timed, timeoutMs);
  const goneMs = Math.min(forgottenMs, reset?.ms ?? Number.POSITIVE_INFINITY);
  return { fromMs, toMs: goneMs > endMs ? Number.POSITIVE_INFINITY : goneMs };
}
