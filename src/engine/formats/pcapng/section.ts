import type { CaptureIssueCode, RecordSink } from '../format';
import { maximumCapturedLength } from '../link-type';
import type { PacketEmitter } from '../packet-emitter';
import { BLOCK_TYPE, isPrivateBlock, PACKET_AT, padTo4, SECTION_AT, SIMPLE_AT, STATISTICS_AT } from './block';
import { type InterfaceDescription, readInterfaceDescription } from './interface-description';
import { readNames } from './name-resolution';
import { OPTION, optionText, optionUint64, PACKET_OPTION, readOptions, STATISTICS_OPTION } from './options';
import { setTime } from './time-stamp';

/** Drop count of an obsolete packet block that tells nothing. */
const DROPS_UNKNOWN = 0xffff;

interface SectionInterface {
  readonly description: InterfaceDescription;
  /** As given by the sink: unique over all sections of the file. */
  readonly id: number;
  readonly maximumCaptured: number;
  /** Sum of the drop counts told by packets; null when none told one. */
  droppedByPackets: number | null;
  hasStatistics: boolean;
}

/** One section of a pcapng file: its interfaces, and how its blocks are read. A block given here lies whole in the view. */
export class Section {
  readonly #emitter: PacketEmitter;
  readonly #interfaces: SectionInterface[] = [];
  /** Unknown block types told so far. */
  readonly #unknownTypes = new Set<number>();

  constructor(
    emitter: PacketEmitter,
    readonly littleEndian: boolean,
    /** False for a version that is not known: its blocks are walked over. */
    readonly readable: boolean,
  ) {
    this.#emitter = emitter;
  }

  /** Hands on the comments of the section header block at `at`. */
  header(view: DataView, at: number, end: number, blockOffset: number): void {
    this.#comments(view, at + SECTION_AT.options, end, null, blockOffset);
  }

  /** Reads one block; `end` is where its trailing length begins, `blockOffset` its place in the file. */
  block(chunk: Uint8Array, view: DataView, type: number, at: number, end: number, blockOffset: number): void {
    switch (type) {
      case BLOCK_TYPE.enhancedPacket:
        this.enhancedPacket(chunk, view, at, end, blockOffset);
        break;
      case BLOCK_TYPE.packet:
        this.#obsoletePacket(chunk, view, at, end, blockOffset);
        break;
      case BLOCK_TYPE.simplePacket:
        this.#simplePacket(chunk, view, at, end, blockOffset);
        break;
      case BLOCK_TYPE.interfaceDescription:
        this.#interface(view, at, end, blockOffset);
        break;
      case BLOCK_TYPE.nameResolution:
        this.#names(view, at, end, blockOffset);
        break;
      case BLOCK_TYPE.interfaceStatistics:
        this.#statistics(view, at, end, blockOffset);
        break;
      case BLOCK_TYPE.decryptionSecrets:
      case BLOCK_TYPE.systemdJournal:
      case BLOCK_TYPE.custom:
      case BLOCK_TYPE.customNotCopied:
        break;
      default:
        this.#unknown(type, blockOffset);
    }
  }

  /** Call when the section is over. */
  finish(): void {
    for (const { id, droppedByPackets, hasStatistics } of this.#interfaces) {
      if (droppedByPackets !== null && !hasStatistics) this.#sink.statistics({ interfaceId: id, received: null, dropped: droppedByPackets });
    }
  }

  get #sink(): RecordSink {
    return this.#emitter.sink;
  }

  /** Reads an enhanced packet block, like `block`. */
  enhancedPacket(chunk: Uint8Array, view: DataView, at: number, end: number, blockOffset: number): void {
    const little = this.littleEndian;
    const source = this.#interfaceAt(view.getUint32(at + PACKET_AT.interfaceId, little), blockOffset);
    if (!source || !this.#packet(chunk, view, source, at, end, blockOffset)) return;
    const options = at + PACKET_AT.data + padTo4(this.#emitter.record.capturedLength);
    if (options + 4 <= end) this.#packetOptions(view, source, options, end, blockOffset);
  }

  #obsoletePacket(chunk: Uint8Array, view: DataView, at: number, end: number, blockOffset: number): void {
    const little = this.littleEndian;
    const source = this.#interfaceAt(view.getUint16(at + PACKET_AT.interfaceId, little), blockOffset);
    if (!source || !this.#packet(chunk, view, source, at, end, blockOffset)) return;
    const drops = view.getUint16(at + PACKET_AT.drops, little);
    if (drops !== DROPS_UNKNOWN) source.droppedByPackets = (source.droppedByPackets ?? 0) + drops;
    const options = at + PACKET_AT.data + padTo4(this.#emitter.record.capturedLength);
    if (options + 4 <= end) this.#packetOptions(view, source, options, end, blockOffset);
  }

  /** What enhanced and obsolete packet blocks share; false when the lengths are impossible. */
  #packet(chunk: Uint8Array, view: DataView, source: SectionInterface, at: number, end: number, blockOffset: number): boolean {
    const little = this.littleEndian;
    const captured = view.getUint32(at + PACKET_AT.captured, little);
    if (captured > end - at - PACKET_AT.data || captured > source.maximumCaptured) {
      this.#damage('impossible-length', blockOffset, `captured length ${captured} in a block of ${end + 4 - at} bytes`);
      return false;
    }
    const record = this.#emitter.record;
    record.hasTime = true;
    setTime(record, source.description.scale, view.getUint32(at + PACKET_AT.timeHigh, little), view.getUint32(at + PACKET_AT.timeLow, little));
    if (!Number.isSafeInteger(record.seconds)) this.#discardTime(blockOffset);
    this.#emit(chunk, source, at + PACKET_AT.data, captured, view.getUint32(at + PACKET_AT.original, little), at, blockOffset);
    return true;
  }

  /** Seconds that no number holds exactly: damage of the time stamp or of its resolution. */
  #discardTime(blockOffset: number): void {
    const record = this.#emitter.record;
    this.#emitter.issues.add('time-invalid', this.#emitter.frames + 1, blockOffset, `${record.seconds} seconds`);
    record.hasTime = false;
    record.seconds = 0;
    record.nanoseconds = 0;
  }

  /** No interface (the first one is meant), no time, and no captured length: it follows from the snapshot length. */
  #simplePacket(chunk: Uint8Array, view: DataView, at: number, end: number, blockOffset: number): void {
    const source = this.#interfaceAt(0, blockOffset);
    if (!source) return;
    const original = view.getUint32(at + SIMPLE_AT.original, this.littleEndian);
    const { snapLength } = source.description;
    const room = end - at - SIMPLE_AT.data;
    const expected = snapLength === 0 ? original : Math.min(original, snapLength);
    if (expected > room) {
      this.#damage('impossible-length', blockOffset, `${expected} bytes of a simple packet in a block of ${end + 4 - at} bytes`);
      return;
    }
    const record = this.#emitter.record;
    record.hasTime = false;
    record.seconds = 0;
    record.nanoseconds = 0;
    this.#emit(chunk, source, at + SIMPLE_AT.data, expected, original, at, blockOffset);
  }

  #emit(chunk: Uint8Array, source: SectionInterface, start: number, captured: number, original: number, at: number, blockOffset: number): void {
    const record = this.#emitter.record;
    record.bytes = chunk;
    record.start = start;
    record.offset = blockOffset + (start - at);
    record.interfaceId = source.id;
    record.capturedLength = captured;
    record.originalLength = original;
    this.#emitter.emit(blockOffset, source.description.snapLength);
  }

  #packetOptions(view: DataView, source: SectionInterface, at: number, end: number, blockOffset: number): void {
    const { options, problem } = readOptions(view, at, end, this.littleEndian);
    for (const option of options) {
      if (option.code === OPTION.comment) this.#sink.comment(this.#emitter.frames, optionText(view, option));
      if (option.code === PACKET_OPTION.dropCount) {
        const dropped = optionUint64(view, option, this.littleEndian);
        if (dropped !== null) source.droppedByPackets = (source.droppedByPackets ?? 0) + dropped;
      }
    }
    if (problem !== null) this.#damage('bad-option', blockOffset, problem);
  }

  #interface(view: DataView, at: number, end: number, blockOffset: number): void {
    const description = readInterfaceDescription(view, at, end, this.littleEndian);
    const { name, linkType, snapLength, scale } = description;
    const timestampResolution = scale.ticksPerSecond;
    const id = this.#sink.interface({ name, description: description.description, linkType, snapLength, timestampResolution });
    this.#interfaces.push({ description, id, maximumCaptured: maximumCapturedLength(linkType), droppedByPackets: null, hasStatistics: false });
    for (const comment of description.comments) this.#sink.comment(null, comment);
    for (const problem of description.problems) this.#damage('bad-option', blockOffset, problem);
  }

  #names(view: DataView, at: number, end: number, blockOffset: number): void {
    const problem = readNames(view, at, end, this.littleEndian, (address, name) => this.#sink.name(address, name));
    if (problem !== null) this.#damage('bad-block', blockOffset, problem);
  }

  #statistics(view: DataView, at: number, end: number, blockOffset: number): void {
    const source = this.#interfaceAt(view.getUint32(at + STATISTICS_AT.interfaceId, this.littleEndian), blockOffset);
    if (!source) return;
    const { options, problem } = readOptions(view, at + STATISTICS_AT.options, end, this.littleEndian);
    if (problem !== null) this.#damage('bad-option', blockOffset, problem);
    const value = (code: number) => {
      const option = options.find((candidate) => candidate.code === code);
      return option ? optionUint64(view, option, this.littleEndian) : null;
    };
    const received = value(STATISTICS_OPTION.received);
    const byInterface = value(STATISTICS_OPTION.dropped);
    const bySystem = value(STATISTICS_OPTION.systemDropped);
    const dropped = byInterface === null && bySystem === null ? source.droppedByPackets : (byInterface ?? 0) + (bySystem ?? 0);
    source.hasStatistics = true;
    this.#sink.statistics({ interfaceId: source.id, received, dropped });
  }

  #comments(view: DataView, at: number, end: number, frame: number | null, blockOffset: number): void {
    const { options, problem } = readOptions(view, at, end, this.littleEndian);
    for (const option of options) if (option.code === OPTION.comment) this.#sink.comment(frame, optionText(view, option));
    if (problem !== null) this.#damage('bad-option', blockOffset, problem);
  }

  #unknown(type: number, blockOffset: number): void {
    if (isPrivateBlock(type) || this.#unknownTypes.has(type)) return;
    this.#unknownTypes.add(type);
    this.#damage('unknown-block', blockOffset, `block type 0x${type.toString(16).padStart(8, '0')}`);
  }

  #interfaceAt(index: number, blockOffset: number): SectionInterface | null {
    const found = this.#interfaces[index];
    if (!found) this.#damage('unknown-interface', blockOffset, `interface ${index} of ${this.#interfaces.length} in this section`);
    return found ?? null;
  }

  #damage(code: CaptureIssueCode, offset: number, detail: string): void {
    this.#emitter.damage(code, offset, detail);
  }
}
