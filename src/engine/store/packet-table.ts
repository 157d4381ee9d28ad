import { HalfWordField, RecordTable, WordField } from './record-table';

/** No connection. */
export const NO_CONNECTION = 0;

/** Words of a packet's row. `offset` has 48 bits, the IPv4 identification the other half of its second word; window and flags, interface and the rest share a word. */
export const P = {
  seconds: 0,
  nanoseconds: 1,
  offset: 2,
  offsetAndIdentification: 3,
  capturedLength: 4,
  originalLength: 5,
  connection: 6,
  previousFrame: 7,
  marks: 8,
  sequence: 9,
  acknowledgement: 10,
  payloadLength: 11,
  windowAndFlags: 12,
  /** Interface in the low half, hop limit in the third byte, length of the TCP header in 32-bit words in the fourth. */
  interfaceId: 13,
} as const;
const WORDS = 14;
const TWO_TO_32 = 2 ** 32;

/**
 * One row a packet, 56 bytes. Row i is frame i + 1. The packet's bytes stay in the source; `offset` says where.
 * Times are seconds since `baseSeconds` (whole seconds of the first time stamp) plus nanoseconds.
 */
export class PacketTable {
  /** Whole seconds of the first packet that has a time; 0 before. */
  baseSeconds = 0;
  /** Nanoseconds of that first packet. */
  baseNanoseconds = 0;
  readonly rows = new RecordTable(WORDS);
  #hasBase = false;
  /** Rows whose seconds do not fit 32 bits (damaged or absurd time stamps). */
  readonly #farSeconds = new Map<number, number>();
  readonly capturedLength = new WordField(this.rows, P.capturedLength);
  readonly originalLength = new WordField(this.rows, P.originalLength);
  /** Connection id + 1, `NO_CONNECTION` for none. */
  readonly connection = new WordField(this.rows, P.connection);
  /** Frame number of the previous packet of the same connection; 0 for none. */
  readonly previousFrame = new WordField(this.rows, P.previousFrame);
  /** Bits of PACKET_MARK. */
  readonly marks = new WordField(this.rows, P.marks);
  readonly sequence = new WordField(this.rows, P.sequence);
  readonly acknowledgement = new WordField(this.rows, P.acknowledgement);
  readonly payloadLength = new WordField(this.rows, P.payloadLength);
  readonly window = new HalfWordField(this.rows, P.windowAndFlags, 'low');
  /** TCP flags in the low nine bits (RFC 9293 section 3.1, RFC 7560). */
  readonly tcpFlags = new HalfWordField(this.rows, P.windowAndFlags, 'high');
  readonly interfaceId = new HalfWordField(this.rows, P.interfaceId, 'low');
  readonly #hopAndHeader = new HalfWordField(this.rows, P.interfaceId, 'high');

  get length(): number {
    return this.rows.length;
  }

  /** Appends a row with what the record tells; the other fields hold 0 until the flows fill them. Returns the frame number. */
  add(
    seconds: number,
    nanoseconds: number,
    hasTime: boolean,
    offset: number,
    capturedLength: number,
    originalLength: number,
    interfaceId: number,
  ): number {
    if (!this.#hasBase && hasTime) {
      this.#hasBase = true;
      this.baseSeconds = seconds;
      this.baseNanoseconds = nanoseconds;
    }
    const row = this.rows.add();
    const words = this.rows.words(row);
    const at = this.rows.at(row);
    const since = hasTime ? seconds - this.baseSeconds : 0;
    if ((since | 0) !== since) this.#farSeconds.set(row, since);
    words[at + P.seconds] = since;
    words[at + P.nanoseconds] = hasTime ? nanoseconds : this.baseNanoseconds;
    words[at + P.capturedLength] = capturedLength;
    words[at + P.originalLength] = originalLength;
    words[at + P.interfaceId] = interfaceId;
    words[at + P.offset] = offset;
    words[at + P.offsetAndIdentification] = offset / TWO_TO_32;
    return row + 1;
  }

  /** IPv4 time to live or IPv6 hop limit of a TCP segment. */
  hopLimit(row: number): number {
    return this.#hopAndHeader.get(row) & 0xff;
  }

  /** Length of a TCP segment's header in bytes; 20 without options. */
  tcpHeaderBytes(row: number): number {
    return (this.#hopAndHeader.get(row) >>> 8) * 4;
  }

  /** Byte offset of the packet in its source, below 2^48. */
  offset(row: number): number {
    const words = this.rows.words(row);
    const at = this.rows.at(row);
    return (words[at + P.offset] as number) + ((words[at + P.offsetAndIdentification] as number) & 0xffff) * TWO_TO_32;
  }

  /** IPv4 identification of a TCP segment; 0 for IPv6, which has none. */
  identification(row: number): number {
    return (this.rows.words(row)[this.rows.at(row) + P.offsetAndIdentification] as number) >>> 16;
  }

  /** Whole seconds since `baseSeconds`. */
  secondsSinceBase(row: number): number {
    const near = (this.rows.words(row)[this.rows.at(row) + P.seconds] as number) | 0;
    return this.#farSeconds.size === 0 ? near : (this.#farSeconds.get(row) ?? near);
  }

  nanoseconds(row: number): number {
    return this.rows.words(row)[this.rows.at(row) + P.nanoseconds] as number;
  }

  /** Milliseconds since the first packet, as a float: good to the nanosecond for captures of up to some weeks. */
  timeMs(row: number): number {
    return this.secondsSinceBase(row) * 1000 + (this.nanoseconds(row) - this.baseNanoseconds) / 1e6;
  }

  /** Time between two rows in nanoseconds, exact while it is below 104 days. */
  differenceNs(later: number, earlier: number): number {
    return (this.secondsSinceBase(later) - this.secondsSinceBase(earlier)) * 1e9 + (this.nanoseconds(later) - this.nanoseconds(earlier));
  }
}
