/** The files of one recording: written in whole blocks, one file or a ring, never with a block in part. */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join, parse } from 'node:path';
import { BLOCK_AT, BLOCK_TYPE, MINIMUM_BLOCK_BYTES } from '../../engine/formats/pcapng/block';
import type { LiveRing } from '../../shared/contract/live';
import { createPrivateFile } from '../temporary-folder';

export interface RecordingFile {
  /** 1 for the first. */
  readonly number: number;
  readonly path: string;
  /** Where its bytes begin in the recording as a whole. */
  readonly start: number;
}

export interface RecordingFilesOptions {
  /** Where the user wants it; null: private files of this name in `folder`. */
  readonly file: string | null;
  readonly folder: string;
  readonly name: string;
  readonly ring: LiveRing | null;
  /** Blocks that every file begins with. */
  headers(): Uint8Array;
  onFile(file: RecordingFile): void;
  onRemoved(file: RecordingFile): void;
}

const OWNER_ONLY_FILE = 0o600;

export class RecordingFiles {
  /** Of all files, those removed included. */
  bytes = 0;
  /** Of the blocks that could not be written. */
  lostPackets = 0;
  readonly #options: RecordingFilesOptions;
  readonly #files: RecordingFile[] = [];
  /** Files whose names nobody needs any more. */
  readonly #released = new Set<number>();
  #descriptor = -1;
  #fileBytes = 0;
  #openedMs = 0;

  /** Opens the first file. Throws what the system says. */
  constructor(options: RecordingFilesOptions) {
    this.#options = options;
    this.#next();
  }

  get paths(): string[] {
    return this.#files.map(({ path }) => path);
  }

  /** Whole blocks. Throws what the system says; blocks that fitted stay, and none in part. */
  write(blocks: Uint8Array): void {
    if (blocks.length === 0) return;
    let from: number | null = null;
    try {
      if (this.#isFull()) {
        this.#next();
        this.#append(this.#options.headers());
      }
      from = this.bytes;
      this.#append(blocks);
    } catch (error) {
      this.lostPackets += packetsIn(from === null ? blocks : blocks.subarray(this.bytes - from));
      throw error;
    }
  }

  /** The owner has opened the file: it may be removed when its time comes. */
  release(file: number): void {
    this.#released.add(file);
    this.#removeOldest();
  }

  releaseAll(): void {
    for (const { number } of this.#files) this.#released.add(number);
    this.#removeOldest();
  }

  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    this.#descriptor = -1;
  }

  #isFull(): boolean {
    const { ring } = this.#options;
    if (ring === null || this.#fileBytes === 0) return false;
    return (
      (ring.bytes !== null && this.#fileBytes >= ring.bytes) || (ring.seconds !== null && performance.now() - this.#openedMs >= ring.seconds * 1000)
    );
  }

  #next(): void {
    const number = (this.#files.at(-1)?.number ?? 0) + 1;
    const { path, descriptor } = this.#create(number);
    this.close();
    this.#descriptor = descriptor;
    this.#fileBytes = 0;
    this.#openedMs = performance.now();
    const file = { number, path, start: this.bytes };
    this.#files.push(file);
    this.#options.onFile(file);
    this.#removeOldest();
  }

  #create(number: number): { readonly path: string; readonly descriptor: number } {
    const { file, folder, name, ring } = this.#options;
    const place = ring === null ? '' : `_${String(number).padStart(5, '0')}`;
    if (file === null) return createPrivateFile(folder, `${name}${place}.pcapng`);
    const { dir, name: stem, ext } = parse(file);
    const path = ring === null ? file : join(dir, `${stem}${place}${ext}`);
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT, OWNER_ONLY_FILE);
    return { path, descriptor };
  }

  #removeOldest(): void {
    const most = this.#options.ring?.files ?? null;
    while (most !== null && this.#files.length > most && this.#released.has((this.#files[0] as RecordingFile).number)) {
      const oldest = this.#files.shift() as RecordingFile;
      removeIfThere(oldest.path);
      this.#options.onRemoved(oldest);
    }
  }

  /** What the file held stays until there is something to write: a source that cannot be started takes no earlier recording with it. */
  #empty(): void {
    if (fstatSync(this.#descriptor).size > 0) ftruncateSync(this.#descriptor, 0);
  }

  #append(blocks: Uint8Array): void {
    let written = 0;
    try {
      if (this.#fileBytes === 0) this.#empty();
      while (written < blocks.length) written += writeSync(this.#descriptor, blocks, written, blocks.length - written, this.#fileBytes + written);
    } catch (error) {
      const whole = wholeBlocks(blocks, written);
      // Of a device that cannot be cut, what kept it from being written is the reason, not this.
      if (fstatSync(this.#descriptor).isFile()) ftruncateSync(this.#descriptor, this.#fileBytes + whole);
      this.#fileBytes += whole;
      this.bytes += whole;
      throw error;
    }
    this.#fileBytes += blocks.length;
    this.bytes += blocks.length;
  }
}

/** A file that somebody has moved away or keeps from being removed is no reason to end the recording. */
function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // See above.
  }
}

/** Length of the blocks that lie whole in the first `length` bytes. */
function wholeBlocks(blocks: Uint8Array, length: number): number {
  const view = new DataView(blocks.buffer, blocks.byteOffset, length);
  let at = 0;
  for (let bytes = blockBytes(view, at); bytes > 0; bytes = blockBytes(view, at)) at += bytes;
  return at;
}

function packetsIn(blocks: Uint8Array): number {
  const view = new DataView(blocks.buffer, blocks.byteOffset, blocks.length);
  let packets = 0;
  let at = 0;
  for (let bytes = blockBytes(view, at); bytes > 0; bytes = blockBytes(view, at)) {
    const isLittle = view.getUint32(at + BLOCK_AT.totalLength, true) === bytes;
    if (view.getUint32(at, isLittle) === BLOCK_TYPE.enhancedPacket) packets++;
    at += bytes;
  }
  return packets;
}

/** Length of the block at `at`; 0 when it does not lie whole in the view. Its byte order is the one in which a right length stands at both ends. */
function blockBytes(view: DataView, at: number): number {
  if (at + MINIMUM_BLOCK_BYTES > view.byteLength) return 0;
  const little = view.getUint32(at + BLOCK_AT.totalLength, true);
  const isLittle = little >= MINIMUM_BLOCK_BYTES && at + little <= view.byteLength && view.getUint32(at + little - 4, true) === little;
  const total = isLittle ? little : view.getUint32(at + BLOCK_AT.totalLength, false);
  return total < MINIMUM_BLOCK_BYTES || at + total > view.byteLength ? 0 : total;
}
