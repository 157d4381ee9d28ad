/** Beats that came late, early or not at all, and why. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { BeatCause } from '../../shared/contract/report-heartbeat';
import { directionOfRow } from '../flows/conversation';
import type { PacketTable } from '../store/packet-table';
import type { MessageSeries, PeriodicSeries } from './heartbeat-periods';
import { spreadOf } from './statistics';

export interface OffBeat {
  readonly row: number;
  /** Row of the beat before, which the gap counts from. */
  readonly previousRow: number;
  readonly expectedMs: number;
  readonly observedMs: number;
  readonly cause: BeatCause;
}

export interface MissedBeat {
  /** When it was due, in ms of the capture. */
  readonly dueMs: number;
  readonly previousRow: number;
  readonly cause: BeatCause;
}

export interface Beats {
  readonly late: readonly OffBeat[];
  readonly early: readonly OffBeat[];
  readonly missed: readonly MissedBeat[];
  readonly answers: { readonly count: number; readonly payloadBytes: number; readonly medianLatencyMs: number } | null;
}

/** How a connection that beats goes on after its last beat. */
export interface BeatEnd {
  /** When it ended, or the capture did, in ms. */
  readonly timeMs: number;
  /** The peer ended it, or it was still open when the capture ended; not the end that beats. */
  readonly senderClosed: boolean;
  readonly open: boolean;
}

/** A gap of this many periods is one in which beats are missing. */
const MISSED_PERIODS = 1.8;
/** Most beats named as missing in one gap. */
const MOST_MISSED = 100;
/** Share of the beats that must have an answer for the answers to count as such. */
const ANSWERED_SHARE = 0.7;
/** An answer is late when it takes this many times the usual, and this share of the period more. */
const LATE_ANSWER = { times: 5, share: 0.1 } as const;
/** An answer's delay explains a late beat when it makes up this share of it. */
const EXPLAINS = 0.5;

/** Is the sending host silent on every connection in a span of rows in which it used not to be? */
export type HostWasAsleep = (fromRow: number, toRow: number) => boolean;

interface BeatInput {
  readonly packets: PacketTable;
  readonly rows: Uint32Array;
  readonly series: PeriodicSeries;
  readonly all: readonly MessageSeries[];
  readonly end: BeatEnd;
  readonly wasAsleep: HostWasAsleep;
}

export function beatsOf(input: BeatInput): Beats {
  const { series, end } = input;
  const { timesMs, rows, periodMs, bandMs } = series;
  const late: OffBeat[] = [];
  const early: OffBeat[] = [];
  const missed: MissedBeat[] = [];
  const answers = answersOf(input);
  let previousOff = false;
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i] as number;
    const previousRow = rows[i - 1] as number;
    const gapMs = (timesMs[i] as number) - (timesMs[i - 1] as number);
    const off = Math.abs(gapMs - periodMs) > bandMs && !timerRestarted(input, i);
    if (off && gapMs >= MISSED_PERIODS * periodMs) {
      missed.push(
        ...missedIn(
          timesMs[i - 1] as number,
          Math.round(gapMs / periodMs) - 1,
          series,
          previousRow,
          causeOf(input, answers, previousRow, row, gapMs),
        ),
      );
    } else if (off && gapMs > periodMs) {
      late.push({ row, previousRow, expectedMs: periodMs, observedMs: gapMs, cause: causeOf(input, answers, previousRow, row, gapMs) });
    } else if (off && !previousOff) {
      early.push({ row, previousRow, expectedMs: periodMs, observedMs: gapMs, cause: 'unknown' });
    }
    previousOff = off;
  }
  missed.push(...missedAtEnd(input, answers, end));
  return { late, early, missed, answers: answers.summary };
}

/** Beats due between the last one and the end of a connection that its sender did not close. */
function missedAtEnd(input: BeatInput, answers: Answers, end: BeatEnd): MissedBeat[] {
  const { series, packets, rows } = input;
  const lastMs = series.timesMs.at(-1) as number;
  const lastRow = series.rows.at(-1) as number;
  const sinceMs = end.timeMs - Math.max(lastMs, lastOwnMs(input, lastMs));
  // An open connection may have been about to beat when the capture ended; a closed one shows that the other end waited in vain.
  const toleranceMs = end.open ? series.periodMs : 0;
  if (end.senderClosed || sinceMs <= series.periodMs + series.bandMs + toleranceMs) return [];
  const count = Math.floor((sinceMs - series.bandMs) / series.periodMs);
  const endRow = rows.at(-1) as number;
  const cause = end.open && packets.timeMs(endRow) === lastMs ? 'unknown' : causeOf(input, answers, lastRow, endRow, sinceMs);
  return missedIn(lastMs, count, series, lastRow, cause);
}

function missedIn(afterMs: number, count: number, { periodMs }: PeriodicSeries, previousRow: number, cause: BeatCause): MissedBeat[] {
  return Array.from({ length: Math.min(count, MOST_MISSED) }, (_, i) => ({ dueMs: afterMs + (i + 1) * periodMs, previousRow, cause }));
}

/** Other data of the sender in the gap before beat `index`, after which the beat came a period later: it beats only when it is idle. */
function timerRestarted(input: BeatInput, index: number): boolean {
  const { series } = input;
  const fromMs = series.timesMs[index - 1] as number;
  const toMs = series.timesMs[index] as number;
  const restartMs = lastOwnMs(input, fromMs, toMs);
  return restartMs > fromMs && toMs - restartMs <= series.periodMs + series.bandMs;
}

/** Time of the sender's last other message after `fromMs` and before `toMs`; `fromMs` without one. */
function lastOwnMs({ series, all }: BeatInput, fromMs: number, toMs = Number.POSITIVE_INFINITY): number {
  let found = fromMs;
  for (const other of all) {
    if (other.direction !== series.direction || other.payloadBytes === series.payloadBytes) continue;
    const timeMs = lastBefore(other.timesMs, toMs);
    if (timeMs > found) found = timeMs;
  }
  return found;
}

/** Last of the sorted times before `limitMs`; -Infinity without one. */
function lastBefore(timesMs: readonly number[], limitMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesMs[middle] as number) < limitMs) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? Number.NEGATIVE_INFINITY : (timesMs[low - 1] as number);
}

interface Answers {
  readonly summary: Beats['answers'];
  /** Latency of the answer to the beat in a row; absent where there was none. */
  readonly latencyOf: ReadonlyMap<number, number>;
}

/** The first message of the other end after each beat and before the next one. */
function answersOf({ packets, rows, series }: BeatInput): Answers {
  const latencyOf = new Map<number, number>();
  const lengths = new Map<number, number>();
  let next = 0;
  let pending = -1;
  for (const row of rows) {
    if (row === series.rows[next]) {
      pending = row;
      next++;
    } else if (pending >= 0 && directionOfRow(packets, row) !== series.direction && isMessage(packets, row)) {
      latencyOf.set(pending, packets.timeMs(row) - packets.timeMs(pending));
      const bytes = packets.payloadLength.get(row);
      lengths.set(bytes, (lengths.get(bytes) ?? 0) + 1);
      pending = -1;
    }
  }
  if (latencyOf.size < ANSWERED_SHARE * series.rows.length) return { summary: null, latencyOf };
  const medianLatencyMs = spreadOf(Float64Array.from(latencyOf.values()))?.median ?? 0;
  const payloadBytes = [...lengths].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
  return { summary: { count: latencyOf.size, payloadBytes, medianLatencyMs }, latencyOf };
}

function isMessage(packets: PacketTable, row: number): boolean {
  const marks = packets.marks.get(row);
  return (marks & PACKET_MARK.data) !== 0 && (marks & PACKET_MARK.keepAlive) === 0;
}

/** Why a beat did not come within a period of the one in `previousRow`. */
function causeOf(input: BeatInput, answers: Answers, previousRow: number, row: number, gapMs: number): BeatCause {
  const { packets, rows, series } = input;
  let ownRepeats = false;
  let peerRepeats = false;
  for (let i = firstAfter(rows, previousRow); i < rows.length && (rows[i] as number) <= row; i++) {
    const other = rows[i] as number;
    const marks = packets.marks.get(other);
    if ((marks & (PACKET_MARK.lostSegment | PACKET_MARK.ackLostSegment)) !== 0) return 'capture-gap';
    if ((marks & PACKET_MARK.retransmission) === 0) continue;
    if (directionOfRow(packets, other) === series.direction) ownRepeats = true;
    else peerRepeats = true;
  }
  if (ownRepeats) return 'request-lost';
  if (peerRepeats) return 'answer-lost';
  const usualMs = answers.summary?.medianLatencyMs ?? Number.NaN;
  const latencyMs = answers.latencyOf.get(previousRow) ?? Number.NaN;
  const delayMs = latencyMs - usualMs;
  const answerLate = latencyMs > LATE_ANSWER.times * usualMs && delayMs > LATE_ANSWER.share * series.periodMs;
  if (answerLate && delayMs >= EXPLAINS * (gapMs - series.periodMs)) return 'answer-late';
  return input.wasAsleep(previousRow, row) ? 'host-asleep' : 'sender-late';
}

/** Index of the first of the sorted rows after `row`. */
function firstAfter(rows: Uint32Array, row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as number) <= row) low = middle + 1;
    else high = middle;
  }
  return low;
}
