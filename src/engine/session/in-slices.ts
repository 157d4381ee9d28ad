import type { CancelSignal } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import type { SessionHost } from './host';

/** Longest work between two pauses. */
const SLICE_MS = 20;

/** Work that yields often, every few thousand items or so, wherever it may be interrupted. */
export type SlicedWork<T> = Generator<void, T>;

/** Does the work with pauses in which other calls are answered. Throws AppError `cancelled`. */
export async function inSlices<T>(work: SlicedWork<T>, host: Pick<SessionHost, 'now' | 'pause'>, signal: CancelSignal): Promise<T> {
  let end = host.now() + SLICE_MS;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (host.now() < end) continue;
    if (signal.cancelled) throw new AppError('cancelled');
    await host.pause();
    end = host.now() + SLICE_MS;
  }
}

/** Does the work at once, where nobody waits. */
export function atOnce<T>(work: SlicedWork<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Work that several may drive, each as far as it likes: what one has done the others need not do. */
export class JointWork<T> {
  readonly #begin: () => SlicedWork<T>;
  #steps: SlicedWork<T>;
  #result: { readonly value: T } | null = null;

  constructor(begin: () => SlicedWork<T>) {
    this.#begin = begin;
    this.#steps = begin();
  }

  get isDone(): boolean {
    return this.#result !== null;
  }

  /** Goes on where it is, or begins anew where it failed. */
  *join(): SlicedWork<T> {
    while (this.#result === null) {
      const step = this.#next();
      if (step.done === true) this.#result = { value: step.value };
      else yield;
    }
    return this.#result.value;
  }

  #next(): IteratorResult<void, T> {
    try {
      return this.#steps.next();
    } catch (error) {
      this.#steps = this.#begin();
      throw error;
    }
  }
}
