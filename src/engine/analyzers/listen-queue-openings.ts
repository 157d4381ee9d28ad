import { type Segment, TCP_FLAG } from '../flows/segment';
import { uint32Column } from '../store/columns';
import { RecordTable } from '../store/record-table';

/** Words of a row: the last SYN-ACK, the server's first segment after it, its first data or FIN (frames, 0: none), and TSvals. */
const W = { synAckFrame: 0, synAckStamp: 1, firstFrame: 2, firstStamp: 3, spokenFrame: 4, stamps: 5 } as const;
const WORDS = 6;
const SYN_ACK_STAMP = 1;
const FIRST_STAMP = 2;

/** How the server began each connection that it answered: 24 bytes each, and 4 for every connection up to the last of them. */
export class ServerOpenings {
  readonly #rowOf = uint32Column();
  readonly #rows = new RecordTable(WORDS);

  note(segment: Segment, timestamp: number): void {
    const row = this.#rowFor(segment.connection);
    const words = this.#rows.words(row);
    const at = this.#rows.at(row);
    if ((segment.flags & TCP_FLAG.syn) !== 0) {
      words[at + W.synAckFrame] = segment.frame;
      words[at + W.synAckStamp] = timestamp;
      if (timestamp >= 0) words[at + W.stamps] = SYN_ACK_STAMP;
      return;
    }
    if (words[at + W.firstFrame] === 0) {
      words[at + W.firstFrame] = segment.frame;
      words[at + W.firstStamp] = timestamp;
      if (timestamp >= 0) words[at + W.stamps] = (words[at + W.stamps] as number) | FIRST_STAMP;
    }
    if (segment.payloadLength > 0 || (segment.flags & TCP_FLAG.fin) !== 0) words[at + W.spokenFrame] = segment.frame;
  }

  /** Frame of the server's first segment after its SYN-ACKs, resets left out; 0 when there is none. */
  firstFrame(connection: number): number {
    return this.#word(connection, W.firstFrame);
  }

  /** Frame of the server's first data or FIN: proof that its application accepted the connection; 0 when there is none. */
  spokenFrame(connection: number): number {
    return this.#word(connection, W.spokenFrame);
  }

  /** Frame of the server's last SYN-ACK; 0 when there is none. */
  synAckFrame(connection: number): number {
    return this.#word(connection, W.synAckFrame);
  }

  /** TSval and frame of the last SYN-ACK, and of the server's next segment; null when one of them is missing. */
  stamps(connection: number): { readonly synAckFrame: number; readonly synAck: number; readonly firstFrame: number; readonly first: number } | null {
    const row = this.#rowOfConnection(connection);
    if (row < 0) return null;
    const words = this.#rows.words(row);
    const at = this.#rows.at(row);
    if (words[at + W.stamps] !== (SYN_ACK_STAMP | FIRST_STAMP)) return null;
    return {
      synAckFrame: words[at + W.synAckFrame] as number,
      synAck: words[at + W.synAckStamp] as number,
      firstFrame: words[at + W.firstFrame] as number,
      first: words[at + W.firstStamp] as number,
    };
  }

  #word(connection: number, word: number): number {
    const row = this.#rowOfConnection(connection);
    return row < 0 ? 0 : (this.#rows.words(row)[this.#rows.at(row) + word] as number);
  }

  /** -1 where the server has not answered. */
  #rowOfConnection(connection: number): number {
    return connection < this.#rowOf.length ? this.#rowOf.get(connection) - 1 : -1;
  }

  #rowFor(connection: number): number {
    while (this.#rowOf.length <= connection) this.#rowOf.push(0);
    const known = this.#rowOf.get(connection);
    if (known !== 0) return known - 1;
    const row = this.#rows.add();
    this.#rowOf.set(connection, row + 1);
    return row;
  }
}
