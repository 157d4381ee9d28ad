import type { AppError } from '../contract/errors';

/** The items of one stream between their arrival and their reader; gives credit back as the reader takes them. */
export class StreamBuffer {
  readonly #items: unknown[] = [];
  readonly #readers: { resolve(result: IteratorResult<unknown, undefined>): void; reject(error: AppError): void }[] = [];
  #ended = false;
  #error: AppError | null = null;
  #taken = 0;

  /** `windowItems`: the credit granted at the start; `grant` is called with more once half of it was taken. */
  constructor(
    private readonly windowItems: number,
    private readonly grant: (items: number) => void,
  ) {}

  push(item: unknown): void {
    if (this.#ended) return;
    const reader = this.#readers.shift();
    if (reader === undefined) {
      this.#items.push(item);
      return;
    }
    this.take();
    reader.resolve({ done: false, value: item });
  }

  /** The reader still gets what has arrived, then the end or the error. */
  end(error: AppError | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    for (const reader of this.#readers.splice(0)) {
      if (this.#error === null) reader.resolve({ done: true, value: undefined });
      else reader.reject(this.#error);
      this.#error = null;
    }
  }

  /** Drops what has arrived, then ends. */
  discard(error: AppError | null): void {
    this.#items.length = 0;
    this.end(error);
  }

  /** An error is told once; after it the stream is over. */
  next(): Promise<IteratorResult<unknown, undefined>> {
    if (this.#items.length > 0) {
      const value = this.#items.shift();
      this.take();
      return Promise.resolve({ done: false, value });
    }
    if (!this.#ended) return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }));
    const error = this.#error;
    this.#error = null;
    return error === null ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(error);
  }

  private take(): void {
    this.#taken++;
    if (this.#ended || this.#taken < this.windowItems / 2) return;
    this.grant(this.#taken);
    this.#taken = 0;
  }
}
