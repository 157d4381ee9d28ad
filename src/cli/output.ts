import type { Writable } from 'node:stream';
import { AppError } from '../shared/contract/errors';
import type { ByteOutput } from './environment';

/** Bytes to a Node stream with backpressure. A reader that went away (EPIPE) is no error: `write` gives false from then on. */
export class StreamOutput implements ByteOutput {
  #readerGone = false;
  #failure: AppError | null = null;

  constructor(private readonly stream: Writable) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') this.#readerGone = true;
      else this.#failure = new AppError(error.code === 'ENOSPC' ? 'disk-full' : 'file-not-readable', { path: '-', detail: error.code ?? '' }, error);
    });
  }

  async write(bytes: Uint8Array): Promise<boolean> {
    if (this.#readerGone) return false;
    await new Promise<void>((resolve) => this.stream.write(bytes, () => resolve()));
    if (this.#failure !== null) throw this.#failure;
    return !this.#readerGone;
  }
}
