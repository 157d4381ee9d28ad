/** Events of a simulation in order of time; those of one moment in the order in which they were added. */
export class EventQueue {
  readonly #heap: { readonly ms: number; readonly order: number; readonly run: (ms: number) => void }[] = [];
  #added = 0;

  at(ms: number, run: (ms: number) => void): void {
    const heap = this.#heap;
    const item = { ms, order: this.#added++, run };
    let place = heap.push(item) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] as typeof item;
      if (!before(item, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = item;
  }

  /** Runs events up to and including `untilMs`; they may add others. */
  run(untilMs: number): void {
    for (let first = this.#heap[0]; first !== undefined && first.ms <= untilMs; first = this.#heap[0]) {
      this.#removeFirst();
      first.run(first.ms);
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as typeof last, heap[child] as typeof last)) child++;
      if (!before(heap[child] as typeof last, last)) break;
      heap[place] = heap[child] as typeof last;
      place = child;
    }
    heap[place] = last;
  }
}

function before(a: { readonly ms: number; readonly order: number }, b: { readonly ms: number; readonly order: number }): boolean {
  return a.ms !== b.ms ? a.ms < b.ms : a.order < b.order;
}
