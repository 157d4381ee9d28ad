/** What became of the peer, and of the connection, of an end that probes. */
import type { KeepAliveReport } from '../../shared/contract/report-keep-alive';
import { END_FLAG, EVENT } from '../flows/connection-table';
import { directionOfRow } from '../flows/conversation';
import type { AnalyzerInput } from './analyzer';
import { hasForeignHops, hasForeignIdentification, rowHeardAfterReset } from './foreign-reset';
import { type Close, giveUpClose } from './give-up';
import { unheardRun } from './keep-alive-lost-answers';
import { plainTiming } from './keep-alive-plain';
import type { KeepAliveProbes } from './keep-alive-probes';
import type { ProbeSeries } from './keep-alive-series';
import { givenUpRun, inferSettings, type KeepAliveSettings, resetOnSchedule } from './keep-alive-settings';
import { type ProbeTiming, probeTiming, type UnansweredRun } from './keep-alive-timing';
import { isUnreachable, NO_FAILURE, type ReachFailure, reachFailure } from './reach-failure';
import { resetShape } from './reset-shape';

export type PeerState = KeepAliveReport['peerState'];
export type KeepAliveOutcome = KeepAliveReport['outcome'];

export interface KeepAliveVerdict {
  readonly series: ProbeSeries;
  readonly timing: ProbeTiming;
  readonly settings: KeepAliveSettings;
  readonly peerState: PeerState;
  readonly outcome: KeepAliveOutcome;
  readonly failure: ReachFailure;
  /** The run of unanswered probes that the connection ends with; null without one. */
  readonly lastRun: UnansweredRun | null;
  /** The peer's reset came over another number of hops than its earlier packets, or the peer went on after it: a device on the path sent it. */
  readonly foreignReset: boolean;
  /** Row of the packet by which the peer went on after the reset in its name; -1 without one. */
  readonly heardAfterResetRow: number;
  /** It came over the usual number of hops, but its IPv4 identification does not go on as the peer's did. */
  readonly oddReset: boolean;
  /** The peer was heard after the prober had given up. */
  readonly killedGood: boolean;
  /** The prober gave up for want of answers that the capture shows: they were lost behind the capture point. */
  readonly unheard: boolean;
}

/** A probe may still be answered this long after it, at least. */
const SETTLE_MS = 1000;
/** Data sent this often without a sign of the peer was not merely delayed. */
const FEWEST_REPEATS = 3;

export function keepAliveVerdict(table: KeepAliveProbes, series: ProbeSeries): KeepAliveVerdict {
  const { input } = table;
  const { connection, direction } = series;
  const plain = plainTiming(table, series);
  const seen = plain ?? probeTiming(input, connection, direction);
  const { payloadBytes } = table.first(series);
  const distanceMs = proberDistanceMs(table, series);
  const settingsBy = (timing: ProbeTiming) => inferSettings({ timing, payloadBytes, inferred: series.inferred, proberDistanceMs: distanceMs });
  const settingsSeen = settingsBy(seen);
  const unheard = plain === null ? unheardRun(table, series, seen, settingsSeen) : null;
  const timing = unheard === null ? seen : { ...seen, runs: [...seen.runs, unheard], peerHeardMs: unheard.peerHeardMs };
  const settings = unheard === null ? settingsSeen : settingsBy(timing);
  const lastRun = timing.runs.at(-1) ?? null;
  const tail = lastRun !== null && (lastRun.end === 'open' || lastRun.end === 'own-reset' || lastRun.end === 'peer-reset') ? lastRun : null;
  const failure =
    plain === null ? reachFailure(input, connection, direction, tail?.firstFrame ?? lastHeardFrame(input, connection, direction)) : NO_FAILURE;
  const heardAfterResetRow = timing.peerResetRow < 0 ? -1 : rowHeardAfterReset(input, connection, timing.peerResetRow);
  const foreignReset = heardAfterResetRow >= 0 || (timing.peerResetRow >= 0 && hasForeignHops(input, connection, timing.peerResetRow));
  const oddReset = timing.peerResetRow >= 0 && !foreignReset && hasForeignIdentification(input, connection, timing.peerResetRow);
  // A peer that only goes on probing in vain is alive, but the path to it is not.
  const reachedAgain = timing.peerAfterResetRow >= 0 && (timing.resetAfterPeer || timing.peerProbeFrames.length === 0);
  const killedGood = givenUpRun(timing) !== null && reachedAgain;
  const captureEndMs = input.packets.timeMs(input.packets.length - 1);
  const evidence = { input, timing, tail, failure, foreignReset, heardAfterResetRow, killedGood, unheard: unheard !== null, captureEndMs };
  return {
    series,
    timing,
    settings,
    peerState: peerState(evidence),
    outcome: outcome(evidence, connection, settings),
    failure,
    lastRun: tail,
    foreignReset,
    heardAfterResetRow,
    oddReset,
    killedGood,
    unheard: evidence.unheard,
  };
}

interface Evidence {
  readonly input: AnalyzerInput;
  readonly timing: ProbeTiming;
  readonly tail: UnansweredRun | null;
  readonly failure: ReachFailure;
  readonly foreignReset: boolean;
  readonly heardAfterResetRow: number;
  readonly killedGood: boolean;
  readonly unheard: boolean;
  readonly captureEndMs: number;
}

function peerState(evidence: Evidence): PeerState {
  const { timing, tail, killedGood } = evidence;
  if (killedGood) return 'alive';
  if (timing.peerResetRow >= 0 && (timing.ownResetRow < 0 || timing.peerResetRow < timing.ownResetRow)) return stateByReset(evidence);
  if (timing.ownResetRow >= 0 && tail === null) return 'alive';
  const silent = timing.ownDataSincePeer >= FEWEST_REPEATS;
  if (tail === null && !silent) return 'alive';
  if (evidence.unheard || isUnreachable(evidence.failure)) return 'unreachable';
  if (tail !== null && tail.end !== 'peer-reset' && timing.peerProbeFrames.length > 0) return 'unreachable';
  if (tail?.end === 'own-reset') return 'crashed';
  if (tail !== null && tail.count === 1 && evidence.captureEndMs - tail.lastMs < SETTLE_MS) return 'alive';
  return 'unknown';
}

/** The peer's reset: in answer to a probe by a host that lost the connection, or by an application that aborted it. */
function stateByReset({ input, timing, tail, foreignReset, heardAfterResetRow }: Evidence): PeerState {
  if (tail?.end !== 'peer-reset' && heardAfterResetRow < 0) return 'closed';
  if (foreignReset) return 'unreachable';
  return resetShape(input.packets, timing.peerResetRow) === 'abort' ? 'closed' : 'rebooted';
}

function outcome({ input, timing, tail }: Evidence, connection: number, settings: KeepAliveSettings): KeepAliveOutcome {
  const { packets, connections } = input;
  const { ownResetRow, peerResetRow } = timing;
  const ended = (kind: KeepAliveOutcome['kind'], row: number): KeepAliveOutcome => {
    const afterMs = packets.timeMs(row) - timing.peerHeardMs;
    return { kind, frame: row + 1, afterMs: Number.isNaN(afterMs) ? null : Math.max(0, Math.round(afterMs * 1e3) / 1e3) };
  };
  if (ownResetRow >= 0 && (peerResetRow < 0 || ownResetRow < peerResetRow)) {
    if (tail?.end !== 'own-reset') return ended('closed', ownResetRow);
    const onSchedule = settings.intervalMs === null || resetOnSchedule(tail, settings.intervalMs);
    return ended(onSchedule ? 'given-up' : 'user-timeout', ownResetRow);
  }
  if (peerResetRow >= 0) return ended('reset-by-peer', peerResetRow);
  const fin = Math.max(connections.firstEvent(connection, EVENT.finA), connections.firstEvent(connection, EVENT.finB));
  if (fin > 0) return ended('closed', fin - 1);
  return { kind: timing.runs.some(({ end }) => end === 'answer') && tail === null ? 'survived' : 'open', frame: null, afterMs: null };
}

/** How the connection ended where the prober gave it up; null where it did not. */
export function closeOfVerdict({ input }: KeepAliveProbes, { series, timing, outcome, unheard }: KeepAliveVerdict): Close | null {
  if ((outcome.kind !== 'given-up' && outcome.kind !== 'user-timeout') || outcome.frame === null) return null;
  // A peer that is heard again is told: the prober's host answers by a reset. One that got the probes gets the reset as well.
  const peerTold = unheard || (timing.peerAfterResetRow >= 0 && timing.resetAfterPeer);
  return giveUpClose(input.connections, series.connection, series.direction, outcome.frame, peerTold || timing.peerResetRow >= 0);
}

/** Frame of the peer's last segment, or of the connection's first packet. */
function lastHeardFrame({ packets, connections }: AnalyzerInput, connection: number, prober: 0 | 1): number {
  let frame = connections.lastFrame(connection);
  while (packets.previousFrame.get(frame - 1) !== 0 && directionOfRow(packets, frame - 1) === prober) frame = packets.previousFrame.get(frame - 1);
  return frame;
}

/**
 * Round trip between the capture point and the prober, in ms: the whole round trip of the handshake less that to the peer, which the answers show.
 * 0 where the handshake was not captured or had to be repeated.
 */
function proberDistanceMs(table: KeepAliveProbes, series: ProbeSeries): number {
  const { connections } = table.input;
  let handshakes = 0;
  connections.forEachEvent(series.connection, (kind) => {
    if (kind === EVENT.syn || kind === EVENT.synAck) handshakes++;
  });
  const peerWrote = (connections.endState(series.connection, (1 - series.direction) as 0 | 1) & END_FLAG.heard) !== 0;
  if (handshakes !== 2 || !peerWrote) return 0;
  let shortestMs = Number.POSITIVE_INFINITY;
  table.forEach(series, ({ latencyMs }) => {
    if (latencyMs < shortestMs) shortestMs = latencyMs;
  });
  const roundTripMs = connections.handshakeUs(series.connection) / 1000;
  return Number.isFinite(shortestMs) ? Math.max(0, roundTripMs - shortestMs) : 0;
}
