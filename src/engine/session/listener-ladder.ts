/** One attempt step by step: its SYNs and SYN-ACKs beside the moments at which the schedules of client and server had them due. */
import { AppError } from '../../shared/contract/errors';
import type { AttemptLadder, AttemptRung, LadderSchedule } from '../../shared/contract/listener-rows';
import { type Attempt, begin, type Moment } from '../analyzers/listen-queue-attempt';
import { timedSynAcks } from '../analyzers/listen-queue-half-open';
import type { Outcome } from '../analyzers/listen-queue-outcome';
import { DEFAULT_SYN_ACK_RETRIES, FIRST_TIMEOUT_MS, synAckTimeoutMs } from '../models/syn-ack-backoff';
import { DEFAULT_SYN_RETRIES, synTimeoutMs } from '../models/syn-backoff';
import type { CapturePass } from './capture-pass';
import { endsOf } from './connection-rows';
import { atOnce } from './in-slices';
import { type ListenerCase, listenerCase } from './listener-views';

/** Throws AppError `no-such-listener`, `no-such-attempt`. */
export function attemptLadder(pass: CapturePass, listener: number, connection: number): AttemptLadder {
  const item = atOnce(listenerCase(pass, listener));
  const place = item.places[item.ids.indexOf(connection)];
  if (place === undefined) throw new AppError('no-such-attempt', { connection });
  const { client, clientPort } = endsOf(pass.tracker.connections, connection);
  const known = { attempt: item.study.attempts[place], outcome: item.study.outcomes[place] };
  const attempt = known.attempt ?? pass.listenQueue.attempt(connection);
  const outcome = known.outcome ?? (attempt.synAcks.length > 0 ? 'halfOpen' : 'unanswered');
  const schedules = schedulesOf(item);
  const startMs = begin(attempt).ms;
  const { endMs } = item.study.surroundings;
  const since = (ms: number): number => ms - startMs;
  const rungs = [...synRungs(attempt, schedules.syn, endMs), ...synAckRungs(attempt, outcome, schedules.synAck, endMs)]
    .map((rung) => ({
      ...rung,
      atMs: rung.atMs === null ? null : since(rung.atMs),
      expectedMs: rung.expectedMs === null ? null : since(rung.expectedMs),
    }))
    .sort((a, b) => (a.atMs ?? a.expectedMs ?? 0) - (b.atMs ?? b.expectedMs ?? 0));
  return { connection, client, clientPort, outcome, startMs, rungs, moments: momentsOf(pass, attempt, since), schedules };
}

/** What the listener's attempts show of the schedules, else the defaults of Linux. Fewer retransmissions than the schedule may have tell nothing of its end. */
function schedulesOf({ row }: ListenerCase): AttemptLadder['schedules'] {
  const schedule = (seen: typeof row.synSchedule, retries: number): LadderSchedule => ({
    firstTimeoutMs: seen?.firstTimeoutMs ?? FIRST_TIMEOUT_MS,
    retries: seen?.complete ? seen.retries : Math.max(retries, seen?.retries ?? 0),
    linearSteps: seen?.linearSteps ?? 0,
    from: seen === null ? 'linux-default' : 'listener',
  });
  return { syn: schedule(row.synSchedule, DEFAULT_SYN_RETRIES), synAck: schedule(row.synAckSchedule, DEFAULT_SYN_ACK_RETRIES) };
}

/** SYNs go on until something comes back. Times are absolute. */
function synRungs(
  { syns, synAcks, reset, icmpFrames }: Attempt,
  { firstTimeoutMs, linearSteps, retries }: LadderSchedule,
  endMs: number,
): AttemptRung[] {
  let dueMs = syns[0]?.ms ?? 0;
  const rungs = syns.map((syn, number): AttemptRung => {
    if (number > 0) dueMs += synTimeoutMs(number - 1, linearSteps, firstTimeoutMs);
    return rung('syn', number, syn, number === 0 ? null : dueMs, number === 0 ? 'first' : 'timer');
  });
  if (syns.length === 0 || synAcks.length > 0 || reset !== null || icmpFrames.length > 0) return rungs;
  dueMs += synTimeoutMs(syns.length - 1, linearSteps, firstTimeoutMs);
  if (dueMs > endMs) return rungs;
  return [...rungs, rung('syn', syns.length, null, dueMs, syns.length > retries + linearSteps ? 'given-up' : 'due')];
}

/** The timer begins with each SYN that is answered, and runs on with the timeout it had come to (net/ipv4/inet_connection_sock.c). Times are absolute. */
function synAckRungs(attempt: Attempt, outcome: Outcome, { firstTimeoutMs, retries }: LadderSchedule, endMs: number): AttemptRung[] {
  const { synAcks } = attempt;
  const first = synAcks[0];
  if (first === undefined) return [];
  const byTimer = new Set(timedSynAcks(attempt));
  let timeouts = 0;
  let dueMs = first.ms + synAckTimeoutMs(0, firstTimeoutMs);
  const rungs = synAcks.map((synAck, number): AttemptRung => {
    if (number === 0) return rung('synAck', 0, synAck, null, 'first');
    if (!byTimer.has(synAck)) {
      dueMs = synAck.ms + synAckTimeoutMs(timeouts, firstTimeoutMs);
      return rung('synAck', number, synAck, null, 'answer');
    }
    const wasDueMs = dueMs;
    timeouts++;
    dueMs += synAckTimeoutMs(timeouts, firstTimeoutMs);
    return rung('synAck', number, synAck, wasDueMs, 'timer');
  });
  const goneMs = Math.min(endMs, forgottenMs(attempt, outcome));
  for (let number = synAcks.length; dueMs <= goneMs; number++) {
    const over = timeouts >= retries;
    rungs.push(rung('synAck', number, null, dueMs, over ? 'given-up' : 'due'));
    if (over) break;
    timeouts++;
    dueMs += synAckTimeoutMs(timeouts, firstTimeoutMs);
  }
  return rungs;
}

/** When the server has no more reason to send its SYN-ACK, as far as the capture shows; infinity: it has. */
function forgottenMs({ ack, served, reset }: Attempt, outcome: Outcome): number {
  const taken =
    outcome === 'complete' ? Math.min(ack?.ms ?? Number.POSITIVE_INFINITY, served?.ms ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  return Math.min(taken, reset?.ms ?? Number.POSITIVE_INFINITY);
}

function rung(
  segment: AttemptRung['segment'],
  number: number,
  sent: Moment | null,
  expectedMs: number | null,
  cause: AttemptRung['cause'],
): AttemptRung {
  return { segment, number, atMs: sent?.ms ?? null, frame: sent?.frame ?? null, expectedMs, cause };
}

function momentsOf({ packets }: CapturePass, attempt: Attempt, since: (ms: number) => number): AttemptLadder['moments'] {
  const { ack, vain, served, spoken, reset, icmpFrames } = attempt;
  const moments: AttemptLadder['moments'] = [];
  const add = (kind: AttemptLadder['moments'][number]['kind'], moment: Moment | null): void => {
    if (moment !== null) moments.push({ kind, frame: moment.frame, atMs: since(moment.ms) });
  };
  add('ack', ack);
  for (const moment of vain) if (moment.frame !== ack?.frame) add('ignored', moment);
  if (served?.frame !== spoken?.frame) add('served', served);
  add('spoken', spoken);
  add('reset', reset);
  for (const frame of icmpFrames) add('icmp', { frame, ms: packets.timeMs(frame - 1) });
  return moments.sort((a, b) => a.atMs - b.atMs);
}
