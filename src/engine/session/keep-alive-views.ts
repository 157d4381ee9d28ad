/** Rows of the keep-alive list, and one connection's probes with what they tell, for the workbench. */
import type { KeepAliveDetail, KeepAliveRow } from '../../shared/contract/methods';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { End } from '../../shared/contract/report';
import { predictDeath } from '../analyzers/keep-alive-prediction';
import { ANSWER_KIND, type KeepAliveProbes } from '../analyzers/keep-alive-probes';
import { keepAliveEnds, keepAliveReports, medianIntervalMs } from '../analyzers/keep-alive-report';
import type { ProbeSeries } from '../analyzers/keep-alive-series';
import { type KeepAliveVerdict, keepAliveVerdict } from '../analyzers/keep-alive-verdict';
import { clientDirection, endOfDirection } from '../flows/roles';
import { TCP_FLAG } from '../flows/segment';
import { KEEP_ALIVE_PRESETS } from '../models/presets';
import type { CapturePass } from './capture-pass';
import { connectionFrames } from './connection-frames';
import { type ConnectionFilter, connectionRow, connectionTest, endsOf, overlaps } from './connection-rows';
import type { SlicedWork } from './in-slices';
import { expectedProbes } from './keep-alive-expected';
import { type KeepAliveIndex, keepAliveIndex } from './keep-alive-index';
import type { OpenedCapture } from './opened-capture';
import { sortedOrder } from './sorted-order';

export type KeepAliveSort = 'connection' | 'probes' | 'answered' | 'medianIntervalMs' | 'startMs';

/** Parts that a lane divides the capture into: about what a lane is wide in px. */
const LANE_PARTS = 400;
/** By `ANSWER_KIND`: what a lane calls it, the higher the worse. */
const LANE_STATES = { [ANSWER_KIND.ack]: 1, [ANSWER_KIND.icmp]: 2, [ANSWER_KIND.rst]: 3, [ANSWER_KIND.none]: 4 } as const;

/** Probing ends between two places where the work may be interrupted. */
const ENDS_A_STEP = 512;
/** Rows likewise. */
const ROWS_A_STEP = 16;

/** Probing ends that match the filter, in order: twice the connection's id, and one more for the direction that is not its first packet's. */
export function* sortedKeepAlives(pass: CapturePass, sort: KeepAliveSort, descending: boolean, filter: ConnectionFilter): SlicedWork<Uint32Array> {
  const index = yield* keepAliveIndex(pass);
  const places = yield* matchingPlaces(pass, index, filter);
  const keyOf = yield* sortKeys(pass, index, sort);
  const keys = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) {
    if (i % ENDS_A_STEP === 0) yield;
    keys[i] = keyOf(places[i] as number);
  }
  const order = yield* sortedOrder(keys, descending);
  for (let i = 0; i < order.length; i++) order[i] = index.ids[places[order[i] as number] as number] as number;
  return order;
}

/** Places of the index that match. */
function* matchingPlaces(pass: CapturePass, index: KeepAliveIndex, filter: ConnectionFilter): SlicedWork<Uint32Array> {
  const { ids, probes } = index;
  const matches = connectionTest(pass, filter);
  const isLimited = filter.fromMs !== null || filter.toMs !== null;
  const timeOf = (frame: number) => pass.packets.timeMs(frame - 1);
  const places = new Uint32Array(ids.length);
  let count = 0;
  for (let place = 0; place < ids.length; place++) {
    if (place % ENDS_A_STEP === 0) yield;
    const id = ids[place] as number;
    if (!matches(id >> 1)) continue;
    if (isLimited) {
      const end = index.series(id);
      if (!overlaps(filter, timeOf(probes.firstFrame(end)), timeOf(probes.lastFrame(end)))) continue;
    }
    places[count++] = place;
  }
  return places.subarray(0, count);
}

/** What a column sorts by, by the place in the index. */
function* sortKeys(pass: CapturePass, index: KeepAliveIndex, sort: KeepAliveSort): SlicedWork<(place: number) => number> {
  const series = (place: number) => index.series(index.ids[place] as number);
  switch (sort) {
    case 'connection':
      return (place) => (index.ids[place] as number) >> 1;
    case 'probes':
      return (place) => series(place).count;
    case 'answered':
      return (place) => series(place).answered;
    case 'startMs':
      return (place) => pass.packets.timeMs(index.probes.firstFrame(series(place)) - 1);
    case 'medianIntervalMs': {
      const medians = yield* index.medians();
      return (place) => medians[place] as number;
    }
  }
}

/** The rows of a window of `sortedKeepAlives`. */
export function* keepAliveRows(pass: CapturePass, ids: Uint32Array): SlicedWork<KeepAliveRow[]> {
  const index = yield* keepAliveIndex(pass);
  const rows: KeepAliveRow[] = [];
  for (const id of ids) {
    if (rows.length % ROWS_A_STEP === 0) yield;
    rows.push(index.row(id, () => keepAliveRow(pass, id)));
  }
  return rows;
}

/** `id`: as `sortedKeepAlives` gives it. */
function keepAliveRow(pass: CapturePass, id: number): KeepAliveRow {
  const { connections } = pass.tracker;
  const { probes } = pass.keepAlive;
  const series = probes.seriesOf(id >> 1, (id & 1) as 0 | 1) as ProbeSeries;
  const verdict = keepAliveVerdict(probes, series);
  const { peerState, outcome, settings } = verdict;
  return {
    connection: series.connection,
    prober: endOfDirection(connections, series.connection, series.direction),
    ...endsOf(connections, series.connection),
    probes: series.count,
    answered: series.answered,
    inferred: series.inferred,
    medianIntervalMs: medianIntervalMs(probes, series),
    settings,
    startMs: pass.packets.timeMs(probes.firstFrame(series) - 1),
    endMs: pass.packets.timeMs(probes.lastFrame(series) - 1),
    peerState,
    outcome,
    outcomeMs: outcome.frame === null ? null : pass.packets.timeMs(outcome.frame - 1),
    predictedDeath: predictedDeathOf(verdict),
    lane: lane(pass, probes, series),
  };
}

function lane({ packets }: CapturePass, probes: KeepAliveProbes, series: ProbeSeries): Uint8Array<ArrayBuffer> {
  const parts = new Uint8Array(LANE_PARTS);
  const durationMs = Math.max(1, packets.timeMs(packets.length - 1));
  probes.forEach(series, ({ frame, answerKind }) => {
    const part = Math.min(LANE_PARTS - 1, Math.max(0, Math.floor((packets.timeMs(frame - 1) / durationMs) * LANE_PARTS)));
    parts[part] = Math.max(parts[part] as number, LANE_STATES[answerKind as keyof typeof LANE_STATES]);
  });
  return parts;
}

/** In the order of `keepAliveEnds`. */
function keepAliveVerdicts(pass: CapturePass, connection: number): KeepAliveDetail['verdicts'] {
  const { probes } = pass.keepAlive;
  return keepAliveReports(probes, connection).map(({ prober, settings, peerState, outcome, cost }) => {
    const verdict = verdictOf(pass, connection, prober);
    const predictedDeath = predictedDeathOf(verdict);
    return {
      prober,
      settings,
      presets: KEEP_ALIVE_PRESETS.filter(({ id }) => settings.presets.includes(id)).map(({ id, name, source }) => ({ id, name, source })),
      peerState,
      outcome,
      predictedDeath,
      cost,
      expected: expectedProbes(probes, verdict, predictedDeath?.count ?? null),
      shareOfBytes: cost.bytes / pass.tracker.connections.bytes(connection),
    };
  });
}

function predictedDeathOf(verdict: KeepAliveVerdict): KeepAliveRow['predictedDeath'] {
  const death = predictDeath(verdict);
  return death && { timeMs: death.atMs, count: death.count, assumed: death.assumed, confidence: death.confidence };
}

function verdictOf(pass: CapturePass, connection: number, prober: End): KeepAliveVerdict {
  const { probes } = pass.keepAlive;
  const client = clientDirection(pass.tracker.connections, connection);
  const direction = prober === 'client' ? client : ((1 - client) as 0 | 1);
  return keepAliveVerdict(probes, probes.seriesOf(connection, direction) as ProbeSeries);
}

const SEGMENT_KIND = { data: 0, syn: 1, fin: 2, rst: 3, ack: 4 } as const;

interface KeptDetail {
  readonly key: string;
  readonly detail: KeepAliveDetail;
}

/** Of each capture the one that was asked for last: it is asked for again when its view is opened again. */
const lastDetails = new WeakMap<OpenedCapture, KeptDetail>();

/** `limit`: segments besides the probes, at most. */
export function keepAliveDetail(capture: OpenedCapture, connection: number, limit: number): KeepAliveDetail {
  const key = `${capture.version} ${connection} ${limit}`;
  const known = lastDetails.get(capture);
  if (known?.key === key) return known.detail;
  const detail = makeDetail(capture.pass, connection, limit);
  lastDetails.set(capture, { key, detail });
  return detail;
}

function makeDetail(pass: CapturePass, connection: number, limit: number): KeepAliveDetail {
  const { packets } = pass;
  const { frames, truncated } = otherFrames(pass, connection, limit);
  const clientBit = clientDirection(pass.tracker.connections, connection) === 1 ? PACKET_MARK.reverse : 0;
  return {
    connection: connectionRow(pass, connection),
    ends: keepAliveEnds(pass.keepAlive.probes, connection),
    verdicts: keepAliveVerdicts(pass, connection),
    segments: {
      timesMs: Float64Array.from(frames, (frame) => packets.timeMs(frame - 1)),
      frames,
      kinds: Uint8Array.from(frames, (frame) => segmentKind(packets.tcpFlags(frame - 1), packets.payloadLength.get(frame - 1))),
      fromClient: Uint8Array.from(frames, (frame) => ((packets.marks.get(frame - 1) & PACKET_MARK.reverse) === clientBit ? 1 : 0)),
      truncated,
    },
  };
}

/** The first `limit` frames of a connection that are neither probes nor their answers. */
function otherFrames(pass: CapturePass, connection: number, limit: number): { frames: Uint32Array<ArrayBuffer>; truncated: boolean } {
  const probeMarks = PACKET_MARK.keepAlive | PACKET_MARK.keepAliveAck;
  const all = connectionFrames(pass, connection);
  const frames = new Uint32Array(Math.min(limit, all.length));
  let count = 0;
  for (const frame of all) {
    if ((pass.packets.marks.get(frame - 1) & probeMarks) !== 0) continue;
    if (count === limit) return { frames, truncated: true };
    frames[count++] = frame;
  }
  return { frames: frames.slice(0, count), truncated: false };
}

function segmentKind(flags: number, payloadLength: number): number {
  if ((flags & TCP_FLAG.rst) !== 0) return SEGMENT_KIND.rst;
  if ((flags & TCP_FLAG.syn) !== 0) return SEGMENT_KIND.syn;
  if ((flags & TCP_FLAG.fin) !== 0) return SEGMENT_KIND.fin;
  return payloadLength > 0 ? SEGMENT_KIND.data : SEGMENT_KIND.ack;
}
