import { DerivedPacketStore } from '../derived-packets';
import type { FormatReader, RecordSink, TimeBase } from '../format';
import { readHexLine } from '../hex/hex-line';
import { LineSplitter } from '../line-splitter';
import { PacketEmitter } from '../packet-emitter';
import { HostBook } from './hosts';
import { buildPacket } from './packet-builder';
import { type PacketLine, readPacketLine } from './packet-line';
import { isRemark, readCounts } from './remark';
import { SequenceNumbers } from './sequence-numbers';
import type { TextBooks } from './synthesise';
import { clockMeaning, type PrintedTime, TextClock } from './time-stamp';

/** So much of the begin is looked at before the first packet is handed on: differences of time are told by more than one line. */
const WINDOW_BYTES = 64 * 1024;
/** More hex than this belongs to no packet. */
const MOST_HEX_BYTES = 512 * 1024;

/** The lines of one packet so far. */
interface OpenPacket {
  readonly line: PacketLine;
  readonly offset: number;
  end: number;
  continuation: string | null;
  readonly hex: Uint8Array[];
  hexLength: number;
  /** True when the payload follows as characters (-A): lines that look like nothing belong to it. */
  characters: boolean;
}

/** Reads the text that tcpdump prints. Packets are made from the lines: with hex (-x, -xx, -X, -XX) they are the real ones. */
export class TcpdumpTextReader implements FormatReader {
  readonly format = 'tcpdump-text';
  readonly derived = new DerivedPacketStore();
  timeBase: TimeBase = 'relative';
  readonly #emitter: PacketEmitter;
  readonly #lines = new LineSplitter();
  readonly #books: TextBooks;
  readonly #interfaces = new Map<string, number>();
  readonly #named = new Set<string>();
  #clock: TextClock | null = null;
  #resolution = 1_000_000;
  #open: OpenPacket | null = null;
  #lineNumber = 0;
  #received: number | null = null;
  #dropped: number | null = null;
  #finished = false;

  constructor(sink: RecordSink) {
    this.#emitter = new PacketEmitter(sink);
    this.#books = { hosts: new HostBook((address, name) => this.#name(address, name)), sequences: new SequenceNumbers() };
  }

  get neededBytes(): number {
    return this.#clock ? this.#lines.neededBytes : WINDOW_BYTES;
  }

  read(chunk: Uint8Array, length: number, fileOffset: number, ended: boolean): number {
    if (!this.#clock) {
      if (length < WINDOW_BYTES && !ended) return 0;
      this.#clock = this.#chooseClock(chunk, Math.min(length, WINDOW_BYTES));
    }
    const clock = this.#clock;
    const used = this.#lines.read(chunk, length, fileOffset, ended, (text, offset, bytes) => this.#line(clock, text, offset, bytes));
    if (ended && !this.#finished) {
      this.#finished = true;
      this.#flush(clock);
      this.#tellCounts();
      this.#emitter.finish(fileOffset + length);
    }
    return used;
  }

  #chooseClock(chunk: Uint8Array, length: number): TextClock {
    const times: PrintedTime[] = [];
    new LineSplitter().read(chunk, length, 0, length < WINDOW_BYTES, (text) => {
      const time = readPacketLine(text)?.time;
      if (time) times.push(time);
    });
    const clock = new TextClock(clockMeaning(times.filter((time) => time.kind === 'clock')));
    const [first] = times;
    if (first && first.kind !== 'clock') this.timeBase = 'epoch';
    else if (first && clock.meaning === 'time-of-day') this.timeBase = 'time-of-day';
    if (times.some((time) => time.digits > 6)) this.#resolution = 1_000_000_000;
    return clock;
  }

  #line(clock: TextClock, text: string, offset: number, length: number): void {
    this.#lineNumber++;
    const line = readPacketLine(text);
    if (line) {
      this.#flush(clock);
      this.#open = { line, offset, end: offset + length, continuation: null, hex: [], hexLength: 0, characters: false };
      return;
    }
    if (this.#open && this.#continues(this.#open, text)) {
      this.#open.end = offset + length;
      return;
    }
    const counts = readCounts(text);
    if (counts?.kind === 'received') this.#received = counts.packets;
    if (counts?.kind === 'dropped') this.#dropped = (this.#dropped ?? 0) + counts.packets;
    if (counts || isRemark(text)) return;
    const frame = this.#emitter.frames + (this.#open ? 1 : 0);
    this.#emitter.issues.add('unreadable-line', frame === 0 ? null : frame, offset, `line ${this.#lineNumber}: ${text.slice(0, 80)}`);
  }

  /** True when the line belongs to the open packet. */
  #continues(open: OpenPacket, text: string): boolean {
    // Hex that a protocol prints of its own is indented further.
    const hex = /^\t\s/.test(text) ? null : readHexLine(text, 'tcpdump');
    if (hex) {
      // -x prints the packet last, behind what tcpdump printed of a payload that it could not decode.
      if (hex.offset === 0) {
        open.hex.length = 0;
        open.hexLength = 0;
      }
      if (hex.offset !== open.hexLength || open.hexLength + hex.bytes.length > MOST_HEX_BYTES) return false;
      open.hex.push(hex.bytes);
      open.hexLength += hex.bytes.length;
      return true;
    }
    if (text.trim() === '') return true;
    if (open.continuation === null && / > \S+:/.test(text)) {
      open.continuation = text.trim();
      return true;
    }
    // -A prints the packet's bytes as characters: an IP header begins with E (0x45) or ` (0x60).
    if (/^[E`]/.test(text) && open.hexLength === 0) open.characters = true;
    return open.characters || /^\s/.test(text);
  }

  #flush(clock: TextClock): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    const built = buildPacket(open.line, open.continuation, joined(open), this.#books);
    for (const { address, name } of built.names) this.#name(address, name);
    const record = this.#emitter.record;
    this.#setTime(clock, open);
    record.interfaceId = this.#interfaceId(open.line.interfaceName, built.linkType);
    record.start = this.derived.add(built.bytes, open.offset, open.end - open.offset, built.absent);
    record.offset = record.start;
    record.bytes = this.derived.bytes;
    record.capturedLength = built.bytes.length;
    record.originalLength = built.originalLength;
    record.sequenceUnknown = built.sequenceUnknown;
    this.#emitter.emit(open.offset, 0);
  }

  #setTime(clock: TextClock, open: OpenPacket): void {
    const record = this.#emitter.record;
    const printed = open.line.time;
    record.hasTime = printed !== null;
    record.seconds = 0;
    record.nanoseconds = 0;
    if (!printed) return;
    if (printed.nanoseconds >= 1e9) {
      this.#emitter.issues.add('time-invalid', this.#emitter.frames + 1, open.offset, `${printed.nanoseconds} nanoseconds in a second`);
    }
    const { seconds, nanoseconds } = clock.next(printed);
    record.seconds = seconds;
    record.nanoseconds = nanoseconds;
  }

  #interfaceId(name: string | null, linkType: number): number {
    const key = `${linkType} ${name ?? ''}`;
    const known = this.#interfaces.get(key);
    if (known !== undefined) return known;
    const id = this.#emitter.sink.interface({ name, description: null, linkType, snapLength: 0, timestampResolution: this.#resolution });
    this.#interfaces.set(key, id);
    return id;
  }

  #name(address: string, name: string): void {
    const key = `${address} ${name}`;
    if (this.#named.has(key)) return;
    this.#named.add(key);
    this.#emitter.sink.name(address, name);
  }

  #tellCounts(): void {
    if (this.#interfaces.size === 0 || (this.#received === null && this.#dropped === null)) return;
    this.#emitter.sink.statistics({ interfaceId: 0, received: this.#received, dropped: this.#dropped });
  }
}

function joined(open: OpenPacket): Uint8Array | null {
  if (open.hexLength === 0) return null;
  const bytes = new Uint8Array(open.hexLength);
  let at = 0;
  for (const part of open.hex) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
