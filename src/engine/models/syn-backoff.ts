/** When a Linux client sends its SYN again, and when `connect()` fails with ETIMEDOUT (`tcp_syn_retries`, `tcp_syn_linear_timeouts`). */
import { type BackoffStep, FIRST_TIMEOUT_MS, LARGEST_TIMEOUT_MS } from './syn-ack-backoff';

/** Defaults of `tcp_syn_retries`, and of `tcp_syn_linear_timeouts` since Linux 6.5; before there were none. */
export const DEFAULT_SYN_RETRIES = 6;
export const LINEAR_SYN_TIMEOUTS = 4;

export interface SynBackoff {
  readonly retransmissions: readonly BackoffStep[];
  readonly givenUp: BackoffStep;
}

/** Timeout after `retransmissions` retransmissions, of which the first `linear` leave it as it is. */
export function synTimeoutMs(retransmissions: number, linear: number, firstTimeoutMs = FIRST_TIMEOUT_MS): number {
  return Math.min(firstTimeoutMs * 2 ** Math.max(0, retransmissions - linear), LARGEST_TIMEOUT_MS);
}

/** `retries` SYNs beside the linear ones: Linux counts `tcp_syn_retries` + `tcp_syn_linear_timeouts` transmissions before it gives up. */
export function synBackoff(retries = DEFAULT_SYN_RETRIES, linear = LINEAR_SYN_TIMEOUTS, firstTimeoutMs = FIRST_TIMEOUT_MS): SynBackoff {
  const steps: BackoffStep[] = [];
  let atMs = 0;
  const total = retries + linear;
  for (let step = 0; step <= total; step++) {
    const gapMs = synTimeoutMs(step, linear, firstTimeoutMs);
    atMs += gapMs;
    steps.push({ atMs, gapMs });
  }
  return { retransmissions: steps.slice(0, -1), givenUp: steps[total] as BackoffStep };
}
