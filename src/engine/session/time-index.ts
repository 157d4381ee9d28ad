/** Where the moments of a capture lie in its packets, so that a part of the time is counted without going through them all. */
import type { PacketTable } from '../store/packet-table';
import type { CapturePass } from './capture-pass';

/** Rows between two sums: few enough to be added up at once, many enough that the sums take next to no memory. */
const ROWS_A_SUM = 256;

/** Packets in the order of their time; made as far as the capture was read, and taken further when it grows. */
export class TimeIndex {
  /** Bytes on the wire before each `ROWS_A_SUM`-th row. */
  readonly #sums: number[] = [];
  #rows = 0;
  #bytes = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  #isOrdered = true;
  #base = Number.NaN;

  constructor(readonly packets: PacketTable) {}

  /** Takes in the packets that came since; false where one of them is earlier than the one before it. */
  renew(): boolean {
    const { packets } = this;
    // Times count from the first packet that has one: before it, all stand at the same moment.
    const base = packets.baseSeconds + packets.baseNanoseconds / 1e9;
    if (base !== this.#base) this.#begin(base);
    for (let row = this.#rows; row < packets.length && this.#isOrdered; row++) {
      if (row % ROWS_A_SUM === 0) this.#sums.push(this.#bytes);
      this.#bytes += packets.originalLength.get(row);
      const timeMs = packets.timeMs(row);
      this.#isOrdered = timeMs >= this.#lastMs;
      this.#lastMs = timeMs;
    }
    this.#rows = packets.length;
    return this.#isOrdered;
  }

  #begin(base: number): void {
    this.#sums.length = 0;
    this.#rows = 0;
    this.#bytes = 0;
    this.#lastMs = Number.NEGATIVE_INFINITY;
    this.#isOrdered = true;
    this.#base = base;
  }

  /** First row of `[low, high)` whose time fulfils `isReached`, `high` when none does; those behind it must fulfil it too. */
  rowWhere(isReached: (timeMs: number) => boolean, low: number, high: number): number {
    let from = low;
    let to = high;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (isReached(this.packets.timeMs(middle))) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  /** Bytes on the wire of all rows before `row`. */
  bytesBefore(row: number): number {
    const sum = Math.min(Math.floor(row / ROWS_A_SUM), this.#sums.length - 1);
    if (sum < 0) return 0;
    let bytes = this.#sums[sum] as number;
    for (let at = sum * ROWS_A_SUM; at < row; at++) bytes += this.packets.originalLength.get(at);
    return bytes;
  }
}

const indexes = new WeakMap<CapturePass, TimeIndex>();

/** The index of what was read so far; null where the packets do not lie in the order of their time. */
export function timeIndex(pass: CapturePass): TimeIndex | null {
  let index = indexes.get(pass);
  if (index === undefined) {
    index = new TimeIndex(pass.packets);
    indexes.set(pass, index);
  }
  return index.renew() ? index : null;
}
