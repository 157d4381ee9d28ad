import { closeSync, readSync, unlinkSync } from 'node:fs';
import type { CaptureBytes } from '../../engine/session/host';
import { fileError } from '../file-errors';

/** A plain file: all there from the start; its size is fixed when it is opened. */
export class FileBytes implements CaptureBytes {
  readonly ended = true;
  readonly issue = null;
  readonly #descriptor: number;
  readonly #removeAtClose: string | null;
  #closed = false;

  /** Takes over the descriptor. `removeAtClose`: path of a file that is ours to remove. */
  constructor(
    readonly path: string,
    readonly name: string,
    descriptor: number,
    readonly available: number,
    removeAtClose: string | null = null,
  ) {
    this.#descriptor = descriptor;
    this.#removeAtClose = removeAtClose;
  }

  get storedBytes(): number {
    return this.available;
  }

  read(offset: number, target: Uint8Array, at: number, length: number): number {
    return readFully(this.#descriptor, this.path, offset, target, at, Math.min(length, this.available - offset));
  }

  async waitFor(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
    if (this.#removeAtClose !== null) unlinkSync(this.#removeAtClose);
  }
}

/** Reads until `length` bytes are there or the file ends; returns how many. Throws AppError. */
export function readFully(descriptor: number, path: string, offset: number, target: Uint8Array, at: number, length: number): number {
  let total = 0;
  try {
    while (total < length) {
      const count = readSync(descriptor, target, at + total, length - total, offset + total);
      if (count === 0) break;
      total += count;
    }
  } catch (error) {
    throw fileError(error, path);
  }
  return total;
}
