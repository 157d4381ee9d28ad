import type { CancelSignal } from '../../shared/base/cancellation';
import type { ColourTest } from '../../shared/contract/colour-rules';
import type { EngineContract, PacketRows } from '../../shared/contract/methods';
import type { Client } from '../../shared/rpc/handlers';
import type { LoadRows } from '../data-grid/row-pages';
import { type PacketRow, packetRowsOf } from './packet-row';

type Engine = Client<EngineContract>;

/** Which packets a grid shows. `rows`: of these, only the rows `[first, end)`. */
export interface PacketQuery {
  readonly capture: number;
  readonly frames: readonly number[] | null;
  readonly connection: number | null;
  /** A display filter, over all packets. */
  readonly filter: string | null;
  readonly rows: { readonly first: number; readonly end: number } | null;
}

interface Span {
  readonly from: number;
  readonly count: number;
}

function read(engine: Engine, query: PacketQuery, span: Span, colours: readonly ColourTest[], signal: CancelSignal): Promise<PacketRows> {
  const { capture, frames, connection, filter } = query;
  return engine['packets.rows'](
    { capture, ...span, frames: frames === null ? null : [...frames], connection, filter, colours: [...colours] },
    signal,
  );
}

/** `colours`: the tests of the colour rules in force. */
export function loadPackets(engine: Engine, query: PacketQuery, colours: readonly ColourTest[]): LoadRows<PacketRow> {
  const { rows } = query;
  return async (from, count, signal) => {
    if (!rows) {
      const window = await read(engine, query, { from, count }, colours, signal);
      return { total: window.total, rows: packetRowsOf(window) };
    }
    const wanted = Math.max(0, Math.min(count, rows.end - rows.first - from));
    const window = await read(engine, query, { from: rows.first + from, count: wanted }, colours, signal);
    return { total: Math.max(0, Math.min(rows.end, window.total) - rows.first), rows: packetRowsOf(window) };
  };
}

/** Row of a frame in the table of a query with `total` rows, or null. Frame numbers rise from row to row, so some 24 looks find one among ten million. */
export async function locateFrame(engine: Engine, query: PacketQuery, total: number, frame: number, signal: CancelSignal): Promise<number | null> {
  const first = query.rows?.first ?? 0;
  if (query.frames === null && query.connection === null && query.filter === null) {
    const row = frame - 1 - first;
    return row >= 0 && row < total ? row : null;
  }
  if (query.filter !== null) return (await engine['packets.place']({ capture: query.capture, filter: query.filter, frame }, signal)).row;
  let low = 0;
  let high = total - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = (await read(engine, query, { from: first + middle, count: 1 }, [], signal)).frames[0];
    if (found === undefined) return null;
    if (found === frame) return middle;
    if (found < frame) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
