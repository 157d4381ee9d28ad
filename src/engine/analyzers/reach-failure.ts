/** Why a peer could not be reached, as the capture shows. */
import { CONNECTION_FLAG } from '../flows/connection-table';
import type { AnalyzerInput } from './analyzer';

const IPV4_UNREACHABLE = 3;
const FRAGMENTATION_NEEDED = 4;
const IPV6_UNREACHABLE = 1;
/** A neighbour that leaves this many requests unanswered is gone. */
const FEWEST_REQUESTS = 2;

export interface ReachFailure {
  readonly icmpFrames: readonly number[];
  readonly neighbourFrames: readonly number[];
}

export const NO_FAILURE: ReachFailure = { icmpFrames: [], neighbourFrames: [] };

/** Errors and unanswered neighbour requests from frame `from` on. */
export function reachFailure(input: AnalyzerInput, connection: number, sender: 0 | 1, from: number): ReachFailure {
  const { connections, failures } = input;
  const ipv6 = connections.has(connection, CONNECTION_FLAG.ipv6);
  const icmpFrames = failures
    .icmpErrors(connection, sender)
    .filter(
      ({ frame, type, code }) => frame >= from && (ipv6 ? type === IPV6_UNREACHABLE : type === IPV4_UNREACHABLE && code !== FRAGMENTATION_NEEDED),
    )
    .map(({ frame }) => frame);
  const requests = failures.unansweredRequests(ipv6, connections.addressNumber(connection, (1 - sender) as 0 | 1), from);
  return { icmpFrames, neighbourFrames: requests.length >= FEWEST_REQUESTS ? requests : [] };
}

export function isUnreachable({ icmpFrames, neighbourFrames }: ReachFailure): boolean {
  return icmpFrames.length > 0 || neighbourFrames.length > 0;
}
