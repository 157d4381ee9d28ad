import { closeSync, unlinkSync, writeSync } from 'node:fs';
import type { CaptureIssue } from '../../engine/formats/format';
import type { CaptureBytes } from '../../engine/session/host';
import { type CancelSignal, CancelSource } from '../../shared/base/cancellation';
import type { AppError } from '../../shared/contract/errors';
import { fileError } from '../file-errors';
import { createPrivateFile, type PrivateFile } from '../temporary-folder';
import { readFully } from './file-bytes';

/**
 * Brings the bytes, in order, until the source ends or the signal is cancelled. Returns the damage it met, if any;
 * `append` copies to disk at once and throws AppError `disk-full`.
 */
export type Pump = (append: (bytes: Uint8Array) => void, signal: CancelSignal) => Promise<CaptureIssue | null>;

export interface SpoolOptions {
  readonly path: string;
  readonly name: string;
  readonly temporaryFolder: string;
  /** Null: known when the source has ended, as what came. */
  readonly storedBytes: (() => number | null) | null;
  readonly pump: Pump;
  /** Called once at close, after the pump has stopped. */
  readonly onClose?: () => Promise<void>;
}

/** Bytes that arrive while they are being analysed (a pipe, a compressed file), kept in a private temporary file. */
export class SpooledBytes implements CaptureBytes {
  readonly path: string;
  readonly name: string;
  readonly #options: SpoolOptions;
  readonly #file: PrivateFile;
  readonly #cancellation = new CancelSource();
  readonly #pumping: Promise<void>;
  #waiting: { readonly size: number; resolve(): void; reject(error: AppError): void }[] = [];
  #available = 0;
  #ended = false;
  #issue: CaptureIssue | null = null;
  #failure: AppError | null = null;
  #closed = false;

  /** Throws AppError when the temporary file cannot be made. */
  constructor(options: SpoolOptions) {
    this.path = options.path;
    this.name = options.name;
    this.#options = options;
    try {
      this.#file = createPrivateFile(options.temporaryFolder);
    } catch (error) {
      throw fileError(error, options.temporaryFolder);
    }
    this.#pumping = this.#pump(options.pump);
  }

  get storedBytes(): number | null {
    if (this.#options.storedBytes !== null) return this.#options.storedBytes();
    return this.#ended ? this.#available : null;
  }

  get available(): number {
    return this.#available;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get issue(): CaptureIssue | null {
    return this.#issue;
  }

  read(offset: number, target: Uint8Array, at: number, length: number): number {
    return readFully(this.#file.descriptor, this.path, offset, target, at, Math.min(length, this.#available - offset));
  }

  /** Rejects with AppError `disk-full` or `file-not-readable` when the source or the disk failed before `size` was exceeded. */
  waitFor(size: number): Promise<void> {
    if (this.#available > size) return Promise.resolve();
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#ended) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ size, resolve, reject }));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancellation.cancel();
    await this.#pumping;
    closeSync(this.#file.descriptor);
    unlinkSync(this.#file.path);
    await this.#options.onClose?.();
  }

  async #pump(pump: Pump): Promise<void> {
    try {
      this.#issue = await pump((bytes) => this.#append(bytes), this.#cancellation);
    } catch (error) {
      this.#failure = fileError(error, this.path);
    }
    this.#ended = true;
    this.#wake();
  }

  #append(bytes: Uint8Array): void {
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(this.#file.descriptor, bytes, written, bytes.length - written, this.#available + written);
    }
    this.#available += bytes.length;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const waiter of waiting) {
      if (this.#available > waiter.size) waiter.resolve();
      else if (this.#failure !== null) waiter.reject(this.#failure);
      else if (this.#ended) waiter.resolve();
      else this.#waiting.push(waiter);
    }
  }
}
