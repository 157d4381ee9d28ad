/** What speaks for and against a full queue: which SYNs went unanswered, which final ACKs were ignored, and what was waiting at those moments. */
import type { Attempt, Moment } from './listen-queue-attempt';
import { blurMs, isResetByFinalAck, type Outcome, type Surroundings } from './listen-queue-outcome';
import type { PlainAttempts } from './listen-queue-plain';
import { highestAround, type StepSeries, valueBefore } from './step-series';

/** A client waits one second before it sends its SYN again (RFC 6298 section 2); what is not answered by then is dropped. */
const ANSWER_DUE_MS = 1000;
/** Data sent in vain more than once, before the server took the connection after all. */
const LEAST_VAIN_DATA = 2;

export interface SynArrival extends Moment {
  readonly connection: number;
  /** Number of the client's address. */
  readonly source: number;
  /** Connections that may have waited for `accept()`, and half-open ones, just before. */
  readonly waiting: number;
  readonly halfOpen: number;
  /** Nothing was half-open around that moment either: the SYN queue was not full. */
  readonly alone: boolean;
}

export interface Evidence {
  /** SYNs that got no answer. */
  readonly dropped: readonly SynArrival[];
  /** Those that did, for comparison: none where nothing was dropped. */
  readonly answered: readonly SynArrival[];
  readonly answeredCount: number;
  /** Attempts whose final ACK the server treated as if it were not there: to the end, or for a while. */
  readonly stalled: readonly Attempt[];
  readonly recovered: readonly Attempt[];
  /** Attempts whose final ACK was answered by RST. */
  readonly rejected: readonly Attempt[];
}

export function gatherEvidence(
  attempts: readonly Attempt[],
  outcomes: readonly Outcome[],
  plain: PlainAttempts,
  waiting: StepSeries,
  halfOpen: StepSeries,
  surroundings: Surroundings,
): Evidence {
  const blur = blurMs(surroundings);
  const arrival = (connection: number, source: number, { frame, ms }: Moment): SynArrival => ({
    frame,
    ms,
    connection,
    source,
    waiting: valueBefore(waiting, ms),
    halfOpen: valueBefore(halfOpen, ms),
    alone: highestAround(halfOpen, ms, blur) === 0,
  });
  const dropped: SynArrival[] = [];
  let answeredCount = plain.count;
  forEachSyn(attempts, surroundings.endMs, ({ connection, source }, syn, fate) => {
    if (fate === 'answered') answeredCount++;
    else dropped.push(arrival(connection, source, syn));
  });
  const answered: SynArrival[] = [];
  if (dropped.length > 0) {
    forEachSyn(attempts, surroundings.endMs, ({ connection, source }, syn, fate) => {
      if (fate === 'answered') answered.push(arrival(connection, source, syn));
    });
    for (let place = 0; place < plain.count; place++) {
      answered.push(arrival(plain.connections[place] as number, plain.source(place), plain.syn(place)));
    }
  }
  const byTime = (a: SynArrival, b: SynArrival) => a.ms - b.ms;
  return {
    dropped: dropped.sort(byTime),
    answered: answered.sort(byTime),
    answeredCount,
    stalled: attempts.filter((_, index) => outcomes[index] === 'stalled'),
    recovered: attempts.filter((attempt) => attempt.served !== null && attempt.vainData >= LEAST_VAIN_DATA && firstDataWasLate(attempt)),
    rejected: attempts.filter(isResetByFinalAck),
  };
}

/** SYNs whose fate is known. */
function forEachSyn(attempts: readonly Attempt[], endMs: number, visit: (attempt: Attempt, syn: Moment, fate: 'answered' | 'dropped') => void): void {
  for (const attempt of attempts) {
    for (let index = 0; index < attempt.syns.length; index++) {
      const fate = fateOf(attempt, index, endMs);
      if (fate !== 'unknown') visit(attempt, attempt.syns[index] as Moment, fate);
    }
  }
}

/** The server was silent on the connection from the final ACK until the client's data had come several times: it had not taken the ACK. */
function firstDataWasLate({ ack, served }: Attempt): boolean {
  return ack !== null && served !== null && served.ms > ack.ms;
}

function fateOf({ syns, synAcks, reset, icmpFrames }: Attempt, index: number, endMs: number): 'answered' | 'dropped' | 'unknown' {
  const syn = syns[index] as Moment;
  const nextFrame = syns[index + 1]?.frame ?? Number.POSITIVE_INFINITY;
  const between = (frame: number) => frame > syn.frame && frame < nextFrame;
  if (synAcks.some(({ frame }) => between(frame))) return 'answered';
  if ((reset !== null && between(reset.frame)) || icmpFrames.some(between)) return 'unknown';
  return index + 1 < syns.length || endMs - syn.ms >= ANSWER_DUE_MS ? 'dropped' : 'unknown';
}

/** Moments at which the accept queue was surely full, when the listener's accept queue overflowed at all. */
export function fullMoments(evidence: Evidence): Moment[] {
  const moments: Moment[] = [];
  for (const { waiting, alone, frame, ms } of evidence.dropped) if (waiting > 0 && alone) moments.push({ frame, ms });
  for (const attempt of evidence.stalled) moments.push(...attempt.vain);
  for (const attempt of evidence.recovered) moments.push(...attempt.vain);
  for (const { ack } of evidence.rejected) if (ack !== null) moments.push(ack);
  return moments.sort((a, b) => a.ms - b.ms);
}
