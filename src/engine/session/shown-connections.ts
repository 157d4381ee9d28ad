/** The connections that a display filter leaves: those of which it shows a packet in the part of the time asked for. */
import type { CancelSignal } from '../../shared/base/cancellation';
import type { TimeSpan } from './connection-rows';
import type { FilteredPackets, FilterShelf } from './filtered-packets';
import { inSlices, type SlicedWork } from './in-slices';
import type { OpenedCapture } from './opened-capture';

/** Frames between two places where the work may be interrupted. */
const FRAMES_A_STEP = 4096;

export class ShownConnections {
  readonly #connections: Uint8Array;
  readonly #found: FilteredPackets;
  readonly #name: string;

  constructor(name: string, found: FilteredPackets) {
    this.#name = name;
    this.#found = found;
    this.#connections = new Uint8Array(found.capture.pass.tracker.connections.length);
  }

  /** Of connections: true where a packet is shown. */
  has(connection: number): boolean {
    return this.#connections[connection] === 1;
  }

  hasFrame(frame: number): boolean {
    const row = this.#found.rowFrom(frame);
    return row < this.#found.shown && this.#found.frame(row) === frame;
  }

  *count({ fromMs, toMs }: TimeSpan): SlicedWork<void> {
    const { packets } = this.#found.capture.pass;
    for (let row = 0; row < this.#found.shown; row++) {
      if (row % FRAMES_A_STEP === 0) yield;
      const place = this.#found.frame(row) - 1;
      const connection = packets.connection.get(place);
      if (connection === 0 || this.#connections[connection - 1] === 1) continue;
      const timeMs = packets.timeMs(place);
      if ((fromMs === null || timeMs >= fromMs) && (toMs === null || timeMs <= toMs)) this.#connections[connection - 1] = 1;
    }
  }

  /** What tells it from others, where orders of rows are kept by what they were asked for. */
  toJSON(): string {
    return this.#name;
  }
}

/** Null: no filter, all are shown. Works through the packets that are there first. Throws AppError `filter.syntax`, `cancelled`, `file-not-readable`. */
export type FindShown = (
  capture: OpenedCapture,
  filter: string | null | undefined,
  span: TimeSpan,
  signal: CancelSignal,
) => Promise<ShownConnections | null>;

/** How many are kept; the one asked for longest ago is forgotten first. */
const KEPT = 4;

/** `shelf`: the filters in use. */
export function shownConnections(shelf: FilterShelf): FindShown {
  const kept = new WeakMap<FilteredPackets, Map<string, ShownConnections>>();
  return async (capture, filter, span, signal) => {
    if (filter == null) return null;
    const found = await shelf.filtered(capture, filter);
    await found.scan(signal);
    const known = kept.get(found) ?? new Map<string, ShownConnections>();
    kept.set(found, known);
    const name = JSON.stringify([filter, span.fromMs, span.toMs, found.progress().scanned]);
    const ready = known.get(name);
    if (ready !== undefined) return ready;
    const shown = new ShownConnections(name, found);
    await inSlices(shown.count(span), capture.host, signal);
    known.set(name, shown);
    for (const oldest of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(oldest);
    }
    return shown;
  };
}
