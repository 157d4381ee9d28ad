/** The verdict on a listener, from the evidence; each rule says what it rests on. Pure: a table of cases can test it. */
import { FIRST_TIMEOUT_MS } from '../models/syn-ack-backoff';
import type { RuledOut } from './analyzer';
import { type Attempt, type Moment, wasResent } from './listen-queue-attempt';
import type { DeferralSigns } from './listen-queue-deferred-accept';
import { type Evidence, fullMoments, type SynArrival } from './listen-queue-evidence';
import { type Outcome, type Surroundings, synAcksInVain } from './listen-queue-outcome';
import { smallest } from './statistics';
import { type StepSeries, valueBefore } from './step-series';

export type Verdict =
  | 'healthy'
  | 'accept-queue-overflow'
  | 'syn-queue-overflow'
  | 'syn-flood'
  | 'refused'
  | 'filtered'
  | 'half-open'
  | 'closed'
  | 'defer-accept'
  | 'lossy-path'
  | 'unknown';

/** What is known of a listener when it is judged. */
export interface Case {
  readonly attempts: readonly Attempt[];
  readonly outcomes: readonly Outcome[];
  /** Further attempts, which completed, and the connection of the last of them; -1 of none. */
  readonly plainCount: number;
  readonly lastPlain: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly evidence: Evidence;
  readonly surroundings: Surroundings;
  /** Connections that may have waited for `accept()`. */
  readonly waiting: StepSeries;
  readonly deferral: DeferralSigns;
  /** Abandoned attempts in seconds that hold little else. */
  readonly flooding: number;
  readonly sources: number;
  /** SYN-ACKs or final ACKs of the listener were captured. */
  readonly answers: boolean;
  readonly resentHandshakes: number;
  /** Client and server are the same host: no path lies between them. */
  readonly loopback: boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly confidence: number;
  readonly frames: readonly number[];
  readonly ruledOut: readonly RuledOut[];
  /** Which picture of an accept-queue overflow was seen. */
  readonly mode: 'ignore' | 'reset' | null;
  /** Moments at which the accept queue was surely full. */
  readonly fullAt: readonly Moment[];
}

/** A capture point from which the server answers this soon is on the server, or next to it: what is lost there is not lost on a path. */
export const AT_SERVER_MS = 1;
const LEAST_FLOOD = 64;
/** SYNs that nothing answered at all may be a capture of SYNs only; beyond this, from as many sources, they are a flood. */
const LEAST_UNANSWERED_FLOOD = 1000;
/** Frames named as evidence. */
const MOST_FRAMES = 20;
/** Sockets of one process are reset in one go when it ends. */
const TOGETHER_MS = 50;

const NOTHING = { ruledOut: [], mode: null, fullAt: [], frames: [] } as const;

export function judge(item: Case): Judgement {
  return flood(item) ?? closed(item) ?? acceptQueueOverflow(item) ?? synQueueOverflow(item) ?? unavailable(item) ?? milder(item);
}

function flood(item: Case): Judgement | null {
  const { flooding, sources, answers, evidence } = item;
  if (flooding < (answers ? LEAST_FLOOD : LEAST_UNANSWERED_FLOOD) || evidence.stalled.length > flooding) return null;
  if (!answers && sources * 2 < flooding) return null;
  const abandoned = item.attempts.filter(({ ack }) => ack === null);
  const ruledOut: RuledOut[] = [{ reason: 'floodNotPathLoss' }];
  if (evidence.dropped.every(({ waiting }) => waiting === 0)) ruledOut.push({ reason: 'floodNotAcceptQueue' });
  return { ...NOTHING, verdict: 'syn-flood', confidence: answers ? 0.95 : 0.6, frames: framesOf(abandoned.flatMap(({ syns }) => syns)), ruledOut };
}

/** Resets of connections that the application had not answered. */
export function resetsOfWaiting({ attempts, outcomes }: Pick<Case, 'attempts' | 'outcomes'>): Moment[] {
  return attempts.flatMap(({ reset, spoken }, index) =>
    outcomes[index] === 'complete' && spoken === null && reset?.byServer === true && !reset.bare ? [reset] : [],
  );
}

/** Connections that waited are reset together, and from then on SYNs are refused. */
function closed(item: Case): Judgement | null {
  const { attempts, outcomes } = item;
  const resets = resetsOfWaiting(item);
  const first = resets[0];
  if (first === undefined) return null;
  const together = resets.filter(({ ms }) => ms - first.ms < TOGETHER_MS);
  const refused = attempts.filter(({ reset }, index) => outcomes[index] === 'refused' && (reset as Moment).frame > first.frame);
  if (refused.length === 0) return null;
  const frames = framesOf([...together, ...refused.flatMap(({ reset }) => (reset === null ? [] : [reset]))]);
  return {
    ...NOTHING,
    verdict: 'closed',
    confidence: 0.9,
    frames,
    ruledOut: [{ reason: 'closedNotRebooted' }, { reason: 'closedNotOverflow' }],
  };
}

function acceptQueueOverflow(item: Case): Judgement | null {
  const { evidence, surroundings } = item;
  const { stalled, recovered, rejected } = evidence;
  const atServer = surroundings.serverSideMs <= AT_SERVER_MS;
  const drops = evidence.dropped.filter(({ waiting }) => waiting > 0);
  const ignored = stalled.length + recovered.length;
  const fullAt = fullMoments(evidence);
  const waited = fullAt.some(({ ms }) => valueBefore(item.waiting, ms) > 0);
  const byReset = rejected.length > 0 && (waited || drops.length > 0 || rejected.length > 1);
  const insistent = stalled.some((attempt) => attempt.vainData > 0 && synAcksInVain(attempt, surroundings).length > 1);
  const byIgnoring = ignored > 0 && (waited || drops.length > 0 ? atServer || ignored > 1 || insistent : atServer && insistent);
  const byDropping = item.loopback ? drops.length > 1 : droppedAboveAThreshold(item, drops, atServer);
  if (!byReset && !byIgnoring && !byDropping) return null;
  const ruledOut: RuledOut[] = [{ reason: 'overflowNotFiltered' }, { reason: atServer ? 'overflowNotPathLossHere' : 'overflowNotPathLoss' }];
  if (ignored + rejected.length > 0) ruledOut.push({ reason: 'overflowNotSlowApplication' });
  if (stalled.length > 0) ruledOut.push({ reason: 'overflowNotDeferred' });
  const proofs = [...rejected.flatMap(({ ack, reset }) => [ack, reset]), ...stalled.flatMap(({ vain }) => vain.slice(0, 4)), ...drops];
  return {
    verdict: 'accept-queue-overflow',
    confidence: byReset || byIgnoring ? (waited ? 0.95 : 0.7) : atServer ? 0.85 : 0.75,
    frames: framesOf(proofs.flatMap((moment) => (moment === null ? [] : [moment]))),
    ruledOut,
    mode: rejected.length > 0 ? 'reset' : ignored > 0 ? 'ignore' : null,
    fullAt,
  };
}

/**
 * SYNs dropped while connections wait, and none answered while as many waited: a queue that is full drops every SYN. Loss on a path, or a rule of a firewall,
 * does not know how many wait.
 */
function droppedAboveAThreshold(item: Case, drops: readonly SynArrival[], atServer: boolean): boolean {
  if (drops.length < 2 || isFilteredBySource(item)) return false;
  const least = smallest(drops.map(({ waiting }) => waiting));
  const firstMs = (drops[0] as SynArrival).ms;
  const answeredAbove = item.evidence.answered.filter(({ waiting, ms }) => waiting >= least && ms > firstMs).length;
  if (drops.length < 2 * answeredAbove) return false;
  const again = new Set(drops.map(({ connection }) => connection)).size < drops.length;
  return again && (atServer || drops.length >= 3);
}

/** Some sources are never answered and all others always are. */
function isFilteredBySource({ evidence }: Case): boolean {
  const dropped = new Set(evidence.dropped.map(({ source }) => source));
  const firstMs = evidence.dropped[0]?.ms ?? 0;
  const answered = evidence.answered.filter(({ ms }) => ms > firstMs);
  return answered.length > 0 && answered.every(({ source }) => !dropped.has(source));
}

/** SYNs dropped while many are half-open and nothing waits for `accept()`: every one at or above a length at which none is answered. */
function synQueueOverflow({ evidence, surroundings }: Case): Judgement | null {
  const drops = evidence.dropped.filter(({ waiting, halfOpen }) => waiting === 0 && halfOpen >= 2);
  if (drops.length < 3 || drops.length * 2 < evidence.dropped.length) return null;
  const least = smallest(drops.map(({ halfOpen }) => halfOpen));
  const answeredAbove = evidence.answered.filter(({ halfOpen }) => halfOpen >= least + 1).length;
  if (drops.length < 4 * answeredAbove) return null;
  const atServer = surroundings.serverSideMs <= AT_SERVER_MS;
  return {
    ...NOTHING,
    verdict: 'syn-queue-overflow',
    confidence: atServer ? 0.85 : 0.65,
    frames: framesOf(drops),
    ruledOut: [
      { reason: 'synQueueNotFlood' },
      { reason: atServer ? 'overflowNotPathLossHere' : 'overflowNotPathLoss' },
      { reason: 'synQueueNotAcceptQueue' },
    ],
  };
}

/** Nothing gets through: refused, or dropped by something before the listener. */
function unavailable(item: Case): Judgement | null {
  const { attempts, outcomes, counts, evidence } = item;
  const icmp = attempts.flatMap(({ icmpFrames, synAcks }) => (synAcks.length === 0 ? icmpFrames : []));
  if (counts.complete + counts.stalled + counts.halfOpen > 0) return partlyUnavailable(item);
  if (icmp.length > 0) return { ...NOTHING, verdict: 'filtered', confidence: 0.95, frames: icmp.slice(0, MOST_FRAMES) };
  if (counts.refused > 0 && counts.refused >= counts.unanswered)
    return { ...NOTHING, verdict: 'refused', confidence: 0.95, frames: refusals(attempts, outcomes) };
  const dropped = evidence.dropped;
  if (counts.unanswered === 0 || dropped.length === 0) return null;
  const again = attempts.some(({ syns }) => syns.length > 1);
  return { ...NOTHING, verdict: 'filtered', confidence: again ? 0.7 : 0.5, frames: framesOf(dropped) };
}

/** It worked, and then no attempt came through any more. */
function partlyUnavailable({ attempts, outcomes, counts, plainCount, lastPlain }: Case): Judgement | null {
  const lastServed = outcomes.reduce(
    (last, outcome, index) => (outcome === 'complete' || outcome === 'stalled' || outcome === 'halfOpen' ? index : last),
    -1,
  );
  const firstAfter = Math.max(lastServed + 1, placeBehind(attempts, lastPlain));
  const after = outcomes.slice(firstAfter);
  const refusedAfter = after.filter((outcome) => outcome === 'refused').length;
  if (counts.refused > 0 && (refusedAfter === counts.refused || counts.refused * 10 >= attempts.length + plainCount)) {
    const verdict = refusedAfter === counts.refused ? 'closed' : 'refused';
    const ruledOut = verdict === 'closed' ? [{ reason: 'closedNotRebooted' }, { reason: 'closedNotOverflow' }] : [];
    return { ...NOTHING, verdict, confidence: 0.7, frames: refusals(attempts, outcomes), ruledOut };
  }
  const silent = attempts.slice(firstAfter).filter((attempt, index) => after[index] === 'unanswered' && attempt.syns.length > 1);
  if (silent.length < 2 || silent.length < after.length) return null;
  return { ...NOTHING, verdict: 'filtered', confidence: 0.5, frames: framesOf(silent.flatMap(({ syns }) => syns)) };
}

/** Place of the first attempt whose connection began after another. */
function placeBehind(attempts: readonly Attempt[], connection: number): number {
  const place = attempts.findIndex((attempt) => attempt.connection > connection);
  return place < 0 ? attempts.length : place;
}

/** Share of attempts, and number, from which a trouble that is not fatal is worth a verdict. */
const WORTH_SHARE = 0.1;
const WORTH_COUNT = 3;

function milder({ attempts, outcomes, plainCount, counts, evidence, deferral, surroundings, resentHandshakes }: Case): Judgement {
  const total = attempts.length + plainCount;
  if (deferral.deferAccept === 'likely')
    return { ...NOTHING, verdict: 'defer-accept', confidence: 0.85, frames: deferral.frames.slice(0, MOST_FRAMES) };
  const halfOpen = attempts.filter(
    ({ synAcks }, index) =>
      outcomes[index] === 'halfOpen' && (synAcks.length > 1 || surroundings.endMs - (synAcks[0] as Moment).ms > FIRST_TIMEOUT_MS),
  );
  if (halfOpen.length >= Math.max(1, total * WORTH_SHARE)) {
    return { ...NOTHING, verdict: 'half-open', confidence: 0.8, frames: framesOf(halfOpen.flatMap(({ synAcks }) => synAcks)) };
  }
  const silentAtEnd = unansweredAtEnd(evidence);
  const resentOnTheWay = resentHandshakes - attempts.filter((attempt) => silentAtEnd.has(attempt.connection) && wasResent(attempt)).length;
  if (counts.stalled === 0 && resentOnTheWay >= Math.min(WORTH_COUNT, Math.max(1, total * WORTH_SHARE)) && resentOnTheWay >= total * WORTH_SHARE) {
    const resent = attempts.filter(wasResent).flatMap(({ syns, synAcks }) => [...syns.slice(1), ...synAcks.slice(1)]);
    return { ...NOTHING, verdict: 'lossy-path', confidence: surroundings.serverSideMs <= AT_SERVER_MS ? 0.6 : 0.7, frames: framesOf(resent) };
  }
  return counts.complete > 0 && counts.stalled === 0 && silentAtEnd.size === 0
    ? { ...NOTHING, verdict: 'healthy', confidence: 0.9 }
    : { ...NOTHING, verdict: 'unknown', confidence: 0.5 };
}

/**
 * Attempts none of whose SYNs found an answer, and since the first of which nothing was answered. Loss on a path drops one SYN and lets the next one through; a
 * queue that filled up, a packet filter and a host that went down all look like this.
 */
function unansweredAtEnd({ dropped, answered }: Evidence): ReadonlySet<number> {
  const lastAnsweredMs = answered.at(-1)?.ms ?? Number.NEGATIVE_INFINITY;
  const before = new Set(dropped.filter(({ ms }) => ms <= lastAnsweredMs).map(({ connection }) => connection));
  return new Set(dropped.map(({ connection }) => connection).filter((connection) => !before.has(connection)));
}

function refusals(attempts: readonly Attempt[], outcomes: readonly Outcome[]): number[] {
  return framesOf(attempts.flatMap(({ reset }, index) => (outcomes[index] === 'refused' && reset !== null ? [reset] : [])));
}

function framesOf(moments: readonly Moment[]): number[] {
  const frames = [...new Set(moments.map(({ frame }) => frame))];
  return frames.sort((a, b) => a - b).slice(0, MOST_FRAMES);
}
