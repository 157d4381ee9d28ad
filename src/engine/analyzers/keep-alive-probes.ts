import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { ProbeAnswer } from '../flows/segment';
import { type Column, uint8Column, uint32Column } from '../store/columns';
import type { AnalyzerInput } from './analyzer';

export const ANSWER_KIND = { none: 0, ack: 1, rst: 2, icmp: 3 } as const;

/** Bits of a probe's flags. */
const INFERRED = 1;
/** Data, a SYN or a FIN passed on the connection since the end's previous probe: the time between the two is no interval. */
const AFTER_DATA = 2;
/** Packets looked at, backwards, to tell whether data passed between two probes. */
const MOST_STEPS = 256;

export interface Probe {
  readonly frame: number;
  readonly payloadBytes: number;
  readonly inferred: boolean;
  readonly afterData: boolean;
  readonly answerKind: number;
  /** 0 when there is none. */
  readonly answerFrame: number;
}

/** The probes of one end of one connection, in capture order. */
export interface ProbeSeries {
  readonly connection: number;
  readonly direction: 0 | 1;
  head: number;
  tail: number;
  count: number;
  answered: number;
  inferred: number;
}

/** Keeps every keep-alive probe with its answer: 14 bytes each. */
export class KeepAliveProbes {
  readonly #frames: Column<Uint32Array> = uint32Column();
  readonly #next = uint32Column();
  readonly #answers = uint32Column();
  readonly #payload = uint8Column();
  readonly #flags = uint8Column();
  readonly #kinds = uint8Column();
  readonly #series = new Map<number, ProbeSeries>();
  #connections = 0;

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
    return this.#frames.get(series.head - 1);
  }

  lastFrame(series: ProbeSeries): number {
    return this.#frames.get(series.tail - 1);
  }

  *probes(series: ProbeSeries): Generator<Probe> {
    for (let probe = series.head; probe !== 0; probe = this.#next.get(probe - 1)) {
      const flags = this.#flags.get(probe - 1);
      yield {
        frame: this.#frames.get(probe - 1),
        payloadBytes: this.#payload.get(probe - 1),
        inferred: (flags & INFERRED) !== 0,
        afterData: (flags & AFTER_DATA) !== 0,
        answerKind: this.#kinds.get(probe - 1),
        answerFrame: this.#answers.get(probe - 1),
      };
    }
  }

  add(connection: number, direction: 0 | 1, frame: number, payloadBytes: number, inferred: boolean): void {
    const key = connection * 2 + direction;
    let series = this.#series.get(key);
    if (!series) {
      series = { connection, direction, head: 0, tail: 0, count: 0, answered: 0, inferred: 0 };
      this.#series.set(key, series);
      if (!this.#series.has(key ^ 1)) this.#connections++;
    }
    const previous = series.tail === 0 ? 0 : this.#frames.get(series.tail - 1);
    const flags = (inferred ? INFERRED : 0) | (previous !== 0 && this.#dataBetween(previous, frame) ? AFTER_DATA : 0);
    const probe = this.#frames.push(frame) + 1;
    this.#next.push(0);
    this.#answers.push(0);
    this.#payload.push(payloadBytes);
    this.#flags.push(flags);
    this.#kinds.push(ANSWER_KIND.none);
    if (series.tail === 0) series.head = probe;
    else this.#next.set(series.tail - 1, probe);
    series.tail = probe;
    series.count++;
    if (inferred) series.inferred++;
  }

  answer(connection: number, direction: 0 | 1, kind: ProbeAnswer, frame: number): void {
    const series = this.#series.get(connection * 2 + direction);
    if (!series) return;
    const last = series.tail - 1;
    if (this.#kinds.get(last) === ANSWER_KIND.none) series.answered++;
    this.#kinds.set(last, ANSWER_KIND[kind]);
    this.#answers.set(last, frame);
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
