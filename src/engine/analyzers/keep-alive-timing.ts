/** What the packets of a connection tell about the keep-alive timers of one end: idle times, intervals, and runs of probes that nothing answered. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { conversationRows, directionOfRow } from '../flows/conversation';
import { comesBeforeProbe } from '../flows/keep-alive-rule';
import { TCP_FLAG } from '../flows/segment';
import type { AnalyzerInput } from './analyzer';
import { resetShape } from './reset-shape';

/** Probes in a row that nothing answered, and what came then. */
export interface UnansweredRun {
  readonly firstFrame: number;
  lastFrame: number;
  readonly startMs: number;
  lastMs: number;
  /** Probes without an answer. */
  count: number;
  /** Time of the peer's last segment before the run; NaN when none was captured. */
  readonly peerHeardMs: number;
  /** Silence of both ends before the run, and the longest that they outlived before. */
  readonly silenceMs: number;
  readonly outlivedMs: number;
  /** `answer`: the peer was heard again; `own-reset`: the prober gave up; `data`: the prober sent data; `open`: nothing more of either. */
  end: 'answer' | 'own-reset' | 'peer-reset' | 'data' | 'open';
  /** Frame and time of what ended it; 0 and NaN for `open`. */
  endFrame: number;
  endMs: number;
}

/** How alike the times from probe to probe are: a kernel's timer runs from the answer on, other timers may run from the probe itself. */
export interface ProbeSpacing {
  count: number;
  minMs: number;
  maxMs: number;
}

export function noSpacing(): ProbeSpacing {
  return { count: 0, minMs: Number.POSITIVE_INFINITY, maxMs: Number.NEGATIVE_INFINITY };
}

/** Takes in one time from probe to probe; NaN where data passed between the two is left out, and so is what a clock that was put back makes of it. */
export function addSpacing(spacing: ProbeSpacing, ms: number): void {
  if (Number.isNaN(ms) || ms < 0) return;
  spacing.count++;
  if (ms < spacing.minMs) spacing.minMs = ms;
  if (ms > spacing.maxMs) spacing.maxMs = ms;
}

export interface ProbeTiming {
  /** From the peer's last segment to the first probe of a quiet spell. */
  readonly idle: { count: number; shortestMs: number };
  /** From a probe's answer to the next probe. */
  readonly answeredMs: number[];
  /** From answered probe to next probe. */
  readonly spacing: ProbeSpacing;
  /** From a probe that nothing answered to the next probe. */
  readonly unansweredMs: number[];
  /** Runs of at least one probe without an answer, in capture order. */
  readonly runs: UnansweredRun[];
  /** Row of the peer's first segment after the prober's first reset that is no reset itself; -1 without one. */
  peerAfterResetRow: number;
  /** The prober's host answered that by a reset. */
  resetAfterPeer: boolean;
  /** Time of the peer's last segment that counts as heard; NaN without one. */
  peerHeardMs: number;
  /** Row of the prober's first reset, and of the peer's; -1 without one. */
  ownResetRow: number;
  peerResetRow: number;
  /** Frames of the peer's own probes without a byte while the prober's last probes are unanswered. */
  readonly peerProbeFrames: number[];
  /** Segments with data, of both ends. */
  dataSegments: number;
  /** Segments of the prober with data or FIN since the peer was last heard. */
  ownDataSincePeer: number;
  /** Times of the first and last packet of the connection. */
  firstMs: number;
  lastMs: number;
}

/** A prober that is heard this long after its peer's reset did not get it: it was lost behind the capture point. */
const CROSSED_BY_NOW_MS = 1000;

const CONTROL = PACKET_MARK.syn | PACKET_MARK.fin | PACKET_MARK.data;

class TimingReader {
  readonly timing: ProbeTiming = {
    idle: { count: 0, shortestMs: Number.POSITIVE_INFINITY },
    answeredMs: [],
    spacing: noSpacing(),
    unansweredMs: [],
    runs: [],
    peerAfterResetRow: -1,
    resetAfterPeer: false,
    peerHeardMs: Number.NaN,
    ownResetRow: -1,
    peerResetRow: -1,
    peerProbeFrames: [],
    dataSegments: 0,
    ownDataSincePeer: 0,
    firstMs: Number.NaN,
    lastMs: Number.NaN,
  };
  #lastProbeMs = Number.NaN;
  /** Probes since the peer was last heard. */
  #outstanding = 0;
  #run: UnansweredRun | null = null;
  /** The peer's last segment answered a probe, and nothing else happened since. */
  #afterAnswer = false;
  #silenceMs = 0;
  /** The longest silence after which the peer was heard. */
  #outlivedMs = 0;
  #pendingSilenceMs = 0;
  #missesResets = false;

  constructor(
    readonly input: AnalyzerInput,
    readonly prober: 0 | 1,
  ) {}

  read(rows: Uint32Array): ProbeTiming {
    this.#missesResets = this.#goesOnAfterReset(rows);
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] as number;
      const next = rows[index + 1];
      if (next !== undefined && this.#isEarlyAnswer(row, next)) {
        this.#take(next);
        index++;
      }
      this.#take(row);
    }
    return this.timing;
  }

  /** The prober was heard long after the peer's first reset, by more than resets of a host that knows no such connection any more. */
  #goesOnAfterReset(rows: Uint32Array): boolean {
    const { packets } = this.input;
    const isOwn = (row: number) => directionOfRow(packets, row) === this.prober;
    const isOfSocket = (row: number) => (packets.marks.get(row) & PACKET_MARK.rst) === 0 || resetShape(packets, row) === 'abort';
    const reset = rows.find((row) => !isOwn(row) && (packets.marks.get(row) & PACKET_MARK.rst) !== 0);
    if (reset === undefined) return false;
    const last = rows.findLast((row) => isOwn(row) && isOfSocket(row));
    return last !== undefined && packets.timeMs(last) - packets.timeMs(reset) > CROSSED_BY_NOW_MS;
  }

  #take(row: number): void {
    const { packets } = this.input;
    const timeMs = packets.timeMs(row);
    if (Number.isNaN(this.timing.firstMs)) this.timing.firstMs = timeMs;
    else this.#silenceMs = timeMs - this.timing.lastMs;
    this.timing.lastMs = timeMs;
    const marks = packets.marks.get(row);
    if ((marks & (PACKET_MARK.data | PACKET_MARK.keepAlive)) === PACKET_MARK.data) this.timing.dataSegments++;
    this.#pendingSilenceMs = Math.max(this.#pendingSilenceMs, this.#silenceMs);
    if (directionOfRow(packets, row) === this.prober) this.#own(row, timeMs, marks);
    else this.#peer(row, timeMs, marks);
  }

  /** The peer's answer to the probe that follows it in the capture. */
  #isEarlyAnswer(row: number, next: number): boolean {
    const { packets } = this.input;
    if ((packets.marks.get(row) & (PACKET_MARK.keepAliveAck | PACKET_MARK.rst)) === 0 || (packets.marks.get(next) & PACKET_MARK.keepAlive) === 0)
      return false;
    if (directionOfRow(packets, row) === this.prober || directionOfRow(packets, next) !== this.prober) return false;
    return packets.previousFrame.get(next) === row + 1 && comesBeforeProbe(packets, row, next);
  }

  #own(row: number, timeMs: number, marks: number): void {
    if ((marks & PACKET_MARK.keepAlive) !== 0) this.#probe(row, timeMs);
    else if ((marks & PACKET_MARK.rst) !== 0) this.#ownReset(row, timeMs);
    else if ((marks & CONTROL) !== 0) {
      if ((marks & (PACKET_MARK.data | PACKET_MARK.fin)) !== 0) this.timing.ownDataSincePeer++;
      this.#endRun('data', row, timeMs);
      this.#outstanding = 0;
      this.#lastProbeMs = Number.NaN;
    }
  }

  #probe(row: number, timeMs: number): void {
    const { timing } = this;
    if (timing.ownResetRow >= 0) return;
    if (this.#outstanding > 0) {
      if (timeMs >= this.#lastProbeMs) timing.unansweredMs.push(timeMs - this.#lastProbeMs);
    } else if (timeMs >= timing.peerHeardMs) {
      const sinceHeardMs = timeMs - timing.peerHeardMs;
      if (this.#afterAnswer) {
        timing.answeredMs.push(sinceHeardMs);
        addSpacing(timing.spacing, timeMs - this.#lastProbeMs);
      } else this.#quietSpell(sinceHeardMs);
    }
    this.#outstanding++;
    this.#lastProbeMs = timeMs;
    if (this.#run === null) {
      this.#run = {
        firstFrame: row + 1,
        lastFrame: 0,
        startMs: timeMs,
        lastMs: 0,
        count: 0,
        peerHeardMs: timing.peerHeardMs,
        silenceMs: this.#silenceMs,
        outlivedMs: this.#outlivedMs,
        end: 'open',
        endFrame: 0,
        endMs: Number.NaN,
      };
      timing.runs.push(this.#run);
    }
    this.#run.lastFrame = row + 1;
    this.#run.lastMs = timeMs;
    this.#run.count++;
  }

  #quietSpell(ms: number): void {
    const { idle } = this.timing;
    idle.count++;
    if (ms < idle.shortestMs) idle.shortestMs = ms;
  }

  #ownReset(row: number, timeMs: number): void {
    const { timing } = this;
    if (timing.peerAfterResetRow >= 0) timing.resetAfterPeer = true;
    if (timing.ownResetRow >= 0) return;
    timing.ownResetRow = row;
    const acknowledges = (this.input.packets.tcpFlags(row) & TCP_FLAG.ack) !== 0;
    this.#endRun(acknowledges ? 'own-reset' : 'data', row, timeMs);
  }

  #peer(row: number, timeMs: number, marks: number): void {
    const { timing } = this;
    if ((marks & PACKET_MARK.rst) !== 0) {
      if (this.#missesResets) return;
      if (timing.peerResetRow < 0) timing.peerResetRow = row;
      this.#endRun('peer-reset', row, timeMs);
      return;
    }
    if (timing.peerResetRow >= 0) return;
    if (timing.ownResetRow >= 0) {
      if (timing.peerAfterResetRow < 0) timing.peerAfterResetRow = row;
      return;
    }
    // Probes into a closed window and probes without a byte lie outside the window: the receiver's idle timer runs on (domain: measured on Linux).
    const probesOnly = (marks & PACKET_MARK.keepAlive) !== 0 || (marks & PACKET_MARK.zeroWindowProbe) !== 0;
    if (probesOnly && this.input.packets.payloadLength.get(row) === 0) {
      if (this.#outstanding > 0 && (marks & PACKET_MARK.keepAlive) !== 0) timing.peerProbeFrames.push(row + 1);
      return;
    }
    timing.peerProbeFrames.length = 0;
    if (this.#outstanding === 0 && (marks & PACKET_MARK.keepAliveAck) !== 0) this.#lateAnswer();
    this.#afterAnswer = this.#outstanding > 0 && (marks & CONTROL) === 0;
    timing.peerHeardMs = timeMs;
    this.#outlivedMs = Math.max(this.#outlivedMs, this.#pendingSilenceMs);
    this.#pendingSilenceMs = 0;
    timing.ownDataSincePeer = 0;
    this.#endRun('answer', row, timeMs);
    this.#outstanding = 0;
  }

  /** One more answer than probes since the last: a probe of the run that the first of them ended was answered as well, only late. */
  #lateAnswer(): void {
    const { runs } = this.timing;
    const run = runs.at(-1);
    if (run?.end !== 'answer') return;
    run.count--;
    if (run.count === 0) runs.pop();
  }

  #endRun(end: UnansweredRun['end'], row: number, timeMs: number): void {
    const run = this.#run;
    if (run === null) return;
    this.#run = null;
    // The last probe is the one that the answer answers.
    if (end === 'answer') run.count--;
    run.end = end;
    run.endFrame = row + 1;
    run.endMs = timeMs;
    if (run.count === 0) this.timing.runs.pop();
  }
}

/** Reads the timing of the end that sends in direction `prober`. */
export function probeTiming(input: AnalyzerInput, connection: number, prober: 0 | 1): ProbeTiming {
  return new TimingReader(input, prober).read(conversationRows(input.packets, input.connections, connection));
}
