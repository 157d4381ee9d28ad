import type { CancelSignal } from '../../shared/base/cancellation';
import type { SessionHost } from './host';
import { inSlices, type SlicedWork } from './in-slices';

/** Names an order of rows. */
export function orderKey(rows: string, capture: number, sort: string, descending: boolean, filter: object): string {
  return JSON.stringify([rows, capture, sort, descending, filter]);
}

/** The order of the rows that were asked for last: they are asked for in windows. */
export class RowOrders {
  #kept: { readonly key: string; readonly packets: number; readonly ids: Uint32Array } | null = null;

  constructor(readonly host: Pick<SessionHost, 'now' | 'pause'>) {}

  /** `packets`: of the capture, which makes another order when it grows. Throws AppError `cancelled`. */
  async of(key: string, packets: number, make: () => SlicedWork<Uint32Array>, signal: CancelSignal): Promise<Uint32Array> {
    if (this.#kept?.key === key && this.#kept.packets === packets) return this.#kept.ids;
    const ids = await inSlices(make(), this.host, signal);
    this.#kept = { key, packets, ids };
    return ids;
  }
}
