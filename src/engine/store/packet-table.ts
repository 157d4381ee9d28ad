import { HalfWordField, LengthField, LONG, lengthHalf, RecordTable, WordField } from './record-table';

/** No connection. */
export const NO_CONNECTION = 0;

/**
 * Words of a packet's row. `offset` has 48 bits, the IPv4 identification the other half of its second word. Lengths have 16 bits each: a longer one
 * (only what a network card has still to cut into packets, or a damaged record) stands beside the table.
 */
export const P = {
  seconds: 0,
  nanoseconds: 1,
  offset: 2,
  offsetAndIdentification: 3,
  /** Captured length in the low half, original length in the high half. */
  lengths: 4,
  connection: 5,
  previousFrame: 6,
  marks: 7,
  sequence: 8,
  acknowledgement: 9,
  /** Window in the low half, payload length in the high half. */
  windowAndPayload: 10,
  /** TCP flags in the low 12 bits, length of the TCP header in 32-bit words in the next 4, hop limit in the third byte, interface in the fourth. */
  flagsAndInterface: 11,
} as const;
const WORDS = 12;
const HEADER_WORDS_SHIFT = 12;
const HOP_LIMIT_SHIFT = 16;
const INTERFACE_SHIFT = 24;
const LAST_INTERFACE = 0xff;
const TWO_TO_32 = 2 ** 32;

/** Of a TCP segment, what its row keeps. */
export interface StoredSegment {
  readonly connection: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  /** 12 bits. */
  readonly flags: number;
  readonly window: number;
  readonly payloadLength: number;
  readonly hopLimit: number;
}

/**
 * One row a packet, 48 bytes. Row i is frame i + 1. The packet's bytes stay in the source; `offset` says where.
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
  /** Interface of rows whose number does not fit a byte. */
  readonly #farInterfaces = new Map<number, number>();
  readonly capturedLength = new LengthField(this.rows, P.lengths, 'low');
  readonly originalLength = new LengthField(this.rows, P.lengths, 'high');
  /** Connection id + 1, `NO_CONNECTION` for none. */
  readonly connection = new WordField(this.rows, P.connection);
  /** Frame number of the previous packet of the same connection; 0 for none. */
  readonly previousFrame = new WordField(this.rows, P.previousFrame);
  /** Bits of PACKET_MARK. */
  readonly marks = new WordField(this.rows, P.marks);
  readonly sequence = new WordField(this.rows, P.sequence);
  readonly acknowledgement = new WordField(this.rows, P.acknowledgement);
  readonly payloadLength = new LengthField(this.rows, P.windowAndPayload, 'high');
  readonly window = new HalfWordField(this.rows, P.windowAndPayload, 'low');

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
    words[at + P.lengths] = lengthHalf(capturedLength) | (lengthHalf(originalLength) << 16);
    if (capturedLength >= LONG) this.capturedLength.keepLong(row, capturedLength);
    if (originalLength >= LONG) this.originalLength.keepLong(row, originalLength);
    words[at + P.flagsAndInterface] = Math.min(interfaceId, LAST_INTERFACE) << INTERFACE_SHIFT;
    if (interfaceId >= LAST_INTERFACE) this.#farInterfaces.set(row, interfaceId);
    words[at + P.offset] = offset;
    words[at + P.offsetAndIdentification] = offset / TWO_TO_32;
    return row + 1;
  }

  /** What the flows know of a row's TCP segment. `identification`: of IPv4, 0 or less for none; `headerLength`: bytes of the TCP header. */
  setSegment(row: number, segment: StoredSegment, previousFrame: number, headerLength: number, identification: number): void {
    const words = this.rows.words(row);
    const at = this.rows.at(row);
    words[at + P.connection] = segment.connection + 1;
    words[at + P.previousFrame] = previousFrame;
    words[at + P.sequence] = segment.sequence;
    if (identification > 0) words[at + P.offsetAndIdentification] = (words[at + P.offsetAndIdentification] as number) | (identification << 16);
    words[at + P.acknowledgement] = segment.acknowledgement;
    words[at + P.windowAndPayload] = segment.window | (lengthHalf(segment.payloadLength) << 16);
    if (segment.payloadLength >= LONG) this.payloadLength.keepLong(row, segment.payloadLength);
    words[at + P.flagsAndInterface] =
      (words[at + P.flagsAndInterface] as number) |
      segment.flags |
      ((headerLength >> 2) << HEADER_WORDS_SHIFT) |
      (segment.hopLimit << HOP_LIMIT_SHIFT);
  }

  /** TCP flags, the reserved bits and AE included (RFC 9293 section 3.1, RFC 7560): 12 bits. */
  tcpFlags(row: number): number {
    return this.#flagsAndInterface(row) & 0xfff;
  }

  interfaceId(row: number): number {
    const near = this.#flagsAndInterface(row) >>> INTERFACE_SHIFT;
    return near < LAST_INTERFACE ? near : (this.#farInterfaces.get(row) ?? near);
  }

  /** IPv4 time to live or IPv6 hop limit of a TCP segment. */
  hopLimit(row: number): number {
    return (this.#flagsAndInterface(row) >>> HOP_LIMIT_SHIFT) & 0xff;
  }

  /** Length of a TCP segment's header in bytes; 20 without options. */
  tcpHeaderBytes(row: number): number {
    return ((this.#flagsAndInterface(row) >>> HEADER_WORDS_SHIFT) & 0xf) * 4;
  }

  #flagsAndInterface(row: number): number {
    return this.rows.words(row)[this.rows.at(row) + P.flagsAndInterface] as number;
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
