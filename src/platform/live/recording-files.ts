/** The files of one recording: written in whole blocks, one file or a ring, never with a block in part. */
import { closeSync, constants, ftruncateSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join, parse } from 'node:path';
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
    if (this.#isFull()) {
      this.#next();
      this.#append(this.#options.headers());
    }
    this.#append(blocks);
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
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, OWNER_ONLY_FILE);
    return { path, descriptor };
  }

  #removeOldest(): void {
    const most = this.#options.ring?.files ?? null;
    while (most !== null && this.#files.length > most && this.#released.has((this.#files[0] as RecordingFile).number)) {
      const oldest = this.#files.shift() as RecordingFile;
      unlinkSync(oldest.path);
      this.#options.onRemoved(oldest);
    }
  }

  #append(blocks: Uint8Array): void {
    let written = 0;
    try {
      while (written < blocks.length) written += writeSync(this.#descriptor, blocks, written, blocks.length - written, this.#fileBytes + written);
    } catch (error) {
      const whole = wholeBlocks(blocks, written);
      ftruncateSync(this.#descriptor, this.#fileBytes + whole);
      this.#fileBytes += whole;
      this.bytes += whole;
      throw error;
    }
    this.#fileBytes += blocks.length;
    this.bytes += blocks.length;
  }
}

/** Length of the blocks that lie whole in the first `length` bytes. */
function wholeBlocks(blocks: Uint8Array, length: number): number {
  const view = new DataView(blocks.buffer, blocks.byteOffset, blocks.length);
  // The blocks' own byte order: a length that is right stands at both ends.
  let at = 0;
  while (at + 12 <= length) {
    const little = view.getUint32(at + 4, true);
    const total = at + little <= length && view.getUint32(at + little - 4, true) === little ? little : view.getUint32(at + 4, false);
    if (total < 12 || at + total > length) break;
    at += total;
  }
  return at;
}
