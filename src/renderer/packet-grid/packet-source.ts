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

/** Row of a frame in the table of a query with `total` rows, or null. */
export async function locateFrame(engine: Engine, query: PacketQuery, total: number, frame: number, signal: CancelSignal): Promise<number | null> {
  const place = await placeOf(engine, query, frame, signal);
  if (place === null || query.filter !== null) return place;
  const row = place - (query.rows?.first ?? 0);
  return row >= 0 && row < total ? row : null;
}

async function placeOf(engine: Engine, { capture, frames, connection, filter }: PacketQuery, frame: number, signal: CancelSignal) {
  if (filter === null && frames !== null) return frames.includes(frame) ? frames.indexOf(frame) : null;
  if (filter === null && connection === null) return frame - 1;
  return (await engine['packets.place']({ capture, filter, connection, frame }, signal)).row;
}
