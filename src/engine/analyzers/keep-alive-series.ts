/** The running sums of every end that probes, in rows of typed arrays: a probe touches one cache line or two of its series, wherever the series before it lies. */
import { RecordTable } from '../store/record-table';
import { SparseColumn } from '../store/sparse-column';

/** Words of a series. `bytes`, `shortestAnswered` and `shortestIdle` are 64-bit floats. */
export const S = {
  connection: 0,
  /** Direction in the lowest bit, bits of SERIES_FLAG, the first probe's payload bytes in the second byte. */
  flags: 1,
  firstFrame: 2,
  /** Row + 1 of the last probe. */
  tail: 3,
  count: 4,
  answered: 5,
  packets: 6,
  /** Frame of the last probe's answer; 0 while there is none. */
  lastAnswerFrame: 7,
  bytes: 8,
  shortestAnswered: 10,
  shortestIdle: 12,
  /** Time of the last answer: whole seconds since the packet table's base, and nanoseconds. */
  answerSeconds: 14,
  answerNanoseconds: 15,
} as const;
const WORDS = 16;

export const SERIES_FLAG = {
  direction: 1 << 0,
  /** A probe did not follow a segment of the peer that restarts a timer, or was answered by something else than an ACK. */
  notPlain: 1 << 1,
  /** The last answer is an empty ACK, the connection's next segment after the last probe, and its seconds fit a word. */
  answeredAtOnce: 1 << 2,
  /** Some probe is known without its sequence number. */
  inferred: 1 << 3,
  /** The connection's other end probes as well. */
  peerProbes: 1 << 4,
} as const;
const PAYLOAD_SHIFT = 8;

/** The probes of one end of one connection, as they stand when they are asked for. */
export interface ProbeSeries {
  readonly connection: number;
  readonly direction: 0 | 1;
  /** Frame of the first probe, and its payload bytes. */
  readonly firstFrame: number;
  readonly firstPayloadBytes: number;
  /** Row + 1 of the last probe. */
  readonly tail: number;
  readonly count: number;
  /** Probes that the peer itself answered, by an ACK or a reset. */
  readonly answered: number;
  /** Some probe is known without its sequence number. */
  readonly inferred: boolean;
  /** Packets and bytes on the wire of the probes and of the pure ACKs that answer them. */
  readonly packets: number;
  readonly bytes: number;
  /** Shortest time since the peer was heard, of probes that do and that do not follow the answer to another; Infinity without one. */
  readonly shortestAnsweredMs: number;
  readonly shortestIdleMs: number;
  /** Each probe follows a segment of the peer that restarts a timer, and what answers them are ACKs. */
  readonly plain: boolean;
}

export class SeriesTable {
  readonly rows = new RecordTable(WORDS);
  /** Row + 1 of the series of connection c and direction d at 2 c + d. */
  readonly #rowOf = new SparseColumn();
  /** Connections of which one end probes at least. */
  connectionCount = 0;

  /** What the last `find` was asked for, and what it found: an answer follows its probe. */
  #asked = -1;
  #found = -1;

  /** Row of the end's series, -1 when it does not probe. */
  find(connection: number, direction: 0 | 1): number {
    const key = connection * 2 + direction;
    if (key !== this.#asked || this.#found < 0) {
      this.#asked = key;
      this.#found = this.#rowOf.get(key) - 1;
    }
    return this.#found;
  }

  countOf(connection: number, direction: 0 | 1): number {
    const row = this.find(connection, direction);
    return row < 0 ? 0 : (this.rows.words(row)[this.rows.at(row) + S.count] as number);
  }

  /** Begins the series of an end that has none. */
  add(connection: number, direction: 0 | 1, firstFrame: number, firstPayloadBytes: number): number {
    const row = this.rows.add();
    const words = this.rows.words(row);
    const floats = this.rows.floats(row);
    const at = this.rows.at(row);
    words[at + S.connection] = connection;
    words[at + S.flags] = direction | (firstPayloadBytes << PAYLOAD_SHIFT);
    words[at + S.firstFrame] = firstFrame;
    floats[(at + S.shortestAnswered) >> 1] = Number.POSITIVE_INFINITY;
    floats[(at + S.shortestIdle) >> 1] = Number.POSITIVE_INFINITY;
    this.#rowOf.set(connection * 2 + direction, row + 1);
    const peer = this.find(connection, (1 - direction) as 0 | 1);
    if (peer < 0) this.connectionCount++;
    else for (const end of [row, peer]) this.#setFlag(end, SERIES_FLAG.peerProbes);
    return row;
  }

  #setFlag(row: number, flag: number): void {
    const words = this.rows.words(row);
    const at = this.rows.at(row) + S.flags;
    words[at] = (words[at] as number) | flag;
  }

  read(row: number): ProbeSeries {
    const words = this.rows.words(row);
    const floats = this.rows.floats(row);
    const at = this.rows.at(row);
    const flags = words[at + S.flags] as number;
    return {
      connection: words[at + S.connection] as number,
      direction: (flags & SERIES_FLAG.direction) as 0 | 1,
      firstFrame: words[at + S.firstFrame] as number,
      firstPayloadBytes: flags >>> PAYLOAD_SHIFT,
      tail: words[at + S.tail] as number,
      count: words[at + S.count] as number,
      answered: words[at + S.answered] as number,
      inferred: (flags & SERIES_FLAG.inferred) !== 0,
      packets: words[at + S.packets] as number,
      bytes: floats[(at + S.bytes) >> 1] as number,
      shortestAnsweredMs: floats[(at + S.shortestAnswered) >> 1] as number,
      shortestIdleMs: floats[(at + S.shortestIdle) >> 1] as number,
      plain: (flags & SERIES_FLAG.notPlain) === 0,
    };
  }
}
