import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { type ProbeAnswer, TCP_FLAG } from '../flows/segment';
import { RecordTable } from '../store/record-table';
import type { AnalyzerInput } from './analyzer';
import { type ProbeSeries, S, SERIES_FLAG, SeriesTable } from './keep-alive-series';

export const ANSWER_KIND = { none: 0, ack: 1, rst: 2, icmp: 3 } as const;

/** True for what the peer itself answers with; an ICMP error says that the probe did not get there. */
function isOfPeer(answerKind: number): boolean {
  return answerKind === ANSWER_KIND.ack || answerKind === ANSWER_KIND.rst;
}

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
/** Probes of a longer series are not kept between two readings. */
const MOST_REMEMBERED = 4096;
/** Packets looked at, backwards, for the peer's last segment. */
const MOST_STEPS_TO_PEER = 16;
/** Probes without a byte restart no timer of their receiver; copies and resets are told apart where it matters. */
const NO_SIGN_OF_LIFE = PACKET_MARK.keepAlive | PACKET_MARK.zeroWindowProbe | PACKET_MARK.duplicate | PACKET_MARK.rst;
/** Clocks of one recording, or of merged ones, are off by less; what is more is a clock that was put back. */
const CLOCKS_AGREE_MS = 1;
/** Packets looked at, backwards, to tell whether data passed between two probes. */
const MOST_STEPS = 256;

/** One probe while its series is read; the instance is reused for the next. */
export class Probe {
  frame = 0;
  payloadBytes = 0;
  inferred = false;
  afterData = false;
  /** The peer's last segment before it is the answer to the end's previous probe. */
  afterAnswer = false;
  answerKind = 0;
  /** 0 when there is none. */
  answerFrame = 0;
  /** Whole seconds since the packet table's base, and nanoseconds. */
  seconds = 0;
  nanoseconds = 0;
  /** Milliseconds since that answer; NaN where there is none such. */
  sinceAnswerMs = Number.NaN;
  /** Milliseconds since the end's previous probe; NaN for the first, and where data passed between the two. */
  intervalMs = Number.NaN;
  /** The clock was put back between the probe and its answer: no time across it is known. */
  clockPutBack = false;
  /** Milliseconds to the answer, 0 where that was captured first; NaN when there is none. */
  latencyMs = Number.NaN;
}

/** Keeps every keep-alive probe with its answer: 16 bytes each. */
export class KeepAliveProbes {
  readonly #rows = new RecordTable(WORDS);
  /** Of the probe that is being added: see `#heardBefore`. The time is no small integer from the start: code compiled for a table that holds one is lost. */
  #afterData = false;
  #sinceHeardNs = Number.NaN;
  /** The probes of the series that was read last, by its tail: a verdict and a report read the same one several times. */
  readonly #remembered: Probe[] = [];
  #rememberedTail = 0;
  #rememberedAt = 0;
  /** Probes and answers taken so far. */
  #changes = 0;
  readonly #series = new SeriesTable();

  constructor(readonly input: AnalyzerInput) {}

  /** Every end that probes, in the order in which they began. */
  *series(): Generator<ProbeSeries> {
    for (let row = 0; row < this.#series.rows.length; row++) yield this.#series.read(row);
  }

  seriesOf(connection: number, direction: 0 | 1): ProbeSeries | undefined {
    const row = this.#series.find(connection, direction);
    return row < 0 ? undefined : this.#series.read(row);
  }

  /** Probes of an end: 0 where it does not probe. */
  countOf(connection: number, direction: 0 | 1): number {
    return this.#series.countOf(connection, direction);
  }

  /** Connections of which one end probes at least. */
  get connectionCount(): number {
    return this.#series.connectionCount;
  }

  /** Frame of the first and of the last probe of a series. */
  firstFrame(series: ProbeSeries): number {
    return series.firstFrame;
  }

  lastFrame(series: ProbeSeries): number {
    return this.#word(series.tail, W.frame);
  }

  /** First probe of a series: its frame and the bytes in it. */
  first(series: ProbeSeries): { readonly frame: number; readonly payloadBytes: number } {
    return { frame: series.firstFrame, payloadBytes: series.firstPayloadBytes };
  }

  /** Probes of a series that follow the answer to the one before. */
  countAfterAnswers(series: ProbeSeries): number {
    let count = 0;
    for (let row = series.tail; row !== 0; row = this.#word(row, W.previous)) if ((this.#word(row, W.details) & AFTER_ANSWER) !== 0) count++;
    return count;
  }

  /** Calls for every probe of a series in capture order. What `visit` gets is used again for other series. */
  forEach(series: ProbeSeries, visit: (probe: Probe, index: number) => void): void {
    const { count } = series;
    if (count > MOST_REMEMBERED) {
      this.#readAll(series, visit);
      return;
    }
    const remembered = this.#remembered;
    if (this.#rememberedTail !== series.tail || this.#changes !== this.#rememberedAt) {
      while (remembered.length < count) remembered.push(new Probe());
      this.#readAll(series, () => {}, remembered);
      this.#rememberedTail = series.tail;
      this.#rememberedAt = this.#changes;
    }
    for (let index = 0; index < count; index++) visit(remembered[index] as Probe, index);
  }

  /** Reads the probes of a series, each into its place of `into` or all into one. */
  #readAll(series: ProbeSeries, visit: (probe: Probe, index: number) => void, into: readonly Probe[] = []): void {
    const rows = this.#rowsOf(series);
    let probe = new Probe();
    for (let index = 0; index < rows.length; index++) {
      const { frame, answerFrame, clockPutBack } = probe;
      probe = into[index] ?? probe;
      this.#read(probe, rows[index] as number);
      const intervalMs = index === 0 || probe.afterData ? Number.NaN : this.#msBetween(frame, probe.frame);
      probe.intervalMs = clockPutBack || intervalMs < 0 ? Number.NaN : intervalMs;
      probe.sinceAnswerMs = probe.afterAnswer ? this.#msBetween(answerFrame, probe.frame) : Number.NaN;
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

  /** All but what takes the probe before it to tell. */
  #read(probe: Probe, row: number): void {
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
    const latencyMs = probe.answerFrame === 0 ? Number.NaN : this.#msBetween(probe.frame, probe.answerFrame);
    probe.clockPutBack = latencyMs < -CLOCKS_AGREE_MS;
    probe.latencyMs = Math.max(0, latencyMs);
  }

  #msBetween(earlierFrame: number, laterFrame: number): number {
    return this.input.packets.differenceNs(laterFrame - 1, earlierFrame - 1) / 1e6;
  }

  add(connection: number, direction: 0 | 1, frame: number, payloadBytes: number, inferred: boolean, earlyAnswer: number): void {
    const { packets } = this.input;
    this.#changes++;
    let series = this.#series.find(connection, direction);
    if (series < 0) series = this.#series.add(connection, direction, frame, payloadBytes);
    const words = this.#series.rows.words(series);
    const at = this.#series.rows.at(series);
    if (earlyAnswer !== 0 && words[at + S.lastAnswerFrame] === earlyAnswer) this.#takeBackAnswer(series, earlyAnswer);
    const heardFrame = this.#heardBefore(words, at, frame, earlyAnswer);
    const afterAnswer = heardFrame !== 0 && heardFrame === words[at + S.lastAnswerFrame];
    const row = this.#addRow(words, at, frame);
    const details = (inferred ? INFERRED : 0) | (this.#afterData ? AFTER_DATA : 0) | (afterAnswer ? AFTER_ANSWER : 0);
    this.#rows.words(row)[this.#rows.at(row) + W.details] = payloadBytes | details;
    const floats = this.#series.rows.floats(series);
    add(floats, at + S.bytes, packets.originalLength.get(frame - 1));
    if (inferred) words[at + S.flags] = (words[at + S.flags] as number) | SERIES_FLAG.inferred;
    if (heardFrame === 0) words[at + S.flags] = (words[at + S.flags] as number) | SERIES_FLAG.notPlain;
    else shorten(floats, at + (afterAnswer ? S.shortestAnswered : S.shortestIdle), this.#sinceHeardNs / 1e6);
    words[at + S.lastAnswerFrame] = 0;
  }

  /** What seemed to answer the last probe answers the one that is being added. */
  #takeBackAnswer(series: number, answerFrame: number): void {
    const words = this.#series.rows.words(series);
    const at = this.#series.rows.at(series);
    const tail = (words[at + S.tail] as number) - 1;
    const rows = this.#rows.words(tail);
    const to = this.#rows.at(tail);
    rows[to + W.answerFrame] = 0;
    rows[to + W.details] = (rows[to + W.details] as number) & ~(0xff << KIND_SHIFT);
    words[at + S.lastAnswerFrame] = 0;
    words[at + S.flags] = (words[at + S.flags] as number) & ~SERIES_FLAG.answeredAtOnce;
    words[at + S.answered] = (words[at + S.answered] as number) - 1;
    words[at + S.packets] = (words[at + S.packets] as number) - 1;
    add(this.#series.rows.floats(series), at + S.bytes, -this.input.packets.originalLength.get(answerFrame - 1));
  }

  #addRow(series: Uint32Array, at: number, frame: number): number {
    const row = this.#rows.add();
    const words = this.#rows.words(row);
    const to = this.#rows.at(row);
    words[to + W.frame] = frame;
    words[to + W.previous] = series[at + S.tail] as number;
    series[at + S.tail] = row + 1;
    series[at + S.count] = (series[at + S.count] as number) + 1;
    series[at + S.packets] = (series[at + S.packets] as number) + 1;
    return row;
  }

  /**
   * `#peerBefore` of a new probe; sets `#afterData` and `#sinceHeardNs`. Where nothing but the answer to the previous probe passed since, the series
   * knows it: packets of the past lie far apart in memory.
   */
  #heardBefore(series: Uint32Array, at: number, frame: number, earlyAnswer: number): number {
    const { packets } = this.input;
    const flags = series[at + S.flags] as number;
    const direction = (flags & SERIES_FLAG.direction) as 0 | 1;
    const answerFrame = series[at + S.lastAnswerFrame] as number;
    if (
      (flags & (SERIES_FLAG.answeredAtOnce | SERIES_FLAG.peerProbes)) === SERIES_FLAG.answeredAtOnce &&
      answerFrame !== 0 &&
      packets.previousFrame.get(frame - 1) === answerFrame
    ) {
      this.#afterData = false;
      const seconds = packets.secondsSinceBase(frame - 1) - ((series[at + S.answerSeconds] as number) | 0);
      this.#sinceHeardNs = seconds * 1e9 + (packets.nanoseconds(frame - 1) - (series[at + S.answerNanoseconds] as number));
      return answerFrame;
    }
    const tail = series[at + S.tail] as number;
    this.#afterData = tail !== 0 && this.#dataBetween(this.#word(tail, W.frame), frame);
    const heardFrame = this.#peerBefore(earlyAnswer === 0 ? frame : earlyAnswer, direction);
    if (heardFrame !== 0) this.#sinceHeardNs = packets.differenceNs(frame - 1, heardFrame - 1);
    return heardFrame;
  }

  answer(connection: number, direction: 0 | 1, kind: ProbeAnswer, frame: number): void {
    const { packets } = this.input;
    const series = this.#series.find(connection, direction);
    if (series < 0) return;
    this.#changes++;
    const words = this.#series.rows.words(series);
    const at = this.#series.rows.at(series);
    const isPureAck = kind === 'ack' && packets.payloadLength.get(frame - 1) === 0;
    const seconds = packets.secondsSinceBase(frame - 1);
    const tail = (words[at + S.tail] as number) - 1;
    const rows = this.#rows.words(tail);
    const to = this.#rows.at(tail);
    const isNext = packets.previousFrame.get(frame - 1) === rows[to + W.frame];
    const atOnce = isPureAck && isNext && packets.tcpFlags(frame - 1) === TCP_FLAG.ack && seconds === (seconds | 0);
    const known = words[at + S.lastAnswerFrame] === 0 ? ANSWER_KIND.none : ((rows[to + W.details] as number) >>> KIND_SHIFT) & 0xff;
    words[at + S.answered] = (words[at + S.answered] as number) + Number(isOfPeer(ANSWER_KIND[kind])) - Number(isOfPeer(known));
    words[at + S.lastAnswerFrame] = frame;
    words[at + S.answerSeconds] = seconds;
    words[at + S.answerNanoseconds] = packets.nanoseconds(frame - 1);
    const flags = (words[at + S.flags] as number) & ~SERIES_FLAG.answeredAtOnce;
    words[at + S.flags] = flags | (atOnce ? SERIES_FLAG.answeredAtOnce : 0) | (kind === 'ack' ? 0 : SERIES_FLAG.notPlain);
    if (isPureAck) {
      words[at + S.packets] = (words[at + S.packets] as number) + 1;
      add(this.#series.rows.floats(series), at + S.bytes, packets.originalLength.get(frame - 1));
    }
    rows[to + W.answerFrame] = frame;
    rows[to + W.details] = ((rows[to + W.details] as number) & ~(0xff << KIND_SHIFT)) | (ANSWER_KIND[kind] << KIND_SHIFT);
  }

  /** One more answer behind the last probes: each of them has the answer of the one after it, the last this one. */
  lateAnswer(connection: number, direction: 0 | 1, frame: number): void {
    const series = this.#series.find(connection, direction);
    if (series < 0) return;
    const words = this.#series.rows.words(series);
    const at = this.#series.rows.at(series);
    const tail = words[at + S.tail] as number;
    const lastFrame = this.#word(tail, W.frame);
    let answer = frame;
    let row = tail;
    while (row !== 0 && answer !== 0) {
      const known = this.#word(row, W.answerFrame);
      if (known !== 0 && known < lastFrame) return;
      this.#setAnswer(row, answer);
      answer = known;
      row = this.#word(row, W.previous);
    }
    this.#changes++;
    words[at + S.lastAnswerFrame] = frame;
    words[at + S.flags] = ((words[at + S.flags] as number) & ~SERIES_FLAG.answeredAtOnce) | SERIES_FLAG.notPlain;
    words[at + S.answered] = (words[at + S.answered] as number) + 1;
    words[at + S.packets] = (words[at + S.packets] as number) + 1;
    add(this.#series.rows.floats(series), at + S.bytes, this.input.packets.originalLength.get(frame - 1));
  }

  #setAnswer(row: number, answerFrame: number): void {
    const words = this.#rows.words(row - 1);
    const at = this.#rows.at(row - 1);
    words[at + W.answerFrame] = answerFrame;
    words[at + W.details] = ((words[at + W.details] as number) & ~(0xff << KIND_SHIFT)) | (ANSWER_KIND.ack << KIND_SHIFT);
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

function add(floats: Float64Array, word: number, value: number): void {
  floats[word >> 1] = (floats[word >> 1] as number) + value;
}

function shorten(floats: Float64Array, word: number, value: number): void {
  if (value >= 0 && value < (floats[word >> 1] as number)) floats[word >> 1] = value;
}
