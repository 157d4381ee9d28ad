/** The packets that a display filter shows: found slice by slice, kept while the capture does not change. */
import type { CancelSignal } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import type { FilterProgress } from '../../shared/contract/filter-methods';
import type { PacketRows } from '../../shared/contract/methods';
import { VERDICT, type Verdict } from '../filter/column-test';
import type { CompiledFilter } from '../filter/compile-filter';
import { uint32Column } from '../store/columns';
import { withheldDissection } from './frame-dissection';
import type { OpenedCapture } from './opened-capture';
import { dissectFrame, packetRows } from './packet-rows';

/** Rows between two looks at the clock. */
const ROWS_PER_LOOK = 64;
/** Longest work between two pauses. */
const SLICE_MS = 20;

export class FilteredPackets {
  readonly #frames = uint32Column();
  readonly #rowTest: (row: number) => Verdict;
  #scanned = 0;
  #running: Promise<void> | null = null;
  #streams = 0;

  constructor(
    readonly capture: OpenedCapture,
    readonly filter: CompiledFilter,
  ) {
    const { packets, tracker } = capture.pass;
    // The bytes of packets made from text are partly assumed: there, fields that the text does not tell are absent.
    this.#rowTest =
      capture.derived === null
        ? filter.rowTest({
            packets,
            connections: tracker.connections,
            windowScale: (connection, direction) => tracker.windowScale(connection, direction),
          })
        : () => VERDICT.unknown;
  }

  get shown(): number {
    return this.#frames.length;
  }

  /** Is a stream working through the packets, also while it waits for its reader? */
  get isRunning(): boolean {
    return this.#streams > 0;
  }

  /** Call when a stream begins to work through the packets; call what is returned when it ends. */
  beginStream(): () => void {
    this.#streams++;
    return () => {
      this.#streams--;
    };
  }

  progress(): FilterProgress {
    const packets = this.capture.pass.packets.length;
    return { scanned: this.#scanned, packets, shown: this.shown, done: this.#scanned >= packets && this.capture.state !== 'reading' };
  }

  /** Frame in row `row` of those shown. */
  frame(row: number): number {
    return this.#frames.get(row);
  }

  /** Frames of a window of rows. */
  frames(from: number, count: number): Uint32Array<ArrayBuffer> {
    const length = Math.max(0, Math.min(count, this.shown - from));
    return Uint32Array.from({ length }, (_, i) => this.#frames.get(from + i));
  }

  /** First row whose frame is `frame` or later. */
  rowFrom(frame: number): number {
    let low = 0;
    let high = this.shown;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#frames.get(middle) < frame) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Works through the packets that are there, pausing often; one at a time, whoever asks. Throws AppError `cancelled`, `file-not-readable`. */
  async scan(signal: CancelSignal, until: () => boolean = () => false): Promise<void> {
    while (this.#scanned < this.capture.pass.packets.length && !until()) {
      if (signal.cancelled) throw new AppError('cancelled');
      await this.#slice();
    }
  }

  async #slice(): Promise<void> {
    if (!this.#running) {
      this.#scanSlice();
      this.#running = this.capture.host.pause().then(() => {
        this.#running = null;
      });
    }
    await this.#running;
  }

  #scanSlice(): void {
    const { packets } = this.capture.pass;
    const { host } = this.capture;
    const end = host.now() + SLICE_MS;
    const length = packets.length;
    do {
      const stop = Math.min(length, this.#scanned + ROWS_PER_LOOK);
      for (let row = this.#scanned; row < stop; row++) {
        if (this.verdict(row + 1) === VERDICT.yes) this.#frames.push(row + 1);
      }
      this.#scanned = stop;
    } while (this.#scanned < length && host.now() < end);
  }

  /** Yes or no for one frame; reads the packet where the columns do not tell. */
  verdict(frame: number): Verdict {
    const verdict = this.#rowTest(frame - 1);
    if (verdict !== VERDICT.unknown) return verdict;
    return this.#readMatches(frame) ? VERDICT.yes : VERDICT.no;
  }

  #readMatches(frame: number): boolean {
    const { capture, filter } = this;
    const packet = capture.derived === null ? dissectFrame(capture, frame) : withheldDissection(capture, frame);
    return filter.matches(packet, capture.pass.packets.marks.get(frame - 1));
  }
}

/** A window of the packets shown. While a `packets.filter` stream runs the filter, of those it found so far; else runs it to its end. */
export async function filteredRows(
  capture: OpenedCapture,
  found: FilteredPackets,
  from: number,
  count: number,
  signal: CancelSignal,
): Promise<PacketRows> {
  if (!found.isRunning) await found.scan(signal);
  return packetRows(capture, found.frames(from, count), found.shown);
}

/** How many filters are kept; the one used longest ago is forgotten first. */
const KEPT = 6;

interface Kept {
  readonly found: Promise<FilteredPackets>;
  /** Made when the capture was read to its end: marks change while it is read. */
  readonly final: boolean;
}

/** The filters in use, by capture and text. */
export class FilterShelf {
  readonly #kept = new Map<string, Kept>();

  /** Throws AppError `filter.syntax`. */
  async filtered(capture: OpenedCapture, text: string): Promise<FilteredPackets> {
    const key = `${capture.id} ${text}`;
    const final = capture.state !== 'reading';
    const known = this.#kept.get(key);
    const usable = known && known.final === final ? known : null;
    const kept = usable ?? { found: makeFiltered(capture, text), final };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    try {
      return await kept.found;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  /** Forgets what was found in a capture that is closed. */
  forget(capture: number): void {
    for (const key of this.#kept.keys()) if (key.startsWith(`${capture} `)) this.#kept.delete(key);
  }
}

/** Throws AppError `filter.syntax`. */
export async function makeFiltered(capture: OpenedCapture, text: string): Promise<FilteredPackets> {
  const { compileFilter } = await import('../filter/compile-filter');
  return new FilteredPackets(capture, await compileFilter(text));
}
