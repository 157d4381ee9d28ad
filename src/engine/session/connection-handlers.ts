/** Answers what the contract asks about one connection segment by segment. */
import type { CancelSignal } from '../../shared/base/cancellation';
import { CHART_POINTS, type ConnectionSequence, type connectionLifeContract } from '../../shared/contract/connection-life';
import type { EngineContract } from '../../shared/contract/methods';
import type { Handlers } from '../../shared/rpc/handlers';
import { CONNECTION_FLAG } from '../flows/connection-table';
import { connectionLife, connectionSequence } from './connection-life';
import { endsOf } from './connection-rows';
import { ConnectionSegments } from './connection-segments';
import { inSlices, type SlicedWork } from './in-slices';
import type { OpenedCapture } from './opened-capture';
import type { QuietWork } from './quiet-work';

/** `opened` throws AppError `no-such-capture`, `no-such-connection`. A connection that is looked at is followed to its end, and its chart made, in `quiet`. */
export function connectionHandlers(
  opened: (capture: number, connection: number) => OpenedCapture,
  quiet: Pick<QuietWork, 'add'>,
): Pick<Handlers<EngineContract>, keyof typeof connectionLifeContract> {
  /** Of each capture the connection that was looked at last: its windows are asked for one after the other. */
  const kept = new WeakMap<OpenedCapture, ConnectionSegments>();
  const segmentsOf = (capture: OpenedCapture, connection: number): ConnectionSegments => {
    const known = kept.get(capture);
    if (known?.connection === connection) {
      known.renew();
      return known;
    }
    const segments = new ConnectionSegments(capture.pass, connection);
    kept.set(capture, segments);
    quiet.add(function* () {
      if (kept.get(capture) !== segments) return;
      yield* segments.follow(segments.rows.length);
      yield* sequenceOf(segments, CHART_POINTS);
    });
    return segments;
  };
  const answer = <T>(
    capture: number,
    connection: number,
    signal: CancelSignal,
    work: (segments: ConnectionSegments) => SlicedWork<T>,
  ): Promise<T> => {
    const target = opened(capture, connection);
    return inSlices(work(segmentsOf(target, connection)), target.host, signal);
  };
  return {
    'connections.ends': ({ capture, connection }) => {
      const { connections } = opened(capture, connection).pass.tracker;
      return { ...endsOf(connections, connection), rolesKnown: connections.has(connection, CONNECTION_FLAG.rolesKnown) };
    },
    'connections.life': async ({ capture, connection, from, count }, { signal }) =>
      await answer(capture, connection, signal, (segments) => connectionLife(segments, from, count)),
    'connections.place': ({ capture, connection, frame }) => ({ place: segmentsOf(opened(capture, connection), connection).place(frame) }),
    'connections.sequence': async ({ capture, connection, points }, { signal }) =>
      await answer(capture, connection, signal, (segments) => sequenceOf(segments, points)),
  };
}

function sequenceOf(segments: ConnectionSegments, points: number): SlicedWork<ConnectionSequence> {
  return segments.sequence(points, () => connectionSequence(segments, points));
}
