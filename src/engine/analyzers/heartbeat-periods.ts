/** Finds the periodic messages of a connection: by sender and length, robust to beats that are missing or late. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { directionOfRow } from '../flows/conversation';
import type { PacketTable } from '../store/packet-table';
import { medianOfSorted, spreadOf } from './statistics';

/** Messages of one length that one end sent. */
export interface MessageSeries {
  readonly direction: 0 | 1;
  readonly payloadBytes: number;
  readonly rows: number[];
  readonly timesMs: number[];
}

export interface PeriodicSeries extends MessageSeries {
  readonly periodMs: number;
  readonly madMs: number;
  /** A gap that differs more than this from the period is early or late. */
  readonly bandMs: number;
  /** The sender went on with another period. */
  readonly goesOn: boolean;
}

/** Beats from which three gaps of the same length can be told from chance. */
export const FEWEST_BEATS = 4;
const FEWEST_REGULAR_GAPS = 3;
/** Share of the gaps that must be one period long, and share that must be one or several where beats are missing. */
const ONE_PERIOD_SHARE = 0.6;
const REGULAR_SHARE = 0.7;
/** A gap this close to the period, as a share of it, is regular. */
const REGULAR_BAND = 0.15;
/** Off by this share of the period is early or late, whatever the spread. */
const SMALLEST_BAND = 0.1;
/** A second, which the gaps of a timer of one second may fall short of by a little. */
export const SHORTEST_PERIOD_MS = 950;
/** Median deviation, as a share of the period, up to which messages keep time: timers of applications do so far better. */
const MOST_DEVIATION = 0.05;
/** Messages that follow another within this share of the period belong to it: its answer, or its second half. */
const FOLLOWS = 0.25;
const SAME_PERIOD = 0.05;
/** Gaps in a row that differ by no more than this share begin a period. */
const EVEN_BAND = 0.1;

const REPEATED = PACKET_MARK.keepAlive | PACKET_MARK.retransmission | PACKET_MARK.outOfOrder | PACKET_MARK.syn | PACKET_MARK.duplicate;

/** Segments with data; copies, repetitions and keep-alive probes are none. `marks`: bits of PACKET_MARK. */
export function isMessage(marks: number): boolean {
  return (marks & (PACKET_MARK.data | REPEATED)) === PACKET_MARK.data;
}

/** The same for messages of one sender and length. */
export function messageKey(marks: number, payloadBytes: number): number {
  return payloadBytes * 2 + ((marks & PACKET_MARK.reverse) !== 0 ? 1 : 0);
}

/** The messages among the rows by sender and length. */
export function messageSeries(packets: PacketTable, rows: Uint32Array): MessageSeries[] {
  const found = new Map<number, MessageSeries>();
  for (const row of rows) {
    const marks = packets.marks.get(row);
    if (!isMessage(marks)) continue;
    const direction = directionOfRow(packets, row);
    const payloadBytes = packets.payloadLength.get(row);
    const key = messageKey(marks, payloadBytes);
    let series = found.get(key);
    if (!series) {
      series = { direction, payloadBytes, rows: [], timesMs: [] };
      found.set(key, series);
    }
    series.rows.push(row);
    series.timesMs.push(packets.timeMs(row));
  }
  return [...found.values()];
}

/** The series that keep a period, the one that began first leading; what only follows another within each period is left out. */
export function periodicSeries(all: readonly MessageSeries[]): PeriodicSeries[] {
  const periodic = all.flatMap(withPeriods).sort((a, b) => (a.timesMs[0] as number) - (b.timesMs[0] as number));
  const leading: PeriodicSeries[] = [];
  for (const series of periodic) {
    if (!leading.some((leader) => follows(leader, series))) leading.push(series);
  }
  return leading;
}

/** One series for each period that the sender kept, as after its settings were changed. */
function withPeriods(series: MessageSeries): PeriodicSeries[] {
  const starts = periodStarts(series.timesMs);
  const parts = starts.length === 1 ? [] : starts.map((from, i) => withPeriod(part(series, from, starts[i + 1])));
  if (parts.length > 0 && parts.every((kept) => kept !== null)) return parts.map((kept, i) => ({ ...kept, goesOn: i + 1 < parts.length }));
  const whole = withPeriod(series);
  return whole === null ? [] : [whole];
}

function part({ rows, timesMs, ...series }: MessageSeries, from: number, to: number | undefined): MessageSeries {
  return { ...series, rows: rows.slice(from, to), timesMs: timesMs.slice(from, to) };
}

/** Indexes of the messages with which the sender began to keep a period, or another one: gaps in a row are as long as each other. The first is 0. */
export function periodStarts(timesMs: ArrayLike<number>): number[] {
  const starts = [0];
  let periodMs = Number.NaN;
  for (let at = 0; at + FEWEST_REGULAR_GAPS < timesMs.length; ) {
    const count = evenGaps(timesMs, at);
    if (count < FEWEST_REGULAR_GAPS) {
      at++;
      continue;
    }
    const meanMs = ((timesMs[at + count] as number) - (timesMs[at] as number)) / count;
    if (Math.abs(meanMs - periodMs) > REGULAR_BAND * Math.min(meanMs, periodMs)) starts.push(at);
    periodMs = meanMs;
    at += count;
  }
  return starts;
}

/** Number of gaps from message `at` on that are as long as the first of them. */
function evenGaps(timesMs: ArrayLike<number>, at: number): number {
  const firstMs = (timesMs[at + 1] as number) - (timesMs[at] as number);
  let end = at + 1;
  while (end + 1 < timesMs.length && Math.abs((timesMs[end + 1] as number) - (timesMs[end] as number) - firstMs) <= EVEN_BAND * firstMs) end++;
  return end - at;
}

export function withPeriod(series: MessageSeries): PeriodicSeries | null {
  const gaps = regularGaps(series.timesMs);
  const spread = gaps && spreadOf(gaps);
  if (spread === null || spread.mad > MOST_DEVIATION * spread.median) return null;
  const bandMs = Math.max(SMALLEST_BAND * spread.median, 5 * spread.mad);
  return { ...series, periodMs: spread.median, madMs: spread.mad, bandMs, goesOn: false };
}

/** The gaps between messages that are one period long, in ms; null where too few are for a period. Most series have none: nothing is allocated for them. */
export function regularGaps(timesMs: ArrayLike<number>): Float64Array | null {
  if (timesMs.length < FEWEST_BEATS) return null;
  const sorted = sortedGaps(timesMs);
  const middle = medianOfSorted(sorted);
  if (middle < SHORTEST_PERIOD_MS) return null;
  let regular = 0;
  let multiples = 0;
  for (let i = 0; i < sorted.length; i++) {
    const gap = sorted[i] as number;
    if (Math.abs(gap - middle) <= REGULAR_BAND * middle) regular++;
    if (isMultiple(gap / middle)) multiples++;
  }
  if (regular < Math.max(FEWEST_REGULAR_GAPS, ONE_PERIOD_SHARE * sorted.length) || multiples < REGULAR_SHARE * sorted.length) return null;
  return sorted.filter((gap) => Math.abs(gap - middle) <= REGULAR_BAND * middle);
}

/** Gaps from a few messages are put in order as they come; a longer list is sorted as a whole. */
const FEW_GAPS = 24;
let scratch = new Float64Array(FEW_GAPS);

/** The gaps between messages, ascending, in a buffer that the next call uses again. */
function sortedGaps(timesMs: ArrayLike<number>): Float64Array {
  const count = timesMs.length - 1;
  if (scratch.length < count) scratch = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    const gap = (timesMs[i + 1] as number) - (timesMs[i] as number);
    let at = i;
    if (count <= FEW_GAPS) for (; at > 0 && (scratch[at - 1] as number) > gap; at--) scratch[at] = scratch[at - 1] as number;
    scratch[at] = gap;
  }
  const gaps = scratch.subarray(0, count);
  return count <= FEW_GAPS ? gaps : gaps.sort();
}

/** One period, or several where beats are missing. */
function isMultiple(periods: number): boolean {
  const whole = Math.round(periods);
  return whole >= 1 && Math.abs(periods - whole) <= REGULAR_BAND;
}

/** Does nearly every message of `series` come shortly after one of `leader`? */
function follows(leader: PeriodicSeries, series: PeriodicSeries): boolean {
  if (Math.abs(series.periodMs - leader.periodMs) > SAME_PERIOD * leader.periodMs) return false;
  let at = 0;
  let following = 0;
  for (const timeMs of series.timesMs) {
    while (at + 1 < leader.timesMs.length && (leader.timesMs[at + 1] as number) <= timeMs) at++;
    const afterMs = timeMs - (leader.timesMs[at] as number);
    if (afterMs >= 0 && afterMs <= FOLLOWS * leader.periodMs) following++;
  }
  return following >= REGULAR_SHARE * series.timesMs.length;
}
