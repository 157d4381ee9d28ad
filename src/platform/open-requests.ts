import type { CancelSignal } from '../shared/base/cancellation';

/** Paths to open that came from outside the pages. Each request goes to one page: the one that has waited longest, or the first to ask. */
export class OpenRequests {
  readonly #pending: (readonly string[])[] = [];
  readonly #waiting: (() => void)[] = [];

  add(paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.#pending.push(paths);
    this.#waiting.shift()?.();
  }

  /** Every request from now on, and those that nobody has taken yet, until cancelled. */
  async *take(signal: CancelSignal): AsyncGenerator<{ paths: string[] }, void, undefined> {
    while (!signal.cancelled) {
      const paths = this.#pending.shift();
      if (paths !== undefined) yield { paths: [...paths] };
      else await this.#requestOrCancel(signal);
    }
  }

  async #requestOrCancel(signal: CancelSignal): Promise<void> {
    let wake = (): void => {};
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.#waiting.push(wake);
    const stopListening = signal.onCancel(wake);
    await woken;
    stopListening();
    const index = this.#waiting.indexOf(wake);
    if (index >= 0) this.#waiting.splice(index, 1);
    // Woken for a request, yet cancelled at the same time: the request is another page's.
    if (signal.cancelled && this.#pending.length > 0) this.#waiting.shift()?.();
  }
}
