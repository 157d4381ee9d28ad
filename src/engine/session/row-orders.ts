import type { CancelSignal } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import type { SessionHost } from './host';
import { inSlices, type SlicedWork } from './in-slices';

/** Names an order of rows. */
export function orderKey(rows: string, capture: number, sort: string, descending: boolean, filter: object): string {
  return JSON.stringify([rows, capture, sort, descending, filter]);
}

/** Rows of all orders that are kept, four bytes each; the order asked for longest ago is forgotten first. */
const MOST_ROWS_KEPT = 8_000_000;
const MOST_KEPT = 32;

interface Kept {
  readonly version: number;
  readonly ids: Uint32Array;
}

/** The orders of rows that were asked for last: they are asked for in windows, and again when a view is opened again. */
export class RowOrders {
  readonly #kept = new Map<string, Kept>();
  /** Orders that are being made, by key and version: the windows of one table are asked for together. */
  readonly #making = new Map<string, Promise<Uint32Array>>();

  constructor(readonly host: Pick<SessionHost, 'now' | 'pause'>) {}

  /** `version`: state of the capture, of which another one has another order. Throws AppError `cancelled`. */
  async of(key: string, version: number, make: () => SlicedWork<Uint32Array>, signal: CancelSignal): Promise<Uint32Array> {
    for (;;) {
      const known = this.#kept.get(key);
      if (known?.version === version) {
        this.#keep(key, known);
        return known.ids;
      }
      const making = this.#making.get(`${version} ${key}`);
      if (making === undefined) return await this.#make(key, version, make, signal);
      // Who asked for it first may give up; then it is made for who still waits.
      await making.catch(() => undefined);
      if (signal.cancelled) throw new AppError('cancelled');
    }
  }

  async #make(key: string, version: number, make: () => SlicedWork<Uint32Array>, signal: CancelSignal): Promise<Uint32Array> {
    const name = `${version} ${key}`;
    const making = inSlices(make(), this.host, signal);
    this.#making.set(name, making);
    try {
      const ids = await making;
      this.#keep(key, { version, ids });
      return ids;
    } finally {
      this.#making.delete(name);
    }
  }

  #keep(key: string, order: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, order);
    let rows = 0;
    for (const { ids } of this.#kept.values()) rows += ids.length;
    for (const [oldest, { ids }] of this.#kept) {
      if ((rows <= MOST_ROWS_KEPT && this.#kept.size <= MOST_KEPT) || this.#kept.size === 1) return;
      rows -= ids.length;
      this.#kept.delete(oldest);
    }
  }
}
