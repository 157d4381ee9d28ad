/** What became of an attempt, as far as the capture shows. */
import type { Attempt, Moment } from './listen-queue-attempt';

export type Outcome = 'complete' | 'halfOpen' | 'refused' | 'unanswered' | 'reset' | 'stalled';

/** What is common to the attempts of one listener. */
export interface Surroundings {
  /** Milliseconds since the first packet at which the capture ends. */
  readonly endMs: number;
  /** Shortest time from a SYN to its SYN-ACK: the round trip between capture point and server; 0 when none was answered. */
  readonly serverSideMs: number;
}

/** Packets that arrive together are captured before any of them is answered. */
const BATCH_MS = 5;

/** How much earlier or later than it happens in the server a thing may show at the capture point. */
export function blurMs({ serverSideMs }: Surroundings): number {
  return BATCH_MS + 2 * serverSideMs;
}

/** A reset in answer to the final ACK comes within a round trip; beyond this it answers something later. */
const PROMPT_RESET_MS = 500;
/** A final ACK without data that is lost costs one SYN-ACK more; a deferred accept one as well. Two more are no loss of one packet. */
const SYN_ACKS_OF_A_STALL = 2;
/** Data sent three times in vain, or twice beside a SYN-ACK that was sent again. */
const DATA_OF_A_STALL = 3;

export function outcomeOf(attempt: Attempt, surroundings: Surroundings): Outcome {
  const { ack, reset, synAcks } = attempt;
  if (ack === null) {
    if (reset !== null) return reset.byServer && synAcks.length === 0 ? 'refused' : 'reset';
    return synAcks.length > 0 ? 'halfOpen' : 'unanswered';
  }
  if (isResetByFinalAck(attempt)) return 'reset';
  return isStalled(attempt, surroundings) ? 'stalled' : 'complete';
}

/** The final ACK was answered by an RST of a server that does not know the connection: `tcp_abort_on_overflow`. */
export function isResetByFinalAck({ ack, reset, served, synAcks }: Attempt): boolean {
  if (ack === null || reset === null || served !== null || !reset.byServer || !reset.bare || synAcks.length === 0) return false;
  return reset.ms - ack.ms < PROMPT_RESET_MS && !synAcks.some(({ frame }) => frame > ack.frame && frame < reset.frame);
}

/** Timers of SYN-ACKs run for a second at least (RFC 6298 section 2); half of it leaves room for the paths' jitter. */
const LEAST_TIMEOUT_MS = 500;

const NONE: readonly Moment[] = [];

/** SYN-ACKs sent again by timer although the final ACK had passed the capture point, those that crossed it on their way left out. */
export function synAcksInVain({ ack, synAcks }: Attempt, { serverSideMs }: Surroundings): readonly Moment[] {
  if (ack === null || synAcks.length < 2) return NONE;
  return synAcks.filter(({ frame, ms }, index) => {
    const before = synAcks[index - 1];
    return before !== undefined && frame > ack.frame && ms - ack.ms > 1.5 * serverSideMs && ms - before.ms > LEAST_TIMEOUT_MS;
  });
}

function isStalled(attempt: Attempt, surroundings: Surroundings): boolean {
  if (attempt.served !== null || attempt.synAcks.length === 0) return false;
  const again = synAcksInVain(attempt, surroundings).length;
  if (again >= SYN_ACKS_OF_A_STALL) return true;
  return attempt.vainData >= DATA_OF_A_STALL || (again > 0 && attempt.vainData >= DATA_OF_A_STALL - 1);
}
