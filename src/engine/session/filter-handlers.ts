/** Answers what the contract asks about finding packets. */
import type { CancelSignal } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import type { FilterIssue, FilterProgress, filterContract } from '../../shared/contract/filter-methods';
import type { EngineContract } from '../../shared/contract/methods';
import type { Handlers } from '../../shared/rpc/handlers';
import type { FilterShelf } from './filtered-packets';
import { firstPlace } from './first-place';
import type { OpenedCapture } from './opened-capture';
import { findPacket } from './packet-search';

/** Progress is told at most this often; the first time sooner, as somebody has just asked. */
const PROGRESS_MS = 100;
const FIRST_PROGRESS_MS = 20;

type FilterHandlers = Pick<Handlers<EngineContract>, keyof typeof filterContract>;

/** `framesOf`: those of a connection in order. Throws AppError `no-such-connection`. */
export function filterHandlers(
  opened: (capture: number) => OpenedCapture,
  shelf: FilterShelf,
  framesOf: (capture: OpenedCapture, connection: number) => Uint32Array,
): FilterHandlers {
  return {
    'filter.check': async ({ filter }) => await filterIssue(filter),
    'filter.complete': async ({ text, position }) => {
      const { completeFilter } = await import('../filter/complete-filter');
      return completeFilter(text, position);
    },
    'packets.filter': ({ capture, filter }, { signal }) => filterProgress(opened(capture), filter, shelf, signal),
    'packets.place': async ({ capture, filter, connection, frame }, { signal }) => {
      const target = opened(capture);
      if (filter === null) return { row: connection == null ? placeAmongAll(target, frame) : placeAmong(framesOf(target, connection), frame) };
      const found = await shelf.filtered(target, filter);
      await found.scan(signal, () => found.progress().scanned >= frame);
      const row = found.rowFrom(frame);
      return { row: row < found.shown && found.frame(row) === frame ? row : null };
    },
    'packets.find': async ({ capture, filter, from, backwards, search }, { signal }) => {
      const target = opened(capture);
      const shown = filter === null ? null : await shelf.filtered(target, filter);
      return { frame: await findPacket(target, shown, from, backwards, search, signal) };
    },
    'packets.atTime': ({ capture, timeMs }) => ({ frame: frameAtTime(opened(capture), timeMs) }),
  };
}

function placeAmongAll({ pass: { packets } }: OpenedCapture, frame: number): number | null {
  return frame >= 1 && frame <= packets.length ? frame - 1 : null;
}

function placeAmong(frames: Uint32Array, frame: number): number | null {
  const row = firstPlace(frames.length, (place) => (frames[place] as number) >= frame);
  return frames[row] === frame ? row : null;
}

async function filterIssue(filter: string): Promise<FilterIssue | null> {
  const { compileFilter } = await import('../filter/compile-filter');
  try {
    await compileFilter(filter);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'filter.syntax') return error.data as unknown as FilterIssue;
    throw error;
  }
}

async function* filterProgress(capture: OpenedCapture, filter: string, shelf: FilterShelf, signal: CancelSignal): AsyncGenerator<FilterProgress> {
  let waitMs = FIRST_PROGRESS_MS;
  while (!signal.cancelled) {
    // Looked up again when the capture is read to its end: what was found before then is found anew.
    const found = await shelf.filtered(capture, filter);
    const endStream = found.beginStream();
    try {
      const until = capture.host.now() + waitMs;
      waitMs = PROGRESS_MS;
      await found.scan(signal, () => capture.host.now() >= until);
      const progress = found.progress();
      yield progress;
      if (progress.done) return;
      if (progress.scanned >= progress.packets) await capture.host.sleep(PROGRESS_MS);
    } finally {
      endStream();
    }
  }
}

/** Packets lie in the order of their time, but for damaged captures: there, about where the time is. */
function frameAtTime({ pass: { packets } }: OpenedCapture, timeMs: number): number | null {
  const row = firstPlace(packets.length, (place) => packets.timeMs(place) >= timeMs);
  return row < packets.length ? row + 1 : null;
}
