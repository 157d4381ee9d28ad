import { DerivedPacketStore } from '../derived-packets';
import type { FormatReader, RecordSink } from '../format';
import { LineSplitter } from '../line-splitter';
import { PacketEmitter } from '../packet-emitter';
import { guessLinkType } from './guess-link-type';
import { readHexLine } from './hex-line';

/** More hex than this is no packet. */
const MOST_PACKET_BYTES = 512 * 1024;
/** `hexdump -C` puts this in place of lines that repeat the one before. */
const REPEATED = '*';

/** Reads plain hex dumps of packets: a new one begins at offset 0, or behind an empty line. There are no times. */
export class HexDumpReader implements FormatReader {
  readonly format = 'hex-dump';
  readonly timeBase = 'relative';
  readonly derived = new DerivedPacketStore();
  readonly #emitter: PacketEmitter;
  readonly #lines = new LineSplitter();
  readonly #interfaces = new Map<number, number>();
  #packet: number[] = [];
  #packetOffset = 0;
  #packetEnd = 0;
  /** Bytes of the last row, to repeat. */
  #lastRow: Uint8Array = new Uint8Array(0);
  #repeat = false;
  /** True after bytes that are missing: what follows is skipped up to the next packet. */
  #skipping = false;
  #lineNumber = 0;
  #finished = false;

  constructor(sink: RecordSink) {
    this.#emitter = new PacketEmitter(sink);
  }

  get neededBytes(): number {
    return this.#lines.neededBytes;
  }

  read(chunk: Uint8Array, length: number, fileOffset: number, ended: boolean): number {
    const used = this.#lines.read(chunk, length, fileOffset, ended, (text, offset, bytes) => this.#line(text, offset, bytes));
    if (ended && !this.#finished) {
      this.#finished = true;
      this.#flush();
      this.#emitter.finish(fileOffset + length);
    }
    return used;
  }

  #line(text: string, offset: number, length: number): void {
    this.#lineNumber++;
    const trimmed = text.trim();
    if (trimmed === '') {
      this.#flush();
      return;
    }
    if (trimmed === REPEATED) {
      this.#repeat = true;
      return;
    }
    const line = readHexLine(text, 'any');
    if (!line) {
      this.#emitter.damage('unreadable-line', offset, `line ${this.#lineNumber}: ${text.slice(0, 80)}`);
      return;
    }
    if (line.offset !== null && !this.#place(line.offset, offset)) return;
    if (line.bytes.length === 0) return;
    if (this.#packet.length === 0) this.#packetOffset = offset;
    this.#packetEnd = offset + length;
    this.#append(line.bytes, offset);
    this.#lastRow = line.bytes;
  }

  /** Makes the packet so far end where the row's offset says; false when the row is to be skipped. */
  #place(rowOffset: number, textOffset: number): boolean {
    if (rowOffset === 0) {
      this.#flush();
      return true;
    }
    if (this.#skipping) return false;
    if (this.#repeat && this.#lastRow.length > 0) while (this.#packet.length < rowOffset && this.#append(this.#lastRow, textOffset));
    this.#repeat = false;
    // What was read as bytes beyond the next row's begin were characters that look like hex digits.
    if (this.#packet.length > rowOffset) this.#packet.length = rowOffset;
    if (this.#packet.length === rowOffset) return true;
    this.#emitter.damage('missing-bytes', textOffset, `row at ${rowOffset}, ${this.#packet.length} bytes before it`);
    this.#skipping = true;
    return false;
  }

  #append(bytes: Uint8Array, textOffset: number): boolean {
    if (this.#skipping) return false;
    if (this.#packet.length + bytes.length > MOST_PACKET_BYTES) {
      this.#emitter.damage('impossible-length', textOffset, `a packet of more than ${MOST_PACKET_BYTES} bytes`);
      this.#skipping = true;
      return false;
    }
    for (const byte of bytes) this.#packet.push(byte);
    return true;
  }

  #flush(): void {
    const bytes = Uint8Array.from(this.#packet);
    this.#packet = [];
    this.#skipping = false;
    this.#repeat = false;
    if (bytes.length === 0) return;
    const record = this.#emitter.record;
    record.hasTime = false;
    record.interfaceId = this.#interfaceId(guessLinkType(bytes));
    record.start = this.derived.add(bytes, this.#packetOffset, this.#packetEnd - this.#packetOffset, []);
    record.offset = record.start;
    record.bytes = this.derived.bytes;
    record.capturedLength = bytes.length;
    record.originalLength = bytes.length;
    this.#emitter.emit(this.#packetOffset, 0);
  }

  #interfaceId(linkType: number): number {
    const known = this.#interfaces.get(linkType);
    if (known !== undefined) return known;
    const id = this.#emitter.sink.interface({ name: null, description: null, linkType, snapLength: 0, timestampResolution: 1_000_000 });
    this.#interfaces.set(linkType, id);
    return id;
  }
}
