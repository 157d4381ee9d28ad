/** What the views of a capture ask for first and what takes long to make, to be made while nobody asks for anything. */
import type { CapturePass } from './capture-pass';
import { heartbeatIndex } from './heartbeat-views';
import { httpIndex } from './http-views';
import type { SlicedWork } from './in-slices';
import { keepAliveIndex } from './keep-alive-index';
import { keepAliveRows } from './keep-alive-views';
import { listenerCaseAhead, listenerIndex } from './listener-views';
import type { OpenedCapture } from './opened-capture';

/** Loads what every display filter needs. */
export async function filtersAhead(): Promise<void> {
  const { compileFilter } = await import('../filter/compile-filter');
  await compileFilter('frame');
}

/** Of a capture that is read. `isOpen`: false when it is closed, of which nothing is needed. */
export function viewsAhead(capture: OpenedCapture, isOpen: () => boolean): (() => SlicedWork<unknown>)[] {
  const { pass } = capture;
  const tasks: (() => SlicedWork<unknown>)[] = [
    () => listenerIndex(pass),
    () => firstKeepAlives(pass),
    () => heartbeatIndex(capture),
    () => httpIndex(pass),
    function* () {
      yield* (yield* keepAliveIndex(pass)).medians();
    },
    () => listenerCaseAhead(pass),
  ];
  return tasks.map(
    (task) =>
      function* () {
        if (isOpen()) yield* task();
      },
  );
}

/** Rows of the list's first window. */
const FIRST_ROWS = 200;

function* firstKeepAlives(pass: CapturePass): SlicedWork<void> {
  const { ids } = yield* keepAliveIndex(pass);
  yield* keepAliveRows(pass, ids.subarray(0, FIRST_ROWS));
}
