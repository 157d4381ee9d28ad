/** Carries opaque frames between two ends, in order, each whole. */
export interface Transport {
  /** Takes over the bytes: the caller does not touch them again. Does nothing once closed. */
  send(bytes: Uint8Array): void;
  /** Several listeners may listen (one a channel); returns a function that takes the listener back. */
  onMessage(listener: (bytes: Uint8Array) => void): () => void;
  /** Calls once when either end has closed or the way is lost; at once when that has happened already. */
  onClose(listener: () => void): () => void;
  close(): void;
}

/** First byte of every frame: whom it concerns. A relay forwards by it and never decodes the rest. */
export const CHANNEL = { engine: 0, shell: 1 } as const;
export type Channel = (typeof CHANNEL)[keyof typeof CHANNEL];

/** The half of a transport that every medium shares: its listeners. The medium calls `deliver` and `lost`. */
export class MediumTransport implements Transport {
  readonly #messageListeners = new Set<(bytes: Uint8Array) => void>();
  readonly #closeListeners = new Set<() => void>();
  #closed = false;

  constructor(
    private readonly medium: {
      send(bytes: Uint8Array): void;
      close(): void;
    },
  ) {}

  send(bytes: Uint8Array): void {
    if (!this.#closed) this.medium.send(bytes);
  }

  onMessage(listener: (bytes: Uint8Array) => void): () => void {
    this.#messageListeners.add(listener);
    return () => this.#messageListeners.delete(listener);
  }

  onClose(listener: () => void): () => void {
    if (this.#closed) {
      listener();
      return () => {};
    }
    this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.medium.close();
    this.lost();
  }

  /** A frame arrived. */
  deliver(bytes: Uint8Array): void {
    if (this.#closed) return;
    for (const listener of this.#messageListeners) listener(bytes);
  }

  /** Nothing arrives any more. */
  lost(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#closeListeners) listener();
    this.#closeListeners.clear();
    this.#messageListeners.clear();
  }
}
