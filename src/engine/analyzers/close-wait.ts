/**
 * An end that stays in CLOSE_WAIT (RFC 9293 section 3.3.2): its peer has closed, it acknowledged that, and its application does not close.
 * A half-closed connection on which data still flows is in use.
 */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { CONNECTION_FLAG, END_FLAG, EVENT } from '../flows/connection-table';
import { directionOfRow } from '../flows/conversation';
import { endOfDirection } from '../flows/roles';
import { type AnalyzerInput, type AnalyzerRun, defineAnalyzer, type Finding } from './analyzer';
import { endText } from './connection-ends';

/** What Linux keeps an orphaned FIN_WAIT_2 for (tcp_fin_timeout): after it the peer has forgotten the connection. */
const STAYS_MS = 60_000;
/** Findings of one capture; the longest stay first. */
const MOST_FINDINGS = 100;

interface Stay {
  readonly connection: number;
  /** The end that does not close. */
  readonly direction: 0 | 1;
  readonly finFrame: number;
  readonly ackFrame: number;
  readonly stayedMs: number;
  /** Its own FIN or reset at last; 0 while the capture shows none. */
  readonly endFrame: number;
}

class CloseWaitRun implements AnalyzerRun {
  readonly #stays: Stay[] = [];

  constructor(readonly input: AnalyzerInput) {}

  study(connection: number): void {
    const { packets, connections } = this.input;
    const closer = this.#firstCloser(connection);
    if (closer === null) return;
    const finMs = packets.timeMs(closer.frame - 1);
    const lastMs = packets.timeMs(packets.length - 1);
    if (lastMs - finMs < STAYS_MS || connections.packets(connection) < 2) return;
    const stay = this.#stayOf(connection, (1 - closer.direction) as 0 | 1, closer.frame, lastMs);
    if (stay !== null && stay.stayedMs >= STAYS_MS) this.#stays.push(stay);
  }

  finish(): Finding[] {
    return this.#stays
      .sort((a, b) => b.stayedMs - a.stayedMs)
      .slice(0, MOST_FINDINGS)
      .map((stay) => this.#finding(stay));
  }

  /** The end whose acknowledged FIN came first, where no reset came before it. */
  #firstCloser(connection: number): { readonly direction: 0 | 1; readonly frame: number } | null {
    const { connections } = this.input;
    const closed = [connections.endState(connection, 0), connections.endState(connection, 1)] as const;
    if (((closed[0] | closed[1]) & END_FLAG.finSeen) === 0) return null;
    const finA = (closed[0] & END_FLAG.finSeen) === 0 ? 0 : connections.firstEvent(connection, EVENT.finA);
    const finB = (closed[1] & END_FLAG.finSeen) === 0 ? 0 : connections.firstEvent(connection, EVENT.finB);
    const direction = finB === 0 || (finA !== 0 && finA < finB) ? 0 : 1;
    if ((closed[direction] & END_FLAG.finAcked) === 0) return null;
    return { direction, frame: direction === 0 ? finA : finB };
  }

  /** From the last data that the waiting end sent, or its first answer to the FIN, until it closes; null where it sent nothing or a reset came at once. */
  #stayOf(connection: number, waiting: 0 | 1, finFrame: number, captureEndMs: number): Stay | null {
    const { packets, connections } = this.input;
    let endFrame = 0;
    let ackFrame = 0;
    let busyFrame = 0;
    const ends = PACKET_MARK.fin | PACKET_MARK.rst;
    for (let frame = connections.lastFrame(connection); frame > finFrame; frame = packets.previousFrame.get(frame - 1)) {
      const marks = packets.marks.get(frame - 1);
      if ((marks & PACKET_MARK.duplicate) !== 0) continue;
      // A reset of either end ends the stay.
      if ((marks & PACKET_MARK.rst) !== 0) endFrame = frame;
      if (directionOfRow(packets, frame - 1) !== waiting) continue;
      if ((marks & ends) !== 0) endFrame = frame;
      else if ((marks & PACKET_MARK.data) !== 0 && (marks & PACKET_MARK.keepAlive) === 0) busyFrame = Math.max(busyFrame, frame);
      ackFrame = frame;
    }
    if (ackFrame === 0 || ackFrame === endFrame) return null;
    const fromFrame = Math.max(ackFrame, busyFrame);
    if (endFrame !== 0 && fromFrame > endFrame) return null;
    const toMs = endFrame === 0 ? captureEndMs : packets.timeMs(endFrame - 1);
    return { connection, direction: waiting, finFrame, ackFrame, stayedMs: toMs - packets.timeMs(fromFrame - 1), endFrame };
  }

  #finding({ connection, direction, finFrame, ackFrame, stayedMs, endFrame }: Stay): Finding {
    const { connections } = this.input;
    return {
      code: 'connection.close-wait',
      severity: 'warning',
      confidence: connections.has(connection, CONNECTION_FLAG.rolesKnown) ? 0.85 : 0.75,
      connection,
      listener: null,
      frames: endFrame === 0 ? [finFrame, ackFrame] : [finFrame, ackFrame, endFrame],
      data: {
        waiting: endOfDirection(connections, connection, direction),
        waitingAddress: endText(connections, connection, direction),
        closedAddress: endText(connections, connection, (1 - direction) as 0 | 1),
        stayedMs,
      },
      ruledOut: [{ reason: 'half-close-in-use' }, { reason: 'fin-lost', data: { ackFrame } }],
      applicationSees: 'endOfFile',
      ...(endFrame === 0 ? {} : { wording: 'late' }),
    };
  }
}

export const closeWait = defineAnalyzer({
  id: 'close-wait',
  title: 'Connections that one end does not close',
  findings: ['connection.close-wait'],
  create: (input) => new CloseWaitRun(input),
});
