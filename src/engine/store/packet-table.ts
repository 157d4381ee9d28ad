import { type Column, float64Column, int32Column, uint8Column, uint16Column, uint32Column } from './columns';

/** No connection. */
export const NO_CONNECTION = 0;

/**
 * One row a packet, 55 bytes. Row i is frame i + 1. The packet's bytes stay in the source; `offset` says where.
 * Times are seconds since `baseSeconds` (whole seconds of the first time stamp) plus nanoseconds.
 */
export class PacketTable {
  /** Whole seconds of the first packet that has a time; 0 before. */
  baseSeconds = 0;
  /** Nanoseconds of that first packet. */
  baseNanoseconds = 0;
  #hasBase = false;
  readonly #seconds: Column<Int32Array> = int32Column();
  readonly #nanoseconds = uint32Column();
  /** Rows whose seconds do not fit 32 bits (damaged or absurd time stamps). */
  readonly #farSeconds = new Map<number, number>();
  readonly offset = float64Column();
  readonly capturedLength = uint32Column();
  readonly originalLength = uint32Column();
  readonly interfaceId = uint16Column();
  /** Connection id + 1, `NO_CONNECTION` for none. */
  readonly connection = uint32Column();
  /** Frame number of the previous packet of the same connection; 0 for none. */
  readonly previousFrame = uint32Column();
  /** Bits of PACKET_MARK. */
  readonly marks = uint32Column();
  readonly sequence = uint32Column();
  readonly acknowledgement = uint32Column();
  readonly payloadLength = uint32Column();
  readonly window = uint16Column();
  /** TCP flags in the low nine bits (RFC 9293 section 3.1, RFC 7560). */
  readonly tcpFlags = uint16Column();
  /** Index into the pass's list of protocols of the innermost layer reached. */
  readonly protocol = uint8Column();

  get length(): number {
    return this.offset.length;
  }

  /** Appends a row with what the record tells; the other columns hold 0 until the flows fill them. Returns the frame number. */
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
    const row = this.offset.push(offset);
    const since = hasTime ? seconds - this.baseSeconds : 0;
    if ((since | 0) !== since) this.#farSeconds.set(row, since);
    this.#seconds.push(since);
    this.#nanoseconds.push(hasTime ? nanoseconds : this.baseNanoseconds);
    this.capturedLength.push(capturedLength);
    this.originalLength.push(originalLength);
    this.interfaceId.push(interfaceId);
    this.connection.push(NO_CONNECTION);
    this.previousFrame.push(0);
    this.marks.push(0);
    this.sequence.push(0);
    this.acknowledgement.push(0);
    this.payloadLength.push(0);
    this.window.push(0);
    this.tcpFlags.push(0);
    this.protocol.push(0);
    return row + 1;
  }

  /** Whole seconds since `baseSeconds`. */
  secondsSinceBase(row: number): number {
    const near = this.#seconds.get(row);
    return this.#farSeconds.size === 0 ? near : (this.#farSeconds.get(row) ?? near);
  }

  nanoseconds(row: number): number {
    return this.#nanoseconds.get(row);
  }

  /** Milliseconds since the first packet, as a float: good to the nanosecond for captures of up to some weeks. */
  timeMs(row: number): number {
    return this.secondsSinceBase(row) * 1000 + (this.#nanoseconds.get(row) - this.baseNanoseconds) / 1e6;
  }

  /** Time between two rows in nanoseconds, exact while it is below 104 days. */
  differenceNs(later: number, earlier: number): number {
    return (this.secondsSinceBase(later) - this.secondsSinceBase(earlier)) * 1e9 + (this.#nanoseconds.get(later) - this.#nanoseconds.get(earlier));
  }
}
