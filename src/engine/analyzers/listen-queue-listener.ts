/** Everything that the packets tell of one listener. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { CONNECTION_FLAG } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import type { AnalyzerInput } from './analyzer';
import { type AcceptBounds, acceptBounds, waitingStays } from './listen-queue-accept-bounds';
import { Arrivals, distinct } from './listen-queue-arrivals';
import { type Attempt, type Moment, readAttempt, wasResent } from './listen-queue-attempt';
import { type CookieSigns, cookieSigns } from './listen-queue-cookies';
import { type DeferralSigns, deferralSigns } from './listen-queue-deferred-accept';
import { type Evidence, gatherEvidence } from './listen-queue-evidence';
import { firstTimeoutMs, halfOpenStay, isStateless, timedSynAcks } from './listen-queue-half-open';
import type { ServerOpenings } from './listen-queue-openings';
import { blurMs, type Outcome, outcomeOf, type Surroundings } from './listen-queue-outcome';
import { PlainAttempts } from './listen-queue-plain';
import { type Judgement, judge } from './listen-queue-verdict';
import { highestValue, NO_STAYS, occupancy, type Stays, type StepSeries } from './step-series';

/** Attempts of one SYN and one SYN-ACK at most are looked at one by one up to this many; beyond, they are counted. */
const MOST_SINGLE = 4000;
const PACKETS_OF_A_SINGLE = 2;

export type OutcomeCounts = Record<Outcome, number>;

export interface ListenerStudy {
  /** A connection of the listener: it names address and port. */
  readonly connection: number;
  /** In the order of their connections, with the outcome of each: all that are looked at one by one. */
  readonly attempts: readonly Attempt[];
  readonly outcomes: readonly Outcome[];
  /** Further attempts, all complete; they hold until another listener is studied with the same instance. */
  readonly plain: PlainAttempts;
  readonly total: number;
  readonly counts: OutcomeCounts;
  readonly surroundings: Surroundings;
  readonly halfOpen: StepSeries;
  readonly halfOpenPeak: number;
  readonly pruned: number;
  readonly bounds: AcceptBounds;
  readonly evidence: Evidence;
  readonly cookies: CookieSigns;
  readonly stateless: number;
  readonly deferral: DeferralSigns;
  readonly judgement: Judgement;
  readonly ratePeak: number;
  readonly flooding: number;
  readonly sources: number;
}

/** Attempts read between two places where a study may be interrupted. */
const ATTEMPTS_A_STEP = 1024;

/**
 * `ids`: the listener's connections in order of their first packets. It may be left alone for long at each `yield`.
 * `plain`: takes the attempts that came through at once; null: every attempt is looked at one by one.
 */
export function* studyListener(
  input: AnalyzerInput,
  openings: ServerOpenings,
  ids: Uint32Array,
  endMs: number,
  takenPlain: PlainAttempts | null,
): Generator<void, ListenerStudy> {
  const { attempts, plain, uncounted, arrivals, sources } = yield* readAttempts(input, openings, ids, endMs, takenPlain);
  yield;
  const surroundings = { endMs, serverSideMs: shortestAnswerMs(attempts, plain) };
  const outcomes = attempts.map((attempt) => outcomeOf(attempt, surroundings));
  const counts = { complete: plain.count, halfOpen: uncounted.halfOpen, refused: 0, unanswered: uncounted.unanswered, reset: 0, stalled: 0 };
  for (const outcome of outcomes) counts[outcome]++;
  const timeoutMs = firstTimeoutMs(attempts);
  const halfOpen = occupancy(halfOpenStays(attempts, outcomes, plain, timeoutMs, endMs));
  const stays = waitingStays(attempts, outcomes, plain);
  const waiting = occupancy(stays);
  const evidence = gatherEvidence(attempts, outcomes, plain, waiting, halfOpen, surroundings);
  const deferral = deferralSigns(attempts, surroundings);
  const stateless = statelessCounts(attempts, outcomes, timeoutMs, endMs);
  const timed = attempts.reduce((sum, attempt) => sum + timedSynAcks(attempt).length, 0);
  const judgement = judge({
    attempts,
    outcomes,
    plainCount: plain.count,
    lastPlain: plain.count === 0 ? -1 : (plain.connections[plain.count - 1] as number),
    counts,
    evidence,
    surroundings,
    waiting,
    deferral,
    flooding: arrivals.flooding,
    sources,
    answers: plain.count > 0 || attempts.some(({ ack, synAcks }) => ack !== null || synAcks.length > 0),
    loopback: isLoopback(input, ids[0] as number),
    resentHandshakes: attempts.filter(wasResent).length,
  });
  return {
    connection: ids[0] as number,
    attempts,
    outcomes,
    plain,
    total: ids.length,
    counts,
    surroundings,
    halfOpen,
    halfOpenPeak: highestValue(halfOpen.values),
    pruned: prunedCount(attempts, outcomes),
    bounds: acceptBounds(waiting, stays, judgement.fullAt, blurMs(surroundings)),
    evidence,
    cookies: cookieSigns(attempts, plain, stateless, timed),
    stateless: stateless.halfOpen + stateless.stalls,
    deferral,
    judgement,
    ratePeak: arrivals.peak,
    flooding: arrivals.flooding,
    sources,
  };
}

function isLoopback({ connections }: AnalyzerInput, id: number): boolean {
  return connections.addressNumber(id, 0) === connections.addressNumber(id, 1);
}

interface Reading {
  readonly attempts: Attempt[];
  readonly plain: PlainAttempts;
  /** Attempts of which only the number is known. */
  readonly uncounted: { halfOpen: number; unanswered: number };
  readonly arrivals: Arrivals;
  readonly sources: number;
}

function* readAttempts(
  input: AnalyzerInput,
  openings: ServerOpenings,
  ids: Uint32Array,
  endMs: number,
  plain: PlainAttempts | null,
): Generator<void, Reading> {
  const { packets, connections } = input;
  const attempts: Attempt[] = [];
  const uncounted = { halfOpen: 0, unanswered: 0 };
  const arrivals = new Arrivals();
  const addresses = new Uint32Array(ids.length);
  let looked = 0;
  plain?.clear();
  for (let index = 0; index < ids.length; index++) {
    if (index % ATTEMPTS_A_STEP === ATTEMPTS_A_STEP - 1) yield;
    const id = ids[index] as number;
    const ms = packets.timeMs(connections.firstFrame(id) - 1);
    const single = hasOneSyn(input, id);
    addresses[index] = connections.addressNumber(id, clientDirection(connections, id));
    arrivals.add(ms, single && endMs - ms > ABANDONED_AFTER_MS, connections.has(id, CONNECTION_FLAG.ackSeen));
    if (plain?.take(id, ms) === true) continue;
    if (!single || connections.packets(id) > PACKETS_OF_A_SINGLE || ++looked <= MOST_SINGLE) attempts.push(readAttempt(input, openings, id));
    else if (connections.has(id, CONNECTION_FLAG.synAckSeen)) uncounted.halfOpen++;
    else uncounted.unanswered++;
  }
  arrivals.finish();
  return { attempts, plain: plain ?? new PlainAttempts(input, openings), uncounted, arrivals, sources: distinct(addresses) };
}

/** A client sends its SYN again after a second. */
const ABANDONED_AFTER_MS = 1100;

/** One SYN, not sent again, answered by SYN-ACKs or not at all. When a second has passed, nobody waits for this connection. */
function hasOneSyn({ packets, connections }: AnalyzerInput, id: number): boolean {
  const flags = connections.flags(id);
  const { synSeen, ackSeen, rstSeen, synAckSeen } = CONNECTION_FLAG;
  if ((flags & (synSeen | ackSeen | rstSeen)) !== synSeen) return false;
  const count = connections.packets(id);
  if ((flags & synAckSeen) === 0) return count === 1;
  let syns = 0;
  for (let frame = connections.lastFrame(id); frame !== 0 && syns < 2; frame = packets.previousFrame.get(frame - 1)) {
    const marks = packets.marks.get(frame - 1);
    if ((marks & PACKET_MARK.reverse) === 0 && (marks & PACKET_MARK.duplicate) === 0) syns++;
  }
  return syns === 1;
}

function halfOpenStays(attempts: readonly Attempt[], outcomes: readonly Outcome[], plain: PlainAttempts, timeoutMs: number, endMs: number): Stays {
  if (plain.count === 0 && attempts.every(({ synAcks }) => synAcks.length === 0)) return NO_STAYS;
  const most = plain.count + attempts.length;
  const fromMs = new Float64Array(most);
  const toMs = new Float64Array(most);
  fromMs.set(plain.synAckMs.subarray(0, plain.count));
  toMs.set(plain.ackMs.subarray(0, plain.count));
  let stays = plain.count;
  for (let index = 0; index < attempts.length; index++) {
    const stay = halfOpenStay(attempts[index] as Attempt, outcomes[index] as Outcome, timeoutMs, endMs);
    if (stay === null) continue;
    fromMs[stays] = stay.fromMs;
    toMs[stays++] = stay.toMs;
  }
  return { fromMs: fromMs.subarray(0, stays), toMs: toMs.subarray(0, stays) };
}

function shortestAnswerMs(attempts: readonly Attempt[], plain: PlainAttempts): number {
  let shortest = plain.shortestAnswerMs;
  for (const { syns, synAcks } of attempts) {
    const answer = synAcks[0];
    if (answer === undefined) continue;
    let askedMs = Number.NaN;
    for (const { frame, ms } of syns) if (frame < answer.frame) askedMs = ms;
    if (answer.ms - askedMs < shortest) shortest = answer.ms - askedMs;
  }
  return shortest === Number.POSITIVE_INFINITY ? 0 : shortest;
}

function statelessCounts(attempts: readonly Attempt[], outcomes: readonly Outcome[], timeoutMs: number, endMs: number) {
  const counts = { halfOpen: 0, stalls: 0 };
  for (const [index, attempt] of attempts.entries()) {
    const outcome = outcomes[index] as Outcome;
    if (!isStateless(attempt, outcome, timeoutMs, endMs)) continue;
    if (outcome === 'stalled') counts.stalls++;
    else counts.halfOpen++;
  }
  return counts;
}

/** Half-open connections whose SYN-ACK was resent less often than others', with the time for it in the capture. */
function prunedCount(attempts: readonly Attempt[], outcomes: readonly Outcome[]): number {
  const resent = attempts.flatMap(({ synAcks, reset }, index) =>
    outcomes[index] === 'halfOpen' && reset === null && synAcks.length > 1 ? [{ count: synAcks.length, firstMs: (synAcks[0] as Moment).ms }] : [],
  );
  const most = resent.reduce((best, item) => (item.count > best.count ? item : best), { count: 0, firstMs: 0 });
  const earlier = resent.filter(({ count, firstMs }) => count < most.count && firstMs <= most.firstMs + LATER_MS);
  return earlier.length;
}

/** Half-open connections that began this much later may simply have had less time. */
const LATER_MS = 1000;
