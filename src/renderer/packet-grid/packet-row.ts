import type { PacketRows } from '../../shared/contract/methods';

/** One line of the packet list; units as in `PacketRows`. */
export interface PacketRow {
  readonly frame: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly deltaNs: number;
  readonly connectionDeltaNs: number;
  readonly length: number;
  /** Null: part of no connection. */
  readonly connection: number | null;
  readonly marks: number;
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly info: string;
  /** Place of its colour rule among those switched on, from 1; 0: none. */
  readonly colour: number;
}

/** Turns the columns of a window into rows. */
export function packetRowsOf(window: PacketRows): PacketRow[] {
  const rows: PacketRow[] = [];
  window.frames.forEach((frame, i) => {
    const connection = window.connections[i] ?? 0;
    rows.push({
      frame,
      seconds: window.seconds[i] ?? Number.NaN,
      nanoseconds: window.nanoseconds[i] ?? 0,
      deltaNs: window.deltaNs[i] ?? Number.NaN,
      connectionDeltaNs: window.connectionDeltaNs[i] ?? Number.NaN,
      length: window.lengths[i] ?? 0,
      connection: connection === 0 ? null : connection - 1,
      marks: window.marks[i] ?? 0,
      source: window.source[i] ?? '',
      destination: window.destination[i] ?? '',
      protocol: window.protocol[i] ?? '',
      info: window.info[i] ?? '',
      colour: window.colours?.[i] ?? 0,
    });
  });
  return rows;
}
