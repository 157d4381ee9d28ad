/** Which packets the packets view asks for: those of the selection beside it, of the part of the time line, and of the filter. */
import type { Evidence } from '../app/workbench';
import type { PacketQuery } from '../packet-grid/packet-source';

/** Rows `[first, end)` of the whole table: frames `first` + 1 to `end`. */
interface Rows {
  readonly first: number;
  readonly end: number;
}

/**
 * What is limited in one way alone is asked for as it is; else the display filter tells all of it. Frames outside the part of the time line are left out here,
 * so that no filter grows with them.
 */
export function packetChoice(capture: number, evidence: Evidence, applied: string | null, rows: Rows | null): PacketQuery {
  const all = { capture, frames: null, connection: null, filter: null, rows: null };
  if (evidence.kind === 'none') {
    if (applied === null) return { ...all, rows };
    return { ...all, filter: rows === null ? applied : joined([grouped(applied), ...within(rows)]) };
  }
  if (evidence.kind === 'connection') {
    if (applied === null && rows === null) return { ...all, connection: evidence.connection };
    return { ...all, filter: joined([`tcp.stream == ${evidence.connection}`, ...within(rows), ...(applied === null ? [] : [grouped(applied)])]) };
  }
  const frames = rows === null ? evidence.frames : evidence.frames.filter((frame) => frame > rows.first && frame <= rows.end);
  if (applied === null || frames.length === 0) return { ...all, frames };
  return { ...all, filter: joined([`frame.number in {${frames.join(', ')}}`, grouped(applied)]) };
}

function within(rows: Rows | null): readonly string[] {
  return rows === null ? [] : [`frame.number > ${rows.first}`, `frame.number <= ${rows.end}`];
}

function grouped(filter: string): string {
  return `(${filter})`;
}

function joined(tests: readonly string[]): string {
  return tests.join(' && ');
}
