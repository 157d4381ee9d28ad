/** Writes pcapng blocks, version 1.0 (draft-ietf-opsawg-pcapng). Each function gives one whole block; a file is blocks in a row. */
import type { CaptureInterface, InterfaceStatistics } from './format';
import { BLOCK_TYPE, BYTE_ORDER_MAGIC, padTo4 } from './pcapng/block';
import { INTERFACE_OPTION, OPTION, PACKET_OPTION, STATISTICS_OPTION } from './pcapng/options';

const utf8 = new TextEncoder();

export interface OptionToWrite {
  readonly code: number;
  readonly value: Uint8Array;
}

export interface PcapngPacket {
  /** Number of the interface in its section, 0-based. */
  readonly interfaceId: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly bytes: Uint8Array;
  /** Length on the wire; that of `bytes` when left out. */
  readonly originalLength?: number;
  readonly comments?: readonly string[];
  /** Packets lost since the packet before. */
  readonly dropped?: number;
}

/** Blocks of one section in one byte order; keeps the time scale of the interfaces it has written. */
export class PcapngWriter {
  readonly #little: boolean;
  readonly #scales: { readonly ticks: bigint; readonly offsetSeconds: bigint }[] = [];

  constructor(littleEndian = true) {
    this.#little = littleEndian;
  }

  /** Begins a section: interfaces count from 0 again. The section length is left open. */
  section(comments: readonly string[] = []): Uint8Array {
    this.#scales.length = 0;
    const fixed = new Uint8Array(16);
    const view = new DataView(fixed.buffer);
    view.setUint32(0, BYTE_ORDER_MAGIC, this.#little);
    view.setUint16(4, 1, this.#little);
    view.setBigInt64(8, -1n, this.#little);
    return this.block(BLOCK_TYPE.sectionHeader, fixed, comments.flatMap(commentOptions));
  }

  /** `info.timestampResolution`: a power of ten or of two. `offsetSeconds`: what times count from (if_tsoffset). Throws RangeError for another resolution. */
  interface(info: CaptureInterface, comments: readonly string[] = [], offsetSeconds = 0): Uint8Array {
    const fixed = new Uint8Array(8);
    const view = new DataView(fixed.buffer);
    view.setUint16(0, info.linkType, this.#little);
    view.setUint32(4, info.snapLength, this.#little);
    this.#scales.push({ ticks: BigInt(info.timestampResolution), offsetSeconds: BigInt(offsetSeconds) });
    return this.block(BLOCK_TYPE.interfaceDescription, fixed, [
      ...comments.flatMap(commentOptions),
      ...(info.name === null ? [] : [{ code: INTERFACE_OPTION.name, value: optionTexts(info.name)[0] as Uint8Array }]),
      ...(info.description === null ? [] : [{ code: INTERFACE_OPTION.description, value: optionTexts(info.description)[0] as Uint8Array }]),
      { code: INTERFACE_OPTION.timeResolution, value: Uint8Array.of(resolutionByte(info.timestampResolution)) },
      ...(offsetSeconds === 0 ? [] : [{ code: INTERFACE_OPTION.timeOffset, value: this.#uint64(offsetSeconds) }]),
    ]);
  }

  /** Enhanced packet block. Throws RangeError when its interface was not written. */
  packet(packet: PcapngPacket): Uint8Array {
    const ticks = this.#timestamp(packet.interfaceId, packet.seconds, packet.nanoseconds);
    const padded = padTo4(packet.bytes.length);
    const fixed = new Uint8Array(20 + padded);
    const view = new DataView(fixed.buffer);
    view.setUint32(0, packet.interfaceId, this.#little);
    view.setUint32(4, Number(ticks >> 32n), this.#little);
    view.setUint32(8, Number(ticks & 0xffffffffn), this.#little);
    view.setUint32(12, packet.bytes.length, this.#little);
    view.setUint32(16, packet.originalLength ?? packet.bytes.length, this.#little);
    fixed.set(packet.bytes, 20);
    return this.block(BLOCK_TYPE.enhancedPacket, fixed, [
      ...(packet.comments ?? []).flatMap(commentOptions),
      ...(packet.dropped === undefined ? [] : [{ code: PACKET_OPTION.dropCount, value: this.#uint64(packet.dropped) }]),
    ]);
  }

  statistics(statistics: InterfaceStatistics, seconds: number, nanoseconds: number): Uint8Array {
    const ticks = this.#timestamp(statistics.interfaceId, seconds, nanoseconds);
    const fixed = new Uint8Array(12);
    const view = new DataView(fixed.buffer);
    view.setUint32(0, statistics.interfaceId, this.#little);
    view.setUint32(4, Number(ticks >> 32n), this.#little);
    view.setUint32(8, Number(ticks & 0xffffffffn), this.#little);
    return this.block(BLOCK_TYPE.interfaceStatistics, fixed, [
      ...(statistics.received === null ? [] : [{ code: STATISTICS_OPTION.received, value: this.#uint64(statistics.received) }]),
      ...(statistics.dropped === null ? [] : [{ code: STATISTICS_OPTION.dropped, value: this.#uint64(statistics.dropped) }]),
    ]);
  }

  /** Any block: fixed part (a multiple of four bytes) and options; the option list is ended when it is not empty. */
  block(type: number, fixed: Uint8Array, options: readonly OptionToWrite[]): Uint8Array {
    const optionBytes = options.reduce((sum, option) => sum + 4 + padTo4(option.value.length), options.length > 0 ? 4 : 0);
    const total = 12 + padTo4(fixed.length) + optionBytes;
    const bytes = new Uint8Array(total);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, type, this.#little);
    view.setUint32(4, total, this.#little);
    bytes.set(fixed, 8);
    let at = 8 + padTo4(fixed.length);
    for (const { code, value } of options) {
      view.setUint16(at, code, this.#little);
      view.setUint16(at + 2, value.length, this.#little);
      bytes.set(value, at + 4);
      at += 4 + padTo4(value.length);
    }
    view.setUint32(total - 4, total, this.#little);
    return bytes;
  }

  #timestamp(interfaceId: number, seconds: number, nanoseconds: number): bigint {
    const scale = this.#scales[interfaceId];
    if (scale === undefined) throw new RangeError(`interface ${interfaceId} was not written`);
    const { ticks, offsetSeconds } = scale;
    return BigInt.asUintN(64, (BigInt(seconds) - offsetSeconds) * ticks + (BigInt(nanoseconds) * ticks) / 1_000_000_000n);
  }

  /** Negative numbers in two's complement. */
  #uint64(value: number): Uint8Array {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(value), this.#little);
    return bytes;
  }
}

/** One comment, or several where an option is too short for it. */
function commentOptions(text: string): OptionToWrite[] {
  return optionTexts(text).map((value) => ({ code: OPTION.comment, value }));
}

/** The length of an option has 16 bits. */
const LONGEST_OPTION_BYTES = 0xffff;

/** The text as UTF-8 in as many pieces as options need, none of them with a character in part; at least one. */
function optionTexts(text: string): Uint8Array[] {
  const bytes = utf8.encode(text);
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (; bytes.length - from > LONGEST_OPTION_BYTES; from += pieces.at(-1)?.length ?? 0) {
    let to = from + LONGEST_OPTION_BYTES;
    while (isContinuation(bytes[to])) to--;
    pieces.push(bytes.subarray(from, to));
  }
  return [...pieces, bytes.subarray(from)];
}

/** A byte of UTF-8 that begins no character (RFC 3629, section 3). */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** if_tsresol: the exponent of ten, or with the high bit that of two. */
function resolutionByte(ticksPerSecond: number): number {
  const decimal = Math.round(Math.log10(ticksPerSecond));
  if (10 ** decimal === ticksPerSecond) return decimal;
  const binary = Math.round(Math.log2(ticksPerSecond));
  if (2 ** binary === ticksPerSecond) return 0x80 | binary;
  throw new RangeError(`a resolution of ${ticksPerSecond} ticks a second is no power of ten or two`);
}
