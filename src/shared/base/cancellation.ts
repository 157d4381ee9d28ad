/** Asks work to stop. Work looks at `cancelled` between steps, or is told by `onCancel`. */
export interface CancelSignal {
  readonly cancelled: boolean;
  /** Calls once when cancelled (at once when it is already); returns a function that takes the call back. */
  onCancel(listener: () => void): () => void;
}

export class CancelSource implements CancelSignal {
  #cancelled = false;
  readonly #listeners = new Set<() => void>();

  get cancelled(): boolean {
    return this.#cancelled;
  }

  onCancel(listener: () => void): () => void {
    if (this.#cancelled) {
      listener();
      return () => {};
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
