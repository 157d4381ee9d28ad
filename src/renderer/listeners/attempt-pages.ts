import { ATTEMPT_OUTCOMES, type AttemptOutcome, type ListenerAttempts } from '../../shared/contract/listener-rows';
import type { RowWindow } from '../data-grid/row-pages';

/** One attempt of a listener; times in ms since the capture's first packet. */
export interface AttemptRow {
  readonly connection: number;
  readonly firstFrame: number;
  readonly startMs: number;
  readonly client: string;
  readonly clientPort: number;
  readonly outcome: AttemptOutcome;
  readonly syns: number;
  readonly synAcks: number;
  /** NaN where the capture does not tell. */
  readonly connectMs: number;
}

/** Columns as the engine sends them, as rows. */
export function attemptRows(columns: ListenerAttempts): RowWindow<AttemptRow> {
  const { total, connections, firstFrames, startMs, clients, clientPorts, outcomes, syns, synAcks, connectMs } = columns;
  const rows = Array.from(
    connections,
    (connection, i): AttemptRow => ({
      connection,
      firstFrame: firstFrames[i] ?? 1,
      startMs: startMs[i] ?? Number.NaN,
      client: clients[i] ?? '',
      clientPort: clientPorts[i] ?? 0,
      outcome: ATTEMPT_OUTCOMES[outcomes[i] ?? 0] ?? 'complete',
      syns: syns[i] ?? 0,
      synAcks: synAcks[i] ?? 0,
      connectMs: connectMs[i] ?? Number.NaN,
    }),
  );
  return { total, rows };
}
