/** Retransmission schedules of SYNs and SYN-ACKs, inferred from the attempts that show them undisturbed. */
import type { ListenerReport } from '../../shared/contract/report-listener';
import { synAckTimeoutMs } from '../models/syn-ack-backoff';
import { synTimeoutMs } from '../models/syn-backoff';
import type { Attempt, Moment } from './listen-queue-attempt';
import { spreadOf } from './statistics';

type Schedule = ListenerReport['synSchedule'];

/** Timers come up to 8 % late; a step is as long as the one before when it is shorter than this many of it. */
const SAME_STEP = 1.5;
/** The next retransmission did not come when this much of its time has passed. */
const OVERDUE = 1.2;

/** Steps of SYNs that nothing answered. */
export function synSchedule(attempts: readonly Attempt[], endMs: number): Schedule {
  const chains = attempts.filter(({ syns, synAcks }) => syns.length > 1 && synAcks.length === 0).map(({ syns }) => syns);
  if (chains.length === 0) return null;
  const firstTimeoutMs = firstGap(chains);
  const linear = chains.reduce((most, chain) => Math.max(most, linearSteps(gapsOf(chain))), 0);
  return {
    firstTimeoutMs,
    ...retriesOf(chains, endMs, (retries) => synTimeoutMs(retries, linear, firstTimeoutMs)),
    linearSteps: chains.some((chain) => chain.length > 2) ? linear : null,
  };
}

/** Steps of SYN-ACKs to attempts with one SYN. `deferred`: those sent again after the final ACK are no steps of the schedule. */
export function synAckSchedule(attempts: readonly Attempt[], endMs: number, deferred: boolean): Schedule {
  const chains = attempts
    .filter(({ syns, synAcks, spoken, ack }) => syns.length === 1 && synAcks.length > 1 && spoken === null && !(deferred && ack !== null))
    .map(({ synAcks }) => synAcks);
  if (chains.length === 0) return null;
  const firstTimeoutMs = firstGap(chains);
  return { firstTimeoutMs, ...retriesOf(chains, endMs, (retries) => synAckTimeoutMs(retries, firstTimeoutMs)), linearSteps: 0 };
}

function gapsOf(chain: readonly Moment[]): number[] {
  return chain.slice(1).map(({ ms }, index) => ms - (chain[index] as Moment).ms);
}

function firstGap(chains: readonly (readonly Moment[])[]): number {
  const gaps = Float64Array.from(chains, (chain) => gapsOf(chain)[0] as number);
  return Math.round(spreadOf(gaps)?.median ?? 0);
}

/** Steps of equal length beyond the first, before they double. */
function linearSteps(gaps: readonly number[]): number {
  const first = gaps[0] as number;
  const equal = gaps.findIndex((gap) => gap >= SAME_STEP * first);
  return (equal < 0 ? gaps.length : equal) - 1;
}

function retriesOf(
  chains: readonly (readonly Moment[])[],
  endMs: number,
  timeoutMs: (retries: number) => number,
): { retries: number; complete: boolean } {
  const longest = chains.reduce((best, chain) => (chain.length > best.length ? chain : best));
  const retries = longest.length - 1;
  return { retries, complete: endMs - (longest[retries] as Moment).ms > OVERDUE * timeoutMs(retries) };
}
