import type { CaptureBytes } from '../../engine/session/host';

/** Bytes that are in memory already: pasted text. */
export class MemoryBytes implements CaptureBytes {
  readonly ended = true;
  readonly issue = null;

  constructor(
    readonly path: string,
    readonly name: string,
    private readonly bytes: Uint8Array,
  ) {}

  get available(): number {
    return this.bytes.length;
  }

  get storedBytes(): number {
    return this.bytes.length;
  }

  read(offset: number, target: Uint8Array, at: number, length: number): number {
    const part = this.bytes.subarray(offset, offset + length);
    target.set(part, at);
    return part.length;
  }

  async waitFor(): Promise<void> {}

  async close(): Promise<void> {}
}
