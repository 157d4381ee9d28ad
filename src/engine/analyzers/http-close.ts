/** How an HTTP connection ended: who closed it after which silence, and whether a request met the close. */
import { sequenceBefore } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { HttpReport } from '../../shared/contract/report-http';
import { EVENT } from '../flows/connection-table';
import { conversationRows, directionOfRow } from '../flows/conversation';
import { endOfDirection } from '../flows/roles';
import type { AnalyzerInput } from './analyzer';
import type { HttpConnection } from './http-connections';
import { resetShape } from './reset-shape';

export interface HttpClose {
  readonly closedBy: HttpReport['closedBy'];
  readonly idleBeforeCloseMs: number | null;
  readonly reuseRace: HttpReport['reuseRace'];
}

export function httpClose(input: AnalyzerInput, connection: number, http: HttpConnection): HttpClose {
  const { packets, connections } = input;
  const close = firstClose(input, connection);
  if (close === 0) return { closedBy: null, idleBeforeCloseMs: null, reuseRace: null };
  const direction = directionOfRow(packets, close - 1);
  const reuseRace = direction === http.client ? null : race(input, connection, http, close);
  return {
    closedBy: endOfDirection(connections, connection, direction),
    idleBeforeCloseMs: idleBefore(input, close, reuseRace === null || reuseRace.kind === 'forgotten' ? close : reuseRace.requestFrame),
    reuseRace,
  };
}

/** Frame of the first FIN or reset; 0 without one. */
function firstClose({ connections }: AnalyzerInput, connection: number): number {
  let first = 0;
  connections.forEachEvent(connection, (kind, frame) => {
    if (first === 0 && (kind === EVENT.finA || kind === EVENT.finB || kind === EVENT.rst)) first = frame;
  });
  return first;
}

/** Milliseconds to the close from the last data before frame `before`; null when none was captured. */
function idleBefore({ packets }: AnalyzerInput, closeFrame: number, before: number): number | null {
  const carries = PACKET_MARK.data;
  if ((packets.marks.get(closeFrame - 1) & carries) !== 0) return 0;
  for (let frame = packets.previousFrame.get(closeFrame - 1); frame !== 0; frame = packets.previousFrame.get(frame - 1)) {
    const marks = packets.marks.get(frame - 1);
    if (frame < before && (marks & carries) !== 0 && (marks & PACKET_MARK.keepAlive) === 0)
      return Math.round(packets.differenceNs(closeFrame - 1, frame - 1) / 1e3) / 1e3;
  }
  return null;
}

/**
 * A request on a reused connection that has no response, while the server's FIN or reset does not acknowledge it: the server closed before it got
 * the request. The client was told when it had acknowledged the FIN before.
 */
function race(input: AnalyzerInput, connection: number, http: HttpConnection, closeFrame: number): HttpReport['reuseRace'] {
  const { packets } = input;
  const { pendingFrame } = http;
  if (pendingFrame === 0 || http.responses === 0) return null;
  const requestRow = pendingFrame - 1;
  const closeRow = closeFrame - 1;
  const isReset = (packets.marks.get(closeRow) & PACKET_MARK.rst) !== 0;
  const requestEnd = (packets.sequence.get(requestRow) + packets.payloadLength.get(requestRow)) >>> 0;
  if (isReset && closeFrame > pendingFrame) {
    // A reset in answer to the request is no race with a close where a socket sent it: the server aborted.
    if (!isOfUnknownConnection(input, connection, http.client, requestRow, closeRow)) return null;
    return { kind: 'forgotten', requestFrame: pendingFrame, closeFrame, idleMs: http.pendingIdleMs };
  }
  if (!isReset && !sequenceBefore(packets.acknowledgement.get(closeRow), requestEnd)) return null;
  const closeEnd = (packets.sequence.get(closeRow) + packets.payloadLength.get(closeRow) + 1) >>> 0;
  const told = wasTold(input, connection, http.client, pendingFrame, closeFrame, closeEnd);
  return { kind: told ? 'sloppy' : 'crossing', requestFrame: pendingFrame, closeFrame, idleMs: http.pendingIdleMs };
}

/**
 * Is a reset the first answer to a request, from a host that knows no such connection: without ACK, where the request says that its next byte is expected?
 * The server had closed the connection, or a device on the path forgotten it, and the client was not told.
 */
function isOfUnknownConnection(
  { packets, connections }: AnalyzerInput,
  connection: number,
  client: 0 | 1,
  requestRow: number,
  resetRow: number,
): boolean {
  if (resetShape(packets, resetRow) !== 'no-socket' || packets.sequence.get(resetRow) !== packets.acknowledgement.get(requestRow)) return false;
  return conversationRows(packets, connections, connection).every(
    (row) => row <= requestRow || row >= resetRow || directionOfRow(packets, row) === client,
  );
}

/** Had the client acknowledged the close before it sent the request, or with it? */
function wasTold(
  { packets, connections }: AnalyzerInput,
  connection: number,
  client: 0 | 1,
  requestFrame: number,
  closeFrame: number,
  closeEnd: number,
): boolean {
  for (const row of conversationRows(packets, connections, connection)) {
    if (row >= requestFrame) break;
    if (row < closeFrame || directionOfRow(packets, row) !== client) continue;
    if (!sequenceBefore(packets.acknowledgement.get(row), closeEnd)) return true;
  }
  return false;
}
