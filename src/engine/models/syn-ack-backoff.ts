/** When a Linux server sends a SYN-ACK again, and when it forgets the half-open connection (`tcp_synack_retries`; net/ipv4/inet_connection_sock.c). */

/** TCP_TIMEOUT_INIT (RFC 6298 section 2: one second). */
export const FIRST_TIMEOUT_MS = 1000;
/** TCP_RTO_MAX. */
export const LARGEST_TIMEOUT_MS = 120_000;
/** Default of `tcp_synack_retries`. */
export const DEFAULT_SYN_ACK_RETRIES = 5;
/** Retransmissions that are left when the SYN queue is more than half full. */
export const SYN_ACK_RETRIES_UNDER_PRESSURE = 2;

export interface BackoffStep {
  /** Milliseconds since the first transmission. */
  readonly atMs: number;
  /** Milliseconds since the transmission before. */
  readonly gapMs: number;
}

export interface SynAckBackoff {
  /** One entry a retransmission. */
  readonly retransmissions: readonly BackoffStep[];
  /** The last step is silent: after it the connection is forgotten. */
  readonly givenUp: BackoffStep;
}

/** Timeout after `retransmissions` retransmissions by timer. */
export function synAckTimeoutMs(retransmissions: number, firstTimeoutMs = FIRST_TIMEOUT_MS): number {
  return Math.min(firstTimeoutMs * 2 ** retransmissions, LARGEST_TIMEOUT_MS);
}

/** Without retransmitted SYNs: each of those is answered at once and re-arms the timer. */
export function synAckBackoff(retries = DEFAULT_SYN_ACK_RETRIES, firstTimeoutMs = FIRST_TIMEOUT_MS): SynAckBackoff {
  const steps: BackoffStep[] = [];
  let atMs = 0;
  for (let step = 0; step <= retries; step++) {
    const gapMs = synAckTimeoutMs(step, firstTimeoutMs);
    atMs += gapMs;
    steps.push({ atMs, gapMs });
  }
  return { retransmissions: steps.slice(0, -1), givenUp: steps[retries] as BackoffStep };
}

/**
 * Retransmissions that a half-open connection gets while `length` of them, `young` of which have not been resent yet, wait in a queue of `limit`:
 * as few as two when it is more than half full and most are old.
 */
export function synAckRetriesUnderPressure(retries: number, length: number, young: number, limit: number): number {
  if (2 * length <= Math.max(8, limit)) return retries;
  let left = retries;
  for (let few = 2 * young; left > SYN_ACK_RETRIES_UNDER_PRESSURE && length >= few; few *= 2) left--;
  return left;
}
