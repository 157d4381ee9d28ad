/** Which segments of a connection two captures both hold. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { ComparedCapture, ConnectionPair } from './match-connections';

/** Frames of both captures, or 0 in the place of a frame that one of them lacks. */
export interface SegmentMatch {
  readonly fromClient: boolean;
  readonly first: number;
  readonly second: number;
}

/** `second` minus `first` in ms of what both hold, on the scale of `timesMs`. */
export type TimeDifference = (firstFrame: number, secondFrame: number) => number;

/**
 * Every segment of the connection in either capture, in the order of the first, in steps of a few milliseconds. A segment is known again by sequence, acknowledgement, length and flags;
 * where it was sent more than once, the copies are paired so that each took about as long as segments that were sent once.
 */
export function* segmentSteps(
  first: ComparedCapture,
  second: ComparedCapture,
  pair: ConnectionPair,
  differenceMs: TimeDifference,
): Generator<void, SegmentMatch[]> {
  const matches: SegmentMatch[] = [];
  for (const fromClient of [true, false]) {
    const a = yield* segmentsByKey(first, pair.first, fromClient ? pair.clientOfFirst : other(pair.clientOfFirst));
    const b = yield* segmentsByKey(second, pair.second, fromClient ? pair.clientOfSecond : other(pair.clientOfSecond));
    yield;
    const typical = median(singles(a, b, differenceMs));
    for (const [key, frames] of a) {
      const others = b.get(key) ?? [];
      b.delete(key);
      for (const [left, right] of pairCopies(frames, others, differenceMs, typical)) matches.push({ fromClient, first: left, second: right });
    }
    for (const frames of b.values()) for (const frame of frames) matches.push({ fromClient, first: 0, second: frame });
  }
  return matches.sort((x, y) => (x.first || Number.MAX_SAFE_INTEGER) - (y.first || Number.MAX_SAFE_INTEGER));
}

function other(direction: 0 | 1): 0 | 1 {
  return (1 - direction) as 0 | 1;
}

const NOT_COMPARED = PACKET_MARK.duplicate | PACKET_MARK.sequenceUnknown | PACKET_MARK.icmpError | PACKET_MARK.noTime;

/** Frames between two steps. */
const FRAMES_PER_STEP = 8192;

/** Frames of one direction in capture order. */
function* segmentsByKey({ packets, connections }: ComparedCapture, id: number, direction: 0 | 1): Generator<void, Map<string, number[]>> {
  const byKey = new Map<string, number[]>();
  const frames: number[] = [];
  for (let frame = connections.lastFrame(id); frame !== 0; frame = packets.previousFrame.get(frame - 1)) frames.push(frame);
  for (const [place, frame] of frames.reverse().entries()) {
    if (place % FRAMES_PER_STEP === FRAMES_PER_STEP - 1) yield;
    const row = frame - 1;
    const marks = packets.marks.get(row);
    if ((marks & NOT_COMPARED) !== 0 || ((marks & PACKET_MARK.reverse) !== 0) !== (direction === 1)) continue;
    const key = `${packets.sequence.get(row)} ${packets.acknowledgement.get(row)} ${packets.payloadLength.get(row)} ${packets.tcpFlags(row)}`;
    const known = byKey.get(key);
    if (known) known.push(frame);
    else byKey.set(key, [frame]);
  }
  return byKey;
}

/** Time differences of the segments that each capture holds once. */
function singles(a: ReadonlyMap<string, readonly number[]>, b: ReadonlyMap<string, readonly number[]>, differenceMs: TimeDifference): number[] {
  const differences: number[] = [];
  for (const [key, frames] of a) {
    const others = b.get(key);
    if (frames.length === 1 && others?.length === 1) differences.push(differenceMs(frames[0] as number, others[0] as number));
  }
  return differences;
}

/** Copies that are lost one after the other, as far as is looked: the same probe may be there a million times. */
const MOST_LOST_IN_A_ROW = 1000;

/** `typical`: NaN while not known; then copies are paired in order. */
function pairCopies(frames: readonly number[], others: readonly number[], differenceMs: TimeDifference, typical: number): [number, number][] {
  const pairs: [number, number][] = [];
  const more = Math.abs(frames.length - others.length);
  if (more === 0 || Number.isNaN(typical)) {
    for (let i = 0; i < Math.max(frames.length, others.length); i++) pairs.push([frames[i] ?? 0, others[i] ?? 0]);
    return pairs;
  }
  // Order is kept on the way: the shorter list is laid along the longer one, each copy as near to the typical time as what is left allows.
  const secondIsLonger = others.length > frames.length;
  const long = secondIsLonger ? others : frames;
  const short = secondIsLonger ? frames : others;
  const deviation = (s: number, l: number) => Math.abs((secondIsLonger ? differenceMs(s, l) : differenceMs(l, s)) - typical);
  let next = 0;
  short.forEach((copy, index) => {
    const latest = Math.min(next + MOST_LOST_IN_A_ROW, long.length - (short.length - index));
    let best = next;
    for (let at = next; at <= latest; at++) if (deviation(copy, long[at] as number) < deviation(copy, long[best] as number)) best = at;
    for (; next < best; next++) pairs.push(secondIsLonger ? [0, long[next] as number] : [long[next] as number, 0]);
    pairs.push(secondIsLonger ? [copy, long[next] as number] : [long[next] as number, copy]);
    next++;
  });
  for (; next < long.length; next++) pairs.push(secondIsLonger ? [0, long[next] as number] : [long[next] as number, 0]);
  return pairs;
}

/** NaN of none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
