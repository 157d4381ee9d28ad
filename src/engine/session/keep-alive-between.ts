/** Probes and answers that were lost between two capture points of one connection, or beyond the last of them: told apart by comparing the points. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { End } from '../../shared/contract/report';
import type { Finding } from '../analyzers/analyzer';
import { endText } from '../analyzers/connection-ends';
import { ANSWER_KIND, type KeepAliveProbes } from '../analyzers/keep-alive-probes';
import type { ProbeSeries } from '../analyzers/keep-alive-series';
import { medianOfSorted } from '../analyzers/statistics';
import { median, type SegmentMatch, segmentSteps, type TimeDifference } from '../project/match-segments';
import type { CapturePass } from './capture-pass';
import { type CapturePoint, type CapturePoints, type ConnectionPoints, comparedCapture, timeDifference } from './capture-points';
import type { SlicedWork } from './in-slices';

export interface ComparedPass {
  readonly name: string;
  readonly pass: CapturePass;
}

/** A finding that stands in the capture with this index. */
export interface PlacedFinding {
  readonly capture: number;
  readonly finding: Finding;
}

/** What another capture of the same connection has to do with a finding. */
export interface SeenElsewhere {
  readonly capture: number;
  readonly connection: number;
  /** None where the finding is that it does not hold them. */
  readonly frames: readonly number[];
  /** When it happened by the clock of that capture, in ms since its first packet. */
  readonly timeMs: number;
}

export interface FindingBetween extends PlacedFinding {
  readonly elsewhere: SeenElsewhere;
}

/** One end's probes at one capture point. */
interface ProbesAtPoint extends CapturePoint {
  readonly name: string;
  readonly pass: CapturePass;
  /** Direction in which the prober sends. */
  readonly direction: 0 | 1;
  /** Median time from probe to answer in ms: the longer, the nearer to the prober; NaN without an answer. */
  readonly latencyMs: number;
  /** Hop limit of the prober's packets: each router takes one. */
  readonly hopLimit: number;
}

const MOST_FRAMES = 40;
/** Latencies this much alike do not tell which point is nearer. */
const CLEARLY_LONGER = 1.05;
/** Confidence where both captures were running at the time, and where one may have ended before. */
const CONFIDENCE = { covered: 0.9, uncovered: 0.5 } as const;
/** Losses in a row from which a connection was in danger. */
const DANGEROUS = 2;

export function* findingsBetween(captures: readonly ComparedPass[], points: CapturePoints): SlicedWork<FindingBetween[]> {
  const found: FindingBetween[] = [];
  for (const connection of points.all()) {
    yield;
    for (const prober of ['client', 'server'] as const) {
      // Few connections are probed; the others need not be looked at.
      if (connection.some((point) => probesSeen(captures[point.capture] as ComparedPass, point, prober)))
        found.push(...(yield* lossesAlong(connection, captures, prober)));
    }
  }
  return found;
}

function probesSeen({ pass }: ComparedPass, point: CapturePoint, prober: End): boolean {
  return pass.keepAlive.probes.countOf(point.connection, directionOf(point, prober)) > 0;
}

function directionOf({ client }: CapturePoint, prober: End): 0 | 1 {
  return prober === 'client' ? client : ((1 - client) as 0 | 1);
}

function* lossesAlong(connection: ConnectionPoints, captures: readonly ComparedPass[], prober: End): SlicedWork<FindingBetween[]> {
  const ordered = fromTheProber(connection.flatMap((point) => probesAt(captures[point.capture] as ComparedPass, point, prober)));
  if (ordered === null) return [];
  const found: FindingBetween[] = [];
  for (const [i, far] of ordered.slice(1).entries()) {
    found.push(...(yield* lossesBetween(ordered[i] as ProbesAtPoint, far, prober, i + 2 === ordered.length)));
  }
  return found;
}

function probesAt({ name, pass }: ComparedPass, point: CapturePoint, prober: End): ProbesAtPoint[] {
  const direction = directionOf(point, prober);
  const { probes } = pass.keepAlive;
  const series = probes.seriesOf(point.connection, direction);
  // Where probes were seen they tell the hop limit, and the connection need not be walked.
  const own = series === undefined ? firstFrameOf(pass, point.connection, direction) : probes.firstFrame(series);
  if (own === 0) return [];
  const latencyMs = series === undefined ? Number.NaN : medianLatencyMs(probes, series);
  return [{ ...point, name, pass, direction, latencyMs, hopLimit: pass.packets.hopLimit(own - 1) }];
}

/** NaN without an answer. */
function medianLatencyMs(probes: KeepAliveProbes, series: ProbeSeries): number {
  const latencies = new Float64Array(series.count);
  let answers = 0;
  probes.forEach(series, ({ answerKind, latencyMs }) => {
    if (answerKind === ANSWER_KIND.ack) latencies[answers++] = latencyMs;
  });
  return answers === 0 ? Number.NaN : medianOfSorted(latencies.subarray(0, answers).sort());
}

/** The first frame of one direction of a connection that is no copy; 0 without any. */
function firstFrameOf({ packets, tracker }: CapturePass, connection: number, direction: 0 | 1): number {
  const wanted = direction === 1 ? PACKET_MARK.reverse : 0;
  let first = 0;
  for (let frame = tracker.connections.lastFrame(connection); frame !== 0; frame = packets.previousFrame.get(frame - 1)) {
    if ((packets.marks.get(frame - 1) & (PACKET_MARK.reverse | PACKET_MARK.duplicate)) === wanted) first = frame;
  }
  return first;
}

/** From the point nearest to the prober on; null where that cannot be told. */
function fromTheProber(points: readonly ProbesAtPoint[]): ProbesAtPoint[] | null {
  if (points.length < 2) return null;
  let isClear = true;
  const ordered = [...points].sort((a, b) => {
    const order = b.hopLimit - a.hopLimit || longer(b.latencyMs, a.latencyMs);
    if (order === 0) isClear = false;
    return order;
  });
  return isClear ? ordered : null;
}

/** 1, 0 or -1: clearly longer, alike or not known, clearly shorter. */
function longer(a: number, b: number): number {
  if (a > b * CLEARLY_LONGER) return 1;
  return b > a * CLEARLY_LONGER ? -1 : 0;
}

/** What of a probe and its answer was seen at two neighbouring points. */
interface Fate {
  readonly nearFrame: number;
  readonly farFrame: number;
  readonly nearAnswer: number;
  readonly farAnswer: number;
}

type Loss = 'probe-between' | 'answer-between' | 'beyond';

/** Two neighbouring points, and what both captures hold of the connection. */
interface Stretch {
  readonly near: ProbesAtPoint;
  readonly far: ProbesAtPoint;
  readonly matches: readonly SegmentMatch[];
  readonly differenceMs: TimeDifference;
}

/** `isLast`: no point lies farther from the prober than `far`. */
function* lossesBetween(near: ProbesAtPoint, far: ProbesAtPoint, prober: End, isLast: boolean): SlicedWork<FindingBetween[]> {
  const first = comparedCapture(near.pass);
  const second = comparedCapture(far.pass);
  const differenceMs = timeDifference(first, second);
  const pair = { first: near.connection, second: far.connection, clientOfFirst: near.client, clientOfSecond: far.client };
  const stretch = { near, far, matches: yield* segmentSteps(first, second, pair, differenceMs), differenceMs };
  const found: Record<Loss, Fate[]> = { 'probe-between': [], 'answer-between': [], beyond: [] };
  for (const fate of fates(stretch)) {
    const loss = lossOf(fate, isLast);
    if (loss !== null) found[loss].push(fate);
  }
  return (Object.keys(found) as Loss[]).flatMap((loss) => (found[loss].length === 0 ? [] : [findingOf(loss, found[loss], stretch, prober)]));
}

function lossOf({ nearFrame, farFrame, nearAnswer, farAnswer }: Fate, isLast: boolean): Loss | null {
  if (nearFrame === 0) return null;
  if (farFrame === 0) return 'probe-between';
  if (farAnswer !== 0) return nearAnswer === 0 ? 'answer-between' : null;
  return nearAnswer === 0 && isLast ? 'beyond' : null;
}

/** Every probe that either point saw. */
function fates({ near, far, matches }: Stretch): Fate[] {
  const nearAnswers = answersOf(near);
  const farAnswers = answersOf(far);
  const fromClient = near.direction === near.client;
  return matches
    .filter((match) => match.fromClient === fromClient && (nearAnswers.has(match.first) || farAnswers.has(match.second)))
    .map((match) => ({
      nearFrame: match.first,
      farFrame: match.second,
      nearAnswer: nearAnswers.get(match.first) ?? 0,
      farAnswer: farAnswers.get(match.second) ?? 0,
    }));
}

/** Frame of the answer, or 0, by frame of the probe. */
function answersOf({ pass, connection, direction }: ProbesAtPoint): ReadonlyMap<number, number> {
  const answers = new Map<number, number>();
  const table: KeepAliveProbes = pass.keepAlive.probes;
  const series = table.seriesOf(connection, direction);
  if (series !== undefined) table.forEach(series, ({ frame, answerFrame }) => answers.set(frame, answerFrame));
  return answers;
}

function findingOf(loss: Loss, fates: readonly Fate[], stretch: Stretch, prober: End): FindingBetween {
  const { near, far } = stretch;
  const { connections } = near.pass.tracker;
  const peerDirection = (1 - near.direction) as 0 | 1;
  const covered = loss !== 'probe-between' || fates.every(({ nearFrame }) => wasRunning(stretch, nearFrame));
  const frames = fates.map(({ nearFrame }) => nearFrame).slice(0, MOST_FRAMES);
  const farFrames = fates
    .flatMap(({ farFrame, farAnswer }) => [farFrame, farAnswer])
    .filter((frame) => frame !== 0)
    .slice(0, MOST_FRAMES);
  return {
    capture: near.capture,
    elsewhere: { capture: far.capture, connection: far.connection, frames: farFrames, timeMs: farTimeMs(stretch, frames[0] as number) },
    finding: {
      code: loss === 'answer-between' ? 'keepalive.answer-lost' : 'keepalive.probe-lost',
      severity: fates.length >= DANGEROUS ? 'warning' : 'info',
      confidence: covered ? CONFIDENCE.covered : CONFIDENCE.uncovered,
      connection: near.connection,
      listener: null,
      frames,
      data: {
        prober,
        peer: prober === 'client' ? 'server' : 'client',
        proberAddress: endText(connections, near.connection, near.direction),
        peerAddress: endText(connections, near.connection, peerDirection),
        losses: fates.length,
        nearCapture: near.capture,
        nearFile: near.name,
        farCapture: far.capture,
        farFile: far.name,
        farConnection: far.connection,
        farFrames,
      },
      ruledOut: [],
      applicationSees: null,
      wording: covered ? WORDINGS[loss] : 'uncovered',
    },
  };
}

const WORDINGS: Readonly<Record<Loss, string>> = { 'probe-between': 'between', 'answer-between': 'between', beyond: 'beyond' };

/** Does the far capture hold anything, of any connection, from that time on? Else it may have ended before. */
function wasRunning(stretch: Stretch, nearFrame: number): boolean {
  const { far, differenceMs } = stretch;
  return differenceMs(nearFrame, far.pass.packets.length) >= offsetMs(stretch);
}

/** When a frame of the prober passed the far point, or would have; clocks that nothing sets right are taken as right. */
function farTimeMs(stretch: Stretch, nearFrame: number): number {
  const { near, matches } = stretch;
  const sameWay = matches.filter(({ fromClient }) => fromClient === (near.direction === near.client));
  return (offsetMs({ ...stretch, matches: sameWay }) || 0) - stretch.differenceMs(nearFrame, 1);
}

/** Typical time between what both hold: the difference of their clocks, and the way. */
function offsetMs({ matches, differenceMs }: Stretch): number {
  const held = matches.filter(({ first, second }) => first !== 0 && second !== 0);
  return median(held.map(({ first, second }) => differenceMs(first, second)));
}
