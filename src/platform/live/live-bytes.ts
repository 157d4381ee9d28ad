import { closeSync, openSync } from 'node:fs';
import type { CaptureBytes } from '../../engine/session/host';
import { readFully } from '../capture-bytes/file-bytes';
import { fileError } from '../file-errors';

interface Part {
  readonly number: number;
  readonly path: string;
  readonly start: number;
  /** -1: closed. */
  descriptor: number;
  /** Nobody can open it any more: once it is closed its bytes are gone. */
  removed: boolean;
}

/** A ring without a limit of files goes on for weeks: older files are closed and opened again when something of them is looked at. */
const MOST_OPEN = 128;

/** The bytes of a recording while it is made: of all its files one behind the other, as one growing pcapng. */
export class LiveBytes implements CaptureBytes {
  readonly live = true;
  readonly issue = null;
  readonly #parts: Part[] = [];
  #available = 0;
  #ended = false;
  #closed = false;
  /** How far the analysis has read. */
  #readTo = 0;
  #waiting: { readonly size: number; resolve(): void }[] = [];

  /** `path`, `name`: as shown to people. */
  constructor(
    readonly path: string,
    readonly name: string,
  ) {}

  get storedBytes(): number | null {
    return this.#ended ? this.#available : null;
  }

  get available(): number {
    return this.#available;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Paths of the files that are there. */
  get paths(): string[] {
    return this.#parts.filter(({ removed }) => !removed).map(({ path }) => path);
  }

  /** A new file whose bytes begin at `start`. Throws AppError when it cannot be opened. */
  addPart(number: number, path: string, start: number): void {
    try {
      this.#parts.push({ number, path, start, descriptor: openSync(path, 'r'), removed: false });
    } catch (error) {
      throw fileError(error, path);
    }
  }

  /** The file has no name any more; it is let go when the analysis has passed it. */
  removePart(number: number): void {
    const part = this.#parts.find((known) => known.number === number);
    if (part !== undefined) part.removed = true;
    this.#letGo();
  }

  grow(available: number): void {
    this.#available = available;
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  read(offset: number, target: Uint8Array, at: number, length: number): number {
    let total = 0;
    const end = Math.min(offset + length, this.#available);
    for (const [index, part] of this.#parts.entries()) {
      const partEnd = this.#parts[index + 1]?.start ?? this.#available;
      const from = offset + total;
      if (from < part.start || from >= partEnd || from >= end) continue;
      if (!this.#isOpen(part)) break;
      total += readFully(part.descriptor, part.path, from - part.start, target, at + total, Math.min(end, partEnd) - from);
    }
    this.#readTo = Math.max(this.#readTo, offset + total);
    this.#letGo();
    return total;
  }

  /** Where the first byte is that can still be read. */
  get firstKept(): number {
    return this.#parts.find(({ removed }) => !removed)?.start ?? 0;
  }

  waitFor(size: number): Promise<void> {
    if (this.#available > size || this.#ended) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ size, resolve }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const part of this.#parts) closePart(part);
    this.end();
  }

  /** Opens it again when it can be. */
  #isOpen(part: Part): boolean {
    if (part.descriptor >= 0) return true;
    if (part.removed || this.#closed) return false;
    try {
      part.descriptor = openSync(part.path, 'r');
    } catch {
      part.removed = true;
    }
    return part.descriptor >= 0;
  }

  /** Of the files that the analysis has passed, the newest stay open. */
  #letGo(): void {
    let open = 0;
    for (let index = this.#parts.length - 1; index >= 0; index--) {
      const part = this.#parts[index] as Part;
      if (part.descriptor < 0) continue;
      const next = this.#parts[index + 1];
      const isPassed = next !== undefined && this.#readTo >= next.start;
      if (isPassed && (part.removed || open >= MOST_OPEN)) closePart(part);
      else open++;
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const waiter of waiting) {
      if (this.#available > waiter.size || this.#ended) waiter.resolve();
      else this.#waiting.push(waiter);
    }
  }
}

function closePart(part: Part): void {
  if (part.descriptor >= 0) closeSync(part.descriptor);
  part.descriptor = -1;
}
