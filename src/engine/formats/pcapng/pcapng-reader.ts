import { type FormatReader, MAX_RECORD_BYTES, type RecordSink } from '../format';
import { PacketEmitter } from '../packet-emitter';
import {
  BLOCK_AT,
  BLOCK_TYPE,
  isKnownBlock,
  LEAST_PACKET_BYTES,
  leastBlockBytes,
  MINIMUM_BLOCK_BYTES,
  padTo4,
  SECTION_AT,
  sectionByteOrder,
} from './block';
import { findBlock } from './resynchronise';
import { Section } from './section';

type Step = { readonly kind: 'block'; readonly next: number } | { readonly kind: 'more'; readonly neededBytes: number } | { readonly kind: 'damage' };
const DAMAGE: Step = { kind: 'damage' };

/**
 * Reads pcapng: all sections and interfaces of one file, each section in its byte order. The section length is not believed (it is often left
 * open or wrong): blocks are walked one by one. After damage the next whole block is looked for.
 */
export class PcapngReader implements FormatReader {
  readonly format = 'pcapng';
  readonly timeBase = 'epoch';
  readonly derived = null;
  neededBytes = MINIMUM_BLOCK_BYTES;
  readonly #emitter: PacketEmitter;
  readonly #fileBytes: number | null;
  #section: Section | null = null;
  /** Where the damage began, while the next whole block is looked for. */
  #lostAt: number | null = null;
  #finished = false;

  /** `fileBytes`: length of the file where it is known: a block that passes it is damage at once, without waiting for the end. */
  constructor(sink: RecordSink, fileBytes: number | null) {
    this.#emitter = new PacketEmitter(sink);
    this.#fileBytes = fileBytes;
  }

  read(chunk: Uint8Array, length: number, fileOffset: number, ended: boolean): number {
    const view = new DataView(chunk.buffer, chunk.byteOffset, length);
    let at = 0;
    while (at < length) {
      if (this.#lostAt !== null) {
        const search = findBlock(view, at, length, this.#section?.littleEndian ?? null, ended);
        if (search.kind === 'none') {
          at = length;
          break;
        }
        at = search.at;
        if (search.kind === 'more') {
          this.neededBytes = search.neededBytes;
          break;
        }
        this.#emitter.damage('resynchronised', fileOffset + at, `${fileOffset + at - this.#lostAt} bytes skipped`);
        this.#lostAt = null;
      }
      const fast = this.#enhancedPackets(chunk, view, at, fileOffset);
      if (fast > at) {
        at = fast;
        continue;
      }
      const step = this.#readBlock(chunk, view, at, fileOffset, ended);
      if (step.kind === 'more') {
        this.neededBytes = step.neededBytes;
        break;
      }
      if (step.kind === 'damage') {
        this.#lostAt = fileOffset + at;
        at = Math.min(length, at + 4);
      } else at = step.next;
    }
    if (ended && !this.#finished) this.#finish(fileOffset + length);
    return at;
  }

  /** Runs over sound enhanced packet blocks, the bulk of every file, without allocating; returns where it stopped. */
  #enhancedPackets(chunk: Uint8Array, view: DataView, start: number, fileOffset: number): number {
    const section = this.#section;
    if (!section?.readable) return start;
    const little = section.littleEndian;
    const end = view.byteLength;
    let at = start;
    while (at + MINIMUM_BLOCK_BYTES <= end && view.getUint32(at, little) === BLOCK_TYPE.enhancedPacket) {
      const total = view.getUint32(at + BLOCK_AT.totalLength, little);
      if (total % 4 !== 0 || total < LEAST_PACKET_BYTES || total > end - at) break;
      if (view.getUint32(at + total - 4, little) !== total) break;
      section.enhancedPacket(chunk, view, at, at + total - 4, fileOffset + at);
      at += total;
    }
    return at;
  }

  #readBlock(chunk: Uint8Array, view: DataView, at: number, fileOffset: number, ended: boolean): Step {
    const available = view.byteLength - at;
    if (available < MINIMUM_BLOCK_BYTES) return this.#incomplete(MINIMUM_BLOCK_BYTES, fileOffset + at, ended);
    const isSection = view.getUint32(at, true) === BLOCK_TYPE.sectionHeader;
    const order = isSection ? sectionByteOrder(view, at) : null;
    if (isSection && order === null) return this.#damaged('bad-magic', fileOffset + at, 'the section header has no byte-order magic');
    if (!isSection && !this.#section) return this.#damaged('bad-magic', fileOffset + at, 'no section header');
    const little = isSection ? order === 'little' : (this.#section?.littleEndian ?? true);
    const type = view.getUint32(at, little);
    const told = view.getUint32(at + BLOCK_AT.totalLength, little);
    if (told < leastBlockBytes(type) || told > MAX_RECORD_BYTES) {
      return this.#damaged('impossible-length', fileOffset + at, `total length ${told} of a block of type 0x${type.toString(16)}`);
    }
    const total = padTo4(told);
    if (available < total) return this.#incomplete(total, fileOffset + at, ended);
    const step = this.#checkLengths(view, at, told, total, little, fileOffset, ended);
    if (step.kind !== 'block') return step;
    const end = at + total - 4;
    if (isSection) this.#startSection(view, at, end, little, fileOffset + at);
    else if (this.#section?.readable) this.#section.block(chunk, view, type, at, end, fileOffset + at);
    return step;
  }

  /** The length stands at both ends. Where they differ, the block is read all the same when another block follows it. */
  #checkLengths(view: DataView, at: number, told: number, total: number, little: boolean, fileOffset: number, ended: boolean): Step {
    const next = at + total;
    const trailing = view.getUint32(next - 4, little);
    if (trailing === told && told === total) return { kind: 'block', next };
    const after = view.byteLength - next;
    if (after < MINIMUM_BLOCK_BYTES && !ended) return { kind: 'more', neededBytes: total + MINIMUM_BLOCK_BYTES };
    const detail = trailing === told ? `total length ${told} is no multiple of four` : `total length ${told} in front, ${trailing} behind`;
    const step = this.#damaged('bad-block', fileOffset + at, detail);
    const followed = after === 0 || (after >= MINIMUM_BLOCK_BYTES && isKnownBlock(view.getUint32(next, little)));
    return followed ? { kind: 'block', next } : step;
  }

  #startSection(view: DataView, at: number, end: number, littleEndian: boolean, offset: number): void {
    this.#section?.finish();
    const major = view.getUint16(at + SECTION_AT.versionMajor, littleEndian);
    const minor = view.getUint16(at + SECTION_AT.versionMinor, littleEndian);
    // Version 1.2 was written by one program and differs in nothing that matters (libpcap and Wireshark read it too).
    if (major !== 1 || (minor !== 0 && minor !== 2)) this.#emitter.damage('unknown-version', offset, `version ${major}.${minor}`);
    this.#section = new Section(this.#emitter, littleEndian, major === 1);
    this.#section.header(view, at, end, offset);
  }

  /** A block that is not whole: wait for more, or it is the end of a cut file. */
  #incomplete(needed: number, offset: number, ended: boolean): Step {
    const passesEnd = this.#fileBytes !== null && offset + needed > this.#fileBytes;
    if (!ended && !passesEnd) return { kind: 'more', neededBytes: needed };
    return this.#damaged('truncated-file', offset, `a block of ${needed} bytes passes the end of the file`);
  }

  #damaged(code: 'bad-magic' | 'impossible-length' | 'bad-block' | 'truncated-file', offset: number, detail: string): Step {
    this.#emitter.damage(code, offset, detail);
    return DAMAGE;
  }

  #finish(fileEnd: number): void {
    this.#finished = true;
    this.#section?.finish();
    this.#emitter.finish(fileEnd);
  }
}
