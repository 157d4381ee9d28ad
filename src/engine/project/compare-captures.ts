/**
 * Compares two captures of the same traffic from two places. The two ways a round trip takes tell the clocks apart as NTP does (RFC 5905 section 8): with
 * the smallest difference of each direction, offset = (there - back) / 2, and the true value is within (there + back) / 2 of it.
 */
import type { ComparedWay, Comparison } from '../../shared/contract/comparison';
import { endsOf } from '../session/connection-rows';
import { type ComparedCapture, type ConnectionPair, connectionSteps } from './match-connections';
import { median, type SegmentMatch, segmentSteps, type TimeDifference } from './match-segments';
import { drained } from './steps';

const MOST_FRAMES = 1000;
const MOST_WORST = 20;
/** Fewer pairs in a half of the time tell nothing of drift. */
const DRIFT_PAIRS = 20;
/** Clocks of computers drift less than this; more is noise. */
const MOST_DRIFT_PPM = 500;

type Place = 'first' | 'second';

/** More segments are not compared: what is lost and how long the way takes shows in fewer, and each costs some 100 bytes meanwhile. */
const MOST_SEGMENTS = 1_000_000;

/** Compares without a pause; tests and small captures. */
export function compareCaptures(first: ComparedCapture, second: ComparedCapture, seriesPoints: number, mostSegments = MOST_SEGMENTS): Comparison {
  return drained(comparison(first, second, seriesPoints, mostSegments));
}

/** The comparison in steps of a few milliseconds: yields the share of the work done, 0 to 1, returns what it came to. */
export function* comparison(
  first: ComparedCapture,
  second: ComparedCapture,
  seriesPoints: number,
  mostSegments = MOST_SEGMENTS,
): Generator<number, Comparison> {
  const differenceMs = differenceOf(first, second);
  const pairs = yield* sharing(0, connectionSteps(first, second));
  const related: (ConnectionPair & { readonly segments: SegmentMatch[] })[] = [];
  const matched: SegmentMatch[] = [];
  let looked = 0;
  for (const pair of pairs) {
    if (matched.length >= mostSegments) break;
    const segments = yield* sharing(looked / pairs.length, segmentSteps(first, second, pair, differenceMs));
    looked++;
    if (!segments.some(isMatched)) continue;
    related.push({ ...pair, segments });
    for (const segment of segments) matched.push(segment);
  }
  const leftOut = pairs.length - looked;
  yield 1;
  const nearer = nearerToClients(matched, first, second, differenceMs);
  yield 1;
  const clock = clockOf(matched, first, differenceMs);
  yield 1;
  const lost = lossOf(matched, nearer, first, second, clock?.offsetMs ?? 0, differenceMs);
  yield 1;
  const delay = ({ fromClient, first: a, second: b }: SegmentMatch): number => {
    const plain = differenceMs(a, b) + (clock?.offsetMs ?? 0);
    // Of captures of the same place nothing is on the way, in either direction.
    return fromClient === (nearer !== 'second') ? plain : -plain;
  };
  const way = (fromClient: boolean) => wayOf(matched, fromClient, lost, clock === null ? null : delay);
  return {
    related: related.length > 0,
    connections: {
      common: related.length,
      onlyFirst: first.connections.length - related.length - leftOut,
      onlySecond: second.connections.length - related.length - leftOut,
      leftOut,
    },
    nearerToClients: nearer,
    fromClients: way(true),
    fromServers: way(false),
    clock,
    series: seriesOf(clock === null ? [] : matched.filter(isMatched), first, delay, seriesPoints),
    worst: related
      .map((pair) => {
        const ends = endsOf(first.connections, pair.first);
        return {
          first: pair.first,
          second: pair.second,
          client: `${ends.client}:${ends.clientPort}`,
          server: `${ends.server}:${ends.serverPort}`,
          matched: pair.segments.filter(isMatched).length,
          lost: pair.segments.filter((segment) => lost.get(segment) === 'lost').length,
        };
      })
      .filter((pair) => pair.lost > 0)
      .sort((a, b) => b.lost - a.lost || a.first - b.first)
      .slice(0, MOST_WORST),
  };
}

/** Runs a part of the work whose own steps tell no share. */
function* sharing<T>(share: number, work: Generator<void, T>): Generator<number, T> {
  let step = work.next();
  while (!step.done) {
    yield share;
    step = work.next();
  }
  return step.value;
}

function isMatched({ first, second }: SegmentMatch): boolean {
  return first !== 0 && second !== 0;
}

/** Seconds are subtracted as integers: floats of the epoch would lose the nanoseconds. */
function differenceOf(first: ComparedCapture, second: ComparedCapture): TimeDifference {
  const seconds = second.packets.baseSeconds - first.packets.baseSeconds;
  return (a, b) =>
    (seconds + second.packets.secondsSinceBase(b - 1) - first.packets.secondsSinceBase(a - 1)) * 1000 +
    (second.packets.nanoseconds(b - 1) - first.packets.nanoseconds(a - 1)) / 1e6;
}

/** A round trip from the place nearer to the clients and back takes time; from the other place it would take less than none. */
function nearerToClients(
  matched: readonly SegmentMatch[],
  first: ComparedCapture,
  second: ComparedCapture,
  differenceMs: TimeDifference,
): Place | null {
  const { there, back } = smallest(matched, differenceMs);
  if (there !== null && back !== null && there + back !== 0) return there + back > 0 ? 'first' : 'second';
  // One direction alone: each router on the way takes one from the hop limit.
  for (const match of matched) {
    if (!isMatched(match)) continue;
    const hops = first.packets.hopLimit(match.first - 1) - second.packets.hopLimit(match.second - 1);
    if (hops !== 0) return hops > 0 === match.fromClient ? 'first' : 'second';
  }
  return null;
}

/** Smallest time from the first to the second capture of what clients send, and from the second to the first of what servers send. */
function smallest(matches: readonly SegmentMatch[], differenceMs: TimeDifference): { there: number | null; back: number | null } {
  let there = Number.POSITIVE_INFINITY;
  let back = Number.POSITIVE_INFINITY;
  for (const match of matches) {
    if (!isMatched(match)) continue;
    const ms = differenceMs(match.first, match.second);
    if (match.fromClient) there = Math.min(there, ms);
    else back = Math.min(back, -ms);
  }
  return { there: Number.isFinite(there) ? there : null, back: Number.isFinite(back) ? back : null };
}

function clockOf(matched: readonly SegmentMatch[], first: ComparedCapture, differenceMs: TimeDifference): Comparison['clock'] {
  const { there, back } = smallest(matched, differenceMs);
  if (there === null || back === null) return null;
  return {
    offsetMs: -(there - back) / 2,
    uncertaintyMs: Math.abs(there + back) / 2,
    driftPpm: driftOf(matched.filter(isMatched), first, differenceMs),
  };
}

/** How the offset changes from the first half of the matched time to the second, in parts per million; null when too little tells of it. */
function driftOf(matched: readonly SegmentMatch[], first: ComparedCapture, differenceMs: TimeDifference): number | null {
  const times = matched.map((match) => first.packets.timeMs(match.first - 1));
  const from = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const to = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  const middle = (from + to) / 2;
  const halves = [matched.filter((_, i) => (times[i] as number) < middle), matched.filter((_, i) => (times[i] as number) >= middle)] as const;
  if (halves.some((half) => half.length < DRIFT_PAIRS) || to === from) return null;
  const [early, late] = halves.map((half) => {
    const { there, back } = smallest(half, differenceMs);
    return there === null || back === null ? Number.NaN : (there - back) / 2;
  });
  const ppm = (((late as number) - (early as number)) / ((to - from) / 2)) * 1e6;
  return Math.abs(ppm) <= MOST_DRIFT_PPM ? ppm : null;
}

/** `lost`: seen in front only; `missed`: seen behind only. What one capture holds at a time that the other does not cover is neither. */
function lossOf(
  matches: readonly SegmentMatch[],
  nearer: Place | null,
  first: ComparedCapture,
  second: ComparedCapture,
  offsetMs: number,
  differenceMs: TimeDifference,
): Map<SegmentMatch, 'lost' | 'missed'> {
  const result = new Map<SegmentMatch, 'lost' | 'missed'>();
  if (nearer === null) return result;
  for (const match of matches) {
    if (isMatched(match)) continue;
    const covered =
      match.first !== 0
        ? covers(second, (frame) => -differenceMs(match.first, frame) - offsetMs)
        : covers(first, (frame) => differenceMs(frame, match.second) + offsetMs);
    if (!covered) continue;
    const seen: Place = match.first !== 0 ? 'first' : 'second';
    const inFront = (seen === nearer) === match.fromClient;
    result.set(match, inFront ? 'lost' : 'missed');
  }
  return result;
}

/** `sinceMs(frame)`: time of what is asked for after that frame of the capture. */
function covers({ packets }: ComparedCapture, sinceMs: (frame: number) => number): boolean {
  return packets.length > 0 && sinceMs(1) >= 0 && sinceMs(packets.length) <= 0;
}

function wayOf(
  matches: readonly SegmentMatch[],
  fromClient: boolean,
  loss: ReadonlyMap<SegmentMatch, 'lost' | 'missed'>,
  delay: ((match: SegmentMatch) => number) | null,
): ComparedWay {
  const own = matches.filter((match) => match.fromClient === fromClient);
  const both = own.filter(isMatched);
  const framesOf = (kind: 'lost' | 'missed') => own.filter((match) => loss.get(match) === kind).map((match) => match.first || match.second);
  const lost = framesOf('lost');
  const missed = framesOf('missed');
  return {
    matched: both.length,
    lost: lost.length,
    lostFrames: Uint32Array.from(lost.slice(0, MOST_FRAMES)),
    missed: missed.length,
    missedFrames: Uint32Array.from(missed.slice(0, MOST_FRAMES)),
    delayMs: delay === null || both.length === 0 ? null : summary(both.map(delay)),
  };
}

function summary(values: readonly number[]): { min: number; median: number; p95: number; max: number } {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { min: at(0), median: median(values), p95: at(0.95), max: at(1) };
}

/** Of as many segments as are of use, always the slowest of a stretch: what matters is where it was slow. */
function seriesOf(
  matched: readonly SegmentMatch[],
  first: ComparedCapture,
  delay: (match: SegmentMatch) => number,
  points: number,
): Comparison['series'] {
  const step = Math.max(1, Math.ceil(matched.length / points));
  const shown: SegmentMatch[] = [];
  for (let from = 0; from < matched.length; from += step) {
    const stretch = matched.slice(from, from + step);
    shown.push(stretch.reduce((slowest, match) => (delay(match) > delay(slowest) ? match : slowest)));
  }
  shown.sort((a, b) => a.first - b.first);
  return {
    timesMs: Float64Array.from(shown, (match) => first.packets.timeMs(match.first - 1)),
    delaysMs: Float64Array.from(shown, delay),
    fromClients: Uint8Array.from(shown, ({ fromClient }) => (fromClient ? 1 : 0)),
    firstFrames: Uint32Array.from(shown, (match) => match.first),
    secondFrames: Uint32Array.from(shown, (match) => match.second),
  };
}
