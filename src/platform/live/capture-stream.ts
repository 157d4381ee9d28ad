/** Turns what a capture program writes, pcap or pcapng in pieces of any size, into whole pcapng blocks. */

import { maximumCapturedLength } from '../../engine/formats/link-type';
import { type PcapFileHeader, readFileHeader } from '../../engine/formats/pcap/file-header';
import { BLOCK_AT, BLOCK_TYPE, leastBlockBytes, PACKET_AT, STATISTICS_AT, sectionByteOrder } from '../../engine/formats/pcapng/block';
import { type InterfaceDescription, readInterfaceDescription } from '../../engine/formats/pcapng/interface-description';
import { optionUint64, readOptions, STATISTICS_OPTION } from '../../engine/formats/pcapng/options';
import { PcapngWriter } from '../../engine/formats/write-pcapng';
import { enhancedPacketBytes, writeEnhancedPacket } from './enhanced-packet';

/** The stream cannot be followed any more; what came before it is sound. */
export class MalformedStream extends Error {
  override readonly name = 'MalformedStream';
}

export interface StreamNames {
  /** Of the interface, where the stream itself does not tell (pcap). */
  readonly interface: string;
  readonly comments: readonly string[];
}

const PCAP_RECORD_BYTES = 16;
const PCAPNG_BLOCK_BYTES = 8;
const MAGIC_BYTES = 4;
/** No block of a capture program is longer; a longer one is damage. */
const LONGEST_BLOCK_BYTES = 1 << 25;
/** Packets of several processors may be a little out of order; a clock that is set goes back further. */
const CLOCK_STEP_S = 0.5;

export class CaptureStream {
  packets = 0;
  /** Times that the packets' time went back by more than half a second. */
  clockSteps = 0;
  /** As the stream tells, at its end usually; null before. */
  received: number | null = null;
  dropped: number | null = null;
  /** Bytes read so far, for messages. */
  #offset = 0;
  #held: Uint8Array = new Uint8Array(0);
  #kind: 'unknown' | 'pcap' | 'pcapng' = 'unknown';
  #pcap: PcapFileHeader | null = null;
  #little = true;
  #interfaces: InterfaceDescription[] = [];
  #headers: Uint8Array[] = [];
  #lastSeconds = Number.NaN;

  constructor(readonly names: StreamNames) {}

  /** True when the stream has told what it is. */
  get begun(): boolean {
    return this.#headers.length > 0;
  }

  /** Bytes that belong to a record that is not whole yet. */
  get incompleteBytes(): number {
    return this.#held.length;
  }

  /** Section and interface blocks that a file with later packets begins with. */
  headers(): Uint8Array {
    return Buffer.concat(this.#headers);
  }

  /** Statistics block for a stream that had none of its own; null when it had, or nothing can be told. */
  statistics(received: number | null, dropped: number | null, atSeconds: number): Uint8Array | null {
    if (this.#pcap === null || (received === null && dropped === null)) return null;
    const writer = new PcapngWriter();
    writer.section();
    const ticks = this.#pcap.ticksPerSecond;
    writer.interface({ name: null, description: null, linkType: 0, snapLength: 0, timestampResolution: ticks });
    return writer.statistics({ interfaceId: 0, received, dropped }, Math.floor(atSeconds), 0);
  }

  /**
   * Whole blocks for what has arrived, in memory of their own or of `chunk`; at most `mostPackets` packets, the rest is left out. After MalformedStream
   * `salvaged` holds the blocks that came before the damage.
   */
  push(chunk: Uint8Array, mostPackets: number): Uint8Array {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = new Uint8Array(0);
    if (this.#kind === 'unknown') {
      if (bytes.length < MAGIC_BYTES) return this.#hold(bytes, 0);
      this.#kind = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) === BLOCK_TYPE.sectionHeader ? 'pcapng' : 'pcap';
    }
    return this.#kind === 'pcapng' ? this.#pcapng(bytes, mostPackets) : this.#pcapRecords(bytes, mostPackets);
  }

  /** Of what comes behind the last packet that is wanted, the counts that a pcapng stream ends with, in whole blocks. */
  counts(chunk: Uint8Array): Uint8Array {
    const bytes = this.#kind === 'pcapng' ? Buffer.concat([this.#held, chunk]) : new Uint8Array(0);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const kept: Uint8Array[] = [];
    let at = 0;
    while (at + PCAPNG_BLOCK_BYTES + 4 <= bytes.length) {
      const type = view.getUint32(at, this.#little);
      const total = view.getUint32(at + BLOCK_AT.totalLength, this.#little);
      // Damage, or a section whose interfaces are others: nothing more is understood.
      if (type === BLOCK_TYPE.sectionHeader || total < leastBlockBytes(type) || total > LONGEST_BLOCK_BYTES) return this.#hold(bytes, bytes.length);
      if (at + total > bytes.length) break;
      if (type === BLOCK_TYPE.interfaceStatistics) {
        this.#sawBlock(view, bytes, type, at, total, this.#little);
        kept.push(bytes.subarray(at, at + total));
      }
      at += total;
    }
    return this.#hold(bytes, at, Buffer.concat(kept));
  }

  /** Blocks of the last push that came before the damage. */
  salvaged: Uint8Array = new Uint8Array(0);

  #hold<T>(bytes: Uint8Array, from: number, result: T = new Uint8Array(0) as T): T {
    this.#held = from === 0 ? bytes : bytes.slice(from);
    this.#offset += from;
    return result;
  }

  #malformed(what: string, at: number): MalformedStream {
    return new MalformedStream(`${what} at byte ${this.#offset + at}`);
  }

  /** Blocks are handed on as they are. */
  #pcapng(bytes: Uint8Array, mostPackets: number): Uint8Array {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const last = this.packets + mostPackets;
    let at = 0;
    while (at + PCAPNG_BLOCK_BYTES + 4 <= bytes.length && this.packets < last) {
      const isSection = view.getUint32(at, true) === BLOCK_TYPE.sectionHeader;
      const order = isSection ? sectionByteOrder(view, at) : null;
      const little = isSection ? order === 'little' : this.#little;
      const type = view.getUint32(at, little);
      const total = view.getUint32(at + BLOCK_AT.totalLength, little);
      this.salvaged = bytes.subarray(0, at);
      if ((isSection && order === null) || total < leastBlockBytes(type) || total > LONGEST_BLOCK_BYTES || total % 4 !== 0) {
        throw this.#malformed(`a block of type 0x${type.toString(16)} and length ${total}`, at);
      }
      if (at + total > bytes.length) break;
      if (view.getUint32(at + total - 4, little) !== total) throw this.#malformed('a block whose two lengths differ', at);
      if (type === BLOCK_TYPE.enhancedPacket) this.#sawPacket(view, at, little);
      else this.#sawBlock(view, bytes, type, at, total, little);
      at += total;
    }
    return this.#hold(bytes, at, bytes.subarray(0, at));
  }

  #sawPacket(view: DataView, at: number, little: boolean): void {
    const source = this.#interfaces[view.getUint32(at + PACKET_AT.interfaceId, little)];
    if (source === undefined) throw this.#malformed('a packet of an unknown interface', at);
    this.packets++;
    const ticks = view.getUint32(at + PACKET_AT.timeHigh, little) * 2 ** 32 + view.getUint32(at + PACKET_AT.timeLow, little);
    this.#sawTime(ticks / source.scale.ticksPerSecond);
  }

  #sawTime(seconds: number): void {
    if (seconds < this.#lastSeconds - CLOCK_STEP_S) this.clockSteps++;
    this.#lastSeconds = seconds;
  }

  #sawBlock(view: DataView, bytes: Uint8Array, type: number, at: number, total: number, little: boolean): void {
    if (type === BLOCK_TYPE.sectionHeader) {
      this.#little = little;
      this.#headers = [bytes.slice(at, at + total)];
      this.#interfaces = [];
    } else if (type === BLOCK_TYPE.interfaceDescription) {
      this.#headers.push(bytes.slice(at, at + total));
      this.#interfaces.push(readInterfaceDescription(view, at, at + total - 4, little));
    } else if (type === BLOCK_TYPE.interfaceStatistics) {
      const { options } = readOptions(view, at + STATISTICS_AT.options, at + total - 4, little);
      for (const option of options) {
        if (option.code === STATISTICS_OPTION.received) this.received = optionUint64(view, option, little);
        if (option.code === STATISTICS_OPTION.dropped) this.dropped = (this.dropped ?? 0) + (optionUint64(view, option, little) ?? 0);
      }
    }
  }

  #pcapRecords(bytes: Uint8Array, mostPackets: number): Uint8Array {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    let header = this.#pcap;
    let begin: Uint8Array = new Uint8Array(0);
    if (header === null) {
      if (bytes.length < 24) return this.#hold(bytes, 0);
      header = readFileHeader(view, 0);
      this.salvaged = begin;
      if (header === null || header.versionMajor !== 2) throw this.#malformed('no header of a capture', 0);
      this.#pcap = header;
      at = header.headerBytes;
      begin = this.#beginSection(header);
    }
    const output = new Uint8Array(begin.length + outputBytes(view, at, header));
    output.set(begin);
    const out = new DataView(output.buffer);
    const { littleEndian: little, ticksPerSecond } = header;
    const longest = maximumCapturedLength(header.linkType);
    const last = this.packets + mostPackets;
    let to = begin.length;
    while (at + PCAP_RECORD_BYTES <= bytes.length && this.packets < last) {
      const seconds = view.getUint32(at, little);
      const fraction = view.getUint32(at + 4, little);
      const captured = view.getUint32(at + 8, little);
      const original = view.getUint32(at + 12, little);
      if (captured > longest || fraction >= ticksPerSecond) {
        this.salvaged = output.subarray(0, to);
        throw this.#malformed(`a record of ${captured} bytes`, at);
      }
      if (at + PCAP_RECORD_BYTES + captured > bytes.length) break;
      writeTicks(out, to, seconds, fraction, ticksPerSecond, captured, original);
      output.set(bytes.subarray(at + PCAP_RECORD_BYTES, at + PCAP_RECORD_BYTES + captured), to + PACKET_AT.data);
      to += enhancedPacketBytes(captured);
      at += PCAP_RECORD_BYTES + captured;
      this.packets++;
      this.#sawTime(seconds + fraction / ticksPerSecond);
    }
    return this.#hold(bytes, at, output.subarray(0, to));
  }

  #beginSection({ linkType, snapLength, ticksPerSecond }: PcapFileHeader): Uint8Array {
    const writer = new PcapngWriter();
    this.#headers = [
      writer.section(this.names.comments),
      writer.interface({ name: this.names.interface, description: null, linkType, snapLength, timestampResolution: ticksPerSecond }),
    ];
    return this.headers();
  }
}

/** Room that the whole records from `at` on need as blocks, at most. */
function outputBytes(view: DataView, start: number, { littleEndian }: PcapFileHeader): number {
  let bytes = 0;
  let at = start;
  while (at + PCAP_RECORD_BYTES <= view.byteLength) {
    const captured = view.getUint32(at + 8, littleEndian);
    if (captured > view.byteLength - at) break;
    bytes += enhancedPacketBytes(captured);
    at += PCAP_RECORD_BYTES + captured;
  }
  return bytes;
}

/** Seconds and their fraction as one number of 64 bits, without leaving what a double holds exactly. */
function writeTicks(view: DataView, at: number, seconds: number, fraction: number, ticksPerSecond: number, captured: number, original: number): void {
  const upper = (seconds >>> 16) * ticksPerSecond;
  const lower = (seconds & 0xffff) * ticksPerSecond + fraction + (upper % 65_536) * 65_536;
  const high = Math.floor(upper / 65_536) + Math.floor(lower / 2 ** 32);
  writeEnhancedPacket(view, at, 0, high, lower % 2 ** 32, captured, original);
}
