/** Puts the segments of one direction in order, by their numbers alone: repeated bytes are left out (the first copy counts, as in Wireshark), holes become gaps. */
import { sequenceAdd, sequenceAfter, sequenceBefore, sequenceDifference } from '../../shared/base/sequence';

/** Segments kept behind a hole; beyond it the hole is a gap. */
const MOST_HELD = 1024;
/** A hole that the peer has acknowledged is a gap once this many segments wait behind it: captures may be slightly out of order. */
const HELD_BEHIND_ACKNOWLEDGED = 4;

export interface StreamSink {
  /** The next bytes of the stream: `[from, to)` of a frame's TCP payload. */
  data(frame: number, from: number, to: number): void;
  /** `length` bytes of the stream were not captured. */
  gap(length: number): void;
}

interface Held {
  readonly frame: number;
  readonly sequence: number;
  readonly length: number;
}

export class StreamAssembly {
  readonly #sink: StreamSink;
  /** In order of their numbers. */
  readonly #held: Held[] = [];
  #next: number | null = null;
  #isFixed = false;
  #finAt: number | null = null;

  constructor(sink: StreamSink) {
    this.#sink = sink;
  }

  /** True when everything up to the sender's FIN is there or known to be missing. */
  get closed(): boolean {
    return this.#finAt !== null && this.#finAt === this.#next;
  }

  /** Sequence number of the first byte, from a SYN: of the latest that came before data or the peer's ACK, as an end may begin its numbers anew. */
  start(sequence: number): void {
    if (!this.#isFixed) this.#next = sequence;
  }

  /** `length` bytes of payload on the wire that begin with number `sequence`. */
  add(frame: number, sequence: number, length: number): void {
    if (length === 0) return;
    this.#isFixed = true;
    this.#next ??= sequence;
    if (sequenceAfter(sequence, this.#next)) {
      this.#hold({ frame, sequence, length });
      if (this.#held.length > MOST_HELD) this.#skipHole();
      return;
    }
    this.#take({ frame, sequence, length });
    this.#release();
  }

  fin(sequence: number): void {
    this.#finAt ??= sequence;
  }

  /** The peer has everything before `acknowledgement`: what is missing before it will not come. */
  acknowledged(acknowledgement: number): void {
    this.#isFixed ||= acknowledgement === this.#next;
    const [first] = this.#held;
    if (first === undefined || this.#held.length < HELD_BEHIND_ACKNOWLEDGED) return;
    if (!sequenceBefore(acknowledgement, first.sequence)) this.#skipHole();
  }

  /** Nothing follows: what waits behind holes is given out. */
  end(): void {
    while (this.#held.length > 0) this.#skipHole();
    if (this.#finAt !== null && this.#next !== null && sequenceAfter(this.#finAt, this.#next)) this.#gap(sequenceDifference(this.#finAt, this.#next));
  }

  #hold(segment: Held): void {
    let at = this.#held.length;
    while (at > 0 && sequenceAfter((this.#held[at - 1] as Held).sequence, segment.sequence)) at--;
    this.#held.splice(at, 0, segment);
  }

  #take({ frame, sequence, length }: Held): void {
    const next = this.#next as number;
    const repeated = sequenceDifference(next, sequence);
    if (repeated >= length) return;
    this.#next = sequenceAdd(sequence, length);
    this.#sink.data(frame, repeated, length);
  }

  #release(): void {
    while (this.#held.length > 0) {
      const first = this.#held[0] as Held;
      if (sequenceAfter(first.sequence, this.#next as number)) return;
      this.#held.shift();
      this.#take(first);
    }
  }

  #skipHole(): void {
    const [first] = this.#held;
    if (first) this.#gap(sequenceDifference(first.sequence, this.#next as number));
    this.#release();
  }

  #gap(length: number): void {
    this.#next = sequenceAdd(this.#next as number, length);
    this.#sink.gap(length);
  }
}
