import type { FormatReader, RecordSink } from '../format';
import { maximumCapturedLength } from '../link-type';
import { PacketEmitter } from '../packet-emitter';
import { FILE_HEADER_BYTES, fileHeaderBytes, type PcapFileHeader, pcapMagicAt, readFileHeader } from './file-header';
import { type RecordVariant, recordVariant } from './record-variant';

/** AIX puts three bytes in front of FDDI frames. */
const AIX_FDDI_PADDING = 3;
const LINK_TYPE_FDDI = 10;

/** Reads classic pcap: micro- and nanoseconds, both byte orders, every version and the known variants of the record header. */
export class PcapReader implements FormatReader {
  readonly format = 'pcap';
  readonly timeBase = 'epoch';
  readonly derived = null;
  neededBytes = FILE_HEADER_BYTES;
  readonly #emitter: PacketEmitter;
  #header: PcapFileHeader | null = null;
  #variant: RecordVariant | null = null;
  #interfaceId = 0;
  /** Set when what follows cannot be packets: the rest of the file is skipped. */
  #stopped = false;
  #finished = false;

  constructor(sink: RecordSink) {
    this.#emitter = new PacketEmitter(sink);
  }

  read(chunk: Uint8Array, length: number, fileOffset: number, ended: boolean): number {
    const view = new DataView(chunk.buffer, chunk.byteOffset, length);
    let at = 0;
    if (!this.#header && !this.#stopped) {
      at = this.#readFileHeader(view, fileOffset, ended);
      if (!this.#header && !this.#stopped) return 0;
    }
    if (!this.#stopped && this.#header) at = this.#readRecords(this.#header, chunk, view, at, fileOffset, ended);
    if (this.#stopped || ended) at = length;
    if (ended && !this.#finished) {
      this.#finished = true;
      this.#emitter.finish(fileOffset + length);
    }
    return at;
  }

  /** Returns the bytes used: 0 while the header is not whole. */
  #readFileHeader(view: DataView, fileOffset: number, ended: boolean): number {
    const available = view.byteLength;
    const needed = available >= 4 ? fileHeaderBytes(pcapMagicAt(view, 0)?.magic ?? 'microseconds') : FILE_HEADER_BYTES;
    if (available < needed) {
      this.neededBytes = needed;
      if (ended) this.#stop('truncated-header', fileOffset, `${available} of ${needed} bytes of the file header`);
      return 0;
    }
    const header = readFileHeader(view, 0);
    if (!header) {
      this.#stop('bad-magic', fileOffset, `magic number 0x${view.getUint32(0).toString(16).padStart(8, '0')}`);
      return 0;
    }
    const { versionMajor, versionMinor } = header;
    if (versionMajor < 2) {
      this.#stop('unknown-version', fileOffset + 4, `version ${versionMajor}.${versionMinor}`);
      return 0;
    }
    if (versionMajor !== 2 && versionMajor !== 543)
      this.#emitter.damage('unknown-version', fileOffset + 4, `version ${versionMajor}.${versionMinor}`);
    if (header.reservedBits !== 0) {
      this.#emitter.damage('unknown-version', fileOffset + 20, `reserved bits 0x${header.reservedBits.toString(16)} of the link type field are set`);
    }
    this.#header = header;
    const { linkType, snapLength, ticksPerSecond } = header;
    this.#interfaceId = this.#emitter.sink.interface({ name: null, description: null, linkType, snapLength, timestampResolution: ticksPerSecond });
    return header.headerBytes;
  }

  #readRecords(header: PcapFileHeader, chunk: Uint8Array, view: DataView, start: number, fileOffset: number, ended: boolean): number {
    const length = view.byteLength;
    if (!this.#variant) {
      if (start === length) {
        this.neededBytes = 16;
        return start;
      }
      const told = recordVariant(header, view, start, length, ended);
      if ('neededBytes' in told) {
        this.neededBytes = told.neededBytes;
        return start;
      }
      this.#variant = told.variant;
    }
    const { littleEndian, snapLength, lengthOrder } = header;
    const headerBytes = this.#variant.headerBytes;
    const padding = header.aix && header.linkType === LINK_TYPE_FDDI ? AIX_FDDI_PADDING : 0;
    const maximum = maximumCapturedLength(header.linkType) + padding;
    const nanosecondsPerTick = 1_000_000_000 / header.ticksPerSecond;
    const emitter = this.#emitter;
    const record = emitter.record;
    record.bytes = chunk;
    record.interfaceId = this.#interfaceId;
    let at = start;
    while (at < length) {
      if (at + headerBytes > length) {
        this.neededBytes = headerBytes;
        break;
      }
      let captured = view.getUint32(at + 8, littleEndian);
      let original = view.getUint32(at + 12, littleEndian);
      if (lengthOrder === 'original-first' || (lengthOrder === 'by-size' && captured > original)) {
        const first = captured;
        captured = original;
        original = first;
      }
      if (captured > maximum || captured < padding) {
        this.#stop('impossible-length', fileOffset + at, `captured length ${captured} of the record, at most ${maximum} is possible`);
        return at;
      }
      const next = at + headerBytes + captured;
      if (next > length) {
        this.neededBytes = headerBytes + captured;
        break;
      }
      record.seconds = view.getUint32(at, littleEndian);
      record.nanoseconds = view.getUint32(at + 4, littleEndian) * nanosecondsPerTick;
      if (record.nanoseconds >= 1_000_000_000) this.#carrySeconds(fileOffset + at);
      record.start = at + headerBytes + padding;
      record.offset = fileOffset + record.start;
      record.capturedLength = captured - padding;
      record.originalLength = Math.max(0, original - padding);
      emitter.emit(fileOffset + at, snapLength);
      at = next;
    }
    if (ended && at < length) {
      this.#stop('truncated-file', fileOffset + at, `the last record needs ${this.neededBytes} bytes, ${length - at} are there`);
    }
    return at;
  }

  #carrySeconds(offset: number): void {
    const record = this.#emitter.record;
    this.#emitter.issues.add('time-invalid', this.#emitter.frames + 1, offset, `${record.nanoseconds} nanoseconds in a second`);
    record.seconds += Math.floor(record.nanoseconds / 1_000_000_000);
    record.nanoseconds %= 1_000_000_000;
  }

  #stop(code: 'truncated-header' | 'truncated-file' | 'bad-magic' | 'unknown-version' | 'impossible-length', offset: number, detail: string): void {
    this.#emitter.damage(code, offset, detail);
    this.#stopped = true;
  }
}
