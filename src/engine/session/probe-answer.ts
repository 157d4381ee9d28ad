import type { KeepAliveReport } from '../../shared/contract/report';

/** True when the peer left the probe unanswered: an ICMP error in its place is a router's, not an answer. */
export function isUnanswered({ answer }: KeepAliveReport['probes'][number]): boolean {
  return answer.kind === 'none' || answer.kind === 'icmp';
}
