import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { ProbeAnswer } from '../flows/segment';
import { RecordTable } from '../store/record-table';
import type { AnalyzerInput } from './analyzer';

export const ANSWER_KIND = { none: 0, ack: 1, rst: 2, icmp: 3 } as const;

/** Words of a probe's row. What else a report tells of a probe is read back from the packets. `previous`: row + 1 of the end's probe before, 0 for none. */
const W = { frame: 0, previous: 1, answerFrame: 2, details: 3 } as const;
const WORDS = 4;

/** `details`: payload bytes in the low byte, the answer's kind in the next, flags above. */
const KIND_SHIFT = 8;
const INFERRED = 1 << 16;
/** Data, a SYN or a FIN passed on the connection since the end's previous probe: the time between the two is no interval. */
const AFTER_DATA = 1 << 17;
/** The peer's last segment before the probe is the answer to the end's previous probe. */
const AFTER_ANSWER = 1 << 18;
/** Packets looked at, backwards, for the peer's last segment. */
const MOST_STEPS_TO_PEER = 16;
/** Probes without a byte restart no timer of their receiver; copies and resets are told apart where it matters. */
const NO_SIGN_OF_LIFE = PACKET_MARK.keepAlive | PACKET_MARK.zeroWindowProbe | PACKET_MARK.duplicate | PACKET_MARK.rst;
/** Packets looked at, backwards, to tell whether data passed between two probes. */
const MOST_STEPS = 256;

/** One probe while its series is read; the instance is reused for the next. */
export class Probe {
  frame = 0;
  payloadBytes = 0;
  inferred = false;
  afterData = false;
  answerKind = 0;
  /** 0 when there is none. */
  answerFrame = 0;
  /** Whole seconds since the packet table's base, and nanoseconds. */
  seconds = 0;
  nanoseconds = 0;
  /** Milliseconds since the peer's last segment; NaN where it is not close, or restarts no timer. */
  sinceHeardMs = Number.NaN;
  afterAnswer = false;
  /** Milliseconds since the end's previous probe; NaN for the first, and where data passed between the two. */
  intervalMs = Number.NaN;
  /** Milliseconds to the answer; NaN when there is none. */
  latencyMs = Number.NaN;
}

/** The probes of one end of one connection, in capture order. */
export interface ProbeSeries {
  readonly connection: number;
  readonly direction: 0 | 1;
  /** Frame of the first probe, and its payload bytes. */
  readonly firstFrame: number;
  readonly firstPayloadBytes: number;
  /** Row + 1 of the last probe. */
  tail: number;
  count: number;
  answered: number;
  inferred: number;
  /** Packets and bytes on the wire of the probes and of the pure ACKs that answer them. */
  packets: number;
  bytes: number;
  /** Frame of the last probe, and of its answer; 0 while there is none. */
  lastFrame: number;
  lastAnswerFrame: number;
  /** Shortest time since the peer was heard, of probes that do and that do not follow the answer to another; Infinity without one. */
  shortestAnsweredMs: number;
  shortestIdleMs: number;
  /** Each probe follows a segment of the peer that restarts a timer, and what answers them are ACKs. */
  plain: boolean;
}

function newSeries(connection: number, direction: 0 | 1, firstFrame: number, firstPayloadBytes: number): ProbeSeries {
  return {
    connection,
    direction,
    firstFrame,
    firstPayloadBytes,
    tail: 0,
    count: 0,
    answered: 0,
    inferred: 0,
    packets: 0,
    bytes: 0,
    lastFrame: 0,
    lastAnswerFrame: 0,
    shortestAnsweredMs: Number.POSITIVE_INFINITY,
    shortestIdleMs: Number.POSITIVE_INFINITY,
    plain: true,
  };
}

/** Keeps every keep-alive probe with its answer: 16 bytes each. */
export class KeepAliveProbes {
  readonly #rows = new RecordTable(WORDS);
  readonly #series = new Map<number, ProbeSeries>();
  #connections = 0;
  /** The end that probed last: most probes are answered at once. */
  #last: ProbeSeries | null = null;

  constructor(readonly input: AnalyzerInput) {}

  /** Every end that probes, in the order in which they began. */
  series(): Iterable<ProbeSeries> {
    return this.#series.values();
  }

  seriesOf(connection: number, direction: 0 | 1): ProbeSeries | undefined {
    return this.#series.get(connection * 2 + direction);
  }

  /** Connections of which one end probes at least. */
  get connectionCount(): number {
    return this.#connections;
  }

  /** Frame of the first and of the last probe of a series. */
  firstFrame(series: ProbeSeries): number {
    return series.firstFrame;
  }

  lastFrame(series: ProbeSeries): number {
    return series.lastFrame;
  }

  /** First probe of a series: its frame and the bytes in it. */
  first(series: ProbeSeries): { readonly frame: number; readonly payloadBytes: number } {
    return { frame: series.firstFrame, payloadBytes: series.firstPayloadBytes };
  }

  /** Calls for every probe of a series in capture order. */
  forEach(series: ProbeSeries, visit: (probe: Probe, index: number) => void): void {
    const rows = this.#rowsOf(series);
    const probe = new Probe();
    for (let index = 0; index < rows.length; index++) {
      const earlierFrame = probe.frame;
      this.#read(probe, rows[index] as number, series.direction);
      if (index > 0 && !probe.afterData) probe.intervalMs = this.#msBetween(earlierFrame, probe.frame);
      visit(probe, index);
    }
  }

  /** Rows of a series in capture order. */
  #rowsOf(series: ProbeSeries): Uint32Array {
    const rows = new Uint32Array(series.count);
    let at = rows.length;
    for (let row = series.tail; row !== 0; row = this.#word(row, W.previous)) rows[--at] = row - 1;
    return rows;
  }

  #read(probe: Probe, row: number, direction: 0 | 1): void {
    const { packets } = this.input;
    const words = this.#rows.words(row);
    const at = this.#rows.at(row);
    const details = words[at + W.details] as number;
    probe.frame = words[at + W.frame] as number;
    probe.payloadBytes = details & 0xff;
    probe.answerKind = (details >>> KIND_SHIFT) & 0xff;
    probe.inferred = (details & INFERRED) !== 0;
    probe.afterData = (details & AFTER_DATA) !== 0;
    probe.afterAnswer = (details & AFTER_ANSWER) !== 0;
    probe.answerFrame = words[at + W.answerFrame] as number;
    probe.seconds = packets.secondsSinceBase(probe.frame - 1);
    probe.nanoseconds = packets.nanoseconds(probe.frame - 1);
    probe.intervalMs = Number.NaN;
    probe.latencyMs = probe.answerFrame === 0 ? Number.NaN : this.#msBetween(probe.frame, probe.answerFrame);
    const heardFrame = this.#peerBefore(probe.frame, direction);
    probe.sinceHeardMs = heardFrame === 0 ? Number.NaN : this.#msBetween(heardFrame, probe.frame);
  }

  #msBetween(earlierFrame: number, laterFrame: number): number {
    return this.input.packets.differenceNs(laterFrame - 1, earlierFrame - 1) / 1e6;
  }

  add(connection: number, direction: 0 | 1, frame: number, payloadBytes: number, inferred: boolean): void {
    const key = connection * 2 + direction;
    let series = this.#series.get(key);
    if (!series) {
      series = newSeries(connection, direction, frame, payloadBytes);
      this.#series.set(key, series);
      if (!this.#series.has(key ^ 1)) this.#connections++;
    }
    const afterData = series.tail !== 0 && this.#dataBetween(series.lastFrame, frame);
    const heardFrame = this.#peerBefore(frame, direction);
    const afterAnswer = heardFrame !== 0 && heardFrame === series.lastAnswerFrame;
    const row = this.#rows.add();
    const words = this.#rows.words(row);
    const at = this.#rows.at(row);
    words[at + W.frame] = frame;
    words[at + W.previous] = series.tail;
    words[at + W.details] = payloadBytes | (inferred ? INFERRED : 0) | (afterData ? AFTER_DATA : 0) | (afterAnswer ? AFTER_ANSWER : 0);
    this.#last = series;
    series.tail = row + 1;
    series.lastFrame = frame;
    series.lastAnswerFrame = 0;
    series.count++;
    series.packets++;
    series.bytes += this.input.packets.originalLength.get(frame - 1);
    if (inferred) series.inferred++;
    if (heardFrame === 0) {
      series.plain = false;
      return;
    }
    const sinceHeardMs = this.#msBetween(heardFrame, frame);
    if (!afterAnswer) series.shortestIdleMs = Math.min(series.shortestIdleMs, sinceHeardMs);
    else series.shortestAnsweredMs = Math.min(series.shortestAnsweredMs, sinceHeardMs);
  }

  answer(connection: number, direction: 0 | 1, kind: ProbeAnswer, frame: number): void {
    const last = this.#last;
    const series = last !== null && last.connection === connection && last.direction === direction ? last : this.seriesOf(connection, direction);
    if (series === undefined) return;
    const words = this.#rows.words(series.tail - 1);
    const at = this.#rows.at(series.tail - 1);
    if (series.lastAnswerFrame === 0) series.answered++;
    series.lastAnswerFrame = frame;
    if (kind !== 'ack') series.plain = false;
    if (kind === 'ack' && this.input.packets.payloadLength.get(frame - 1) === 0) {
      series.packets++;
      series.bytes += this.input.packets.originalLength.get(frame - 1);
    }
    words[at + W.answerFrame] = frame;
    words[at + W.details] = ((words[at + W.details] as number) & ~(0xff << KIND_SHIFT)) | (ANSWER_KIND[kind] << KIND_SHIFT);
  }

  #word(row: number, word: number): number {
    return this.#rows.words(row - 1)[this.#rows.at(row - 1) + word] as number;
  }

  /** The peer's last segment before the probe, when it restarts the prober's idle timer; 0 when it is none such, or far away. */
  #peerBefore(frame: number, direction: 0 | 1): number {
    const { packets } = this.input;
    const ours = direction === 0 ? 0 : PACKET_MARK.reverse;
    let at = packets.previousFrame.get(frame - 1);
    for (let steps = 0; at !== 0 && steps < MOST_STEPS_TO_PEER; steps++) {
      const marks = packets.marks.get(at - 1);
      if ((marks & PACKET_MARK.reverse) !== ours) return (marks & NO_SIGN_OF_LIFE) === 0 ? at : 0;
      at = packets.previousFrame.get(at - 1);
    }
    return 0;
  }

  #dataBetween(first: number, frame: number): boolean {
    const packets = this.input.packets;
    const carries = PACKET_MARK.data | PACKET_MARK.syn | PACKET_MARK.fin;
    let at = packets.previousFrame.get(frame - 1);
    for (let steps = 0; at > first; steps++) {
      const marks = packets.marks.get(at - 1);
      if (((marks & carries) !== 0 && (marks & PACKET_MARK.keepAlive) === 0) || steps === MOST_STEPS) return true;
      at = packets.previousFrame.get(at - 1);
    }
    return false;
  }
}
