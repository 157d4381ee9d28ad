/** Which colour rule each row of a window of packets gets. */
import { type ColourTest, firstFitting } from '../../shared/contract/colour-rules';
import { AppError } from '../../shared/contract/errors';
import type { PacketRows } from '../../shared/contract/methods';
import { VERDICT } from '../filter/column-test';
import { type FilteredPackets, makeFiltered } from './filtered-packets';
import type { OpenedCapture } from './opened-capture';

/** Filters of rules as they are made for each capture; of the rows shown only, so nothing of the capture is worked through. */
export class RowColours {
  readonly #filters = new Map<number, Map<string, FilteredPackets | null>>();

  /** The rows with `colours`, where tests are given. */
  async paint(capture: OpenedCapture, rows: PacketRows, tests: readonly ColourTest[] | undefined): Promise<PacketRows> {
    if (tests === undefined || tests.length === 0) return rows;
    const filters = await this.#prepared(capture, tests);
    const colours = Uint8Array.from(rows.frames, (frame, i) => {
      const shows = (filter: string): boolean => filters.get(filter)?.verdict(frame) === VERDICT.yes;
      return firstFitting(tests, rows.marks[i] as number, shows) + 1;
    });
    return { ...rows, colours };
  }

  /** Call when a capture is closed. */
  forget(capture: number): void {
    this.#filters.delete(capture);
  }

  async #prepared(capture: OpenedCapture, tests: readonly ColourTest[]): Promise<ReadonlyMap<string, FilteredPackets | null>> {
    const known = this.#filters.get(capture.id);
    const kept = new Map<string, FilteredPackets | null>();
    for (const { filter } of tests) {
      if (filter === '' || kept.has(filter)) continue;
      kept.set(filter, known?.get(filter) ?? (await madeOrNull(capture, filter)));
    }
    this.#filters.set(capture.id, kept);
    return kept;
  }
}

/** Null: the filter is wrong, which its form tells. */
async function madeOrNull(capture: OpenedCapture, filter: string): Promise<FilteredPackets | null> {
  try {
    return await makeFiltered(capture, filter);
  } catch (error) {
    if (error instanceof AppError && error.code === 'filter.syntax') return null;
    throw error;
  }
}
