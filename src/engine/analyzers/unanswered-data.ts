/** Data, or a FIN, sent again and again until the capture's end without a sign of the peer: death without keep-alive. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { CONNECTION_FLAG, E, END_FLAG, H } from '../flows/connection-table';
import { conversationRows, directionOfRow } from '../flows/conversation';
import { endOfDirection } from '../flows/roles';
import { devicesBetween } from '../models/presets';
import type { PacketTable } from '../store/packet-table';
import { type AnalyzerInput, type AnalyzerRun, defineAnalyzer, type Finding, type RuledOut } from './analyzer';
import { endText } from './connection-ends';
import { type Close, giveUpClose } from './give-up';
import { isUnreachable, reachFailure } from './reach-failure';

/** Retransmissions from which the peer is more than late: at the third, 0.6 s to 7 s have passed (RFC 6298). */
const FEWEST_RETRANSMISSIONS = 3;
const ERROR_RETRANSMISSIONS = 5;
/** Each retransmission waits up to twice as long as the one before: after this many times the last gap no further one is to come. */
const NO_MORE = 2.5;
const MOST_FRAMES = 40;

/** What an end sent last, and nothing answered. */
interface UnansweredTail {
  readonly sender: 0 | 1;
  /** `fin`: all its data was acknowledged, its FIN was not. */
  readonly kind: 'data' | 'fin';
  /** Rows of its data segments, or of its FINs, in capture order. */
  readonly rows: readonly number[];
  readonly retransmissions: number;
}

function unansweredTail({ packets, connections }: AnalyzerInput, connection: number): UnansweredTail | null {
  const last = connections.lastFrame(connection);
  if (!connections.has(connection, CONNECTION_FLAG.ackSeen) && connections.has(connection, CONNECTION_FLAG.synSeen | CONNECTION_FLAG.synAckSeen))
    return null;
  const sender = directionOfRow(packets, last - 1);
  if (!connections.isHeard(connection, (1 - sender) as 0 | 1)) return null;
  const tails = { data: { rows: [] as number[], retransmissions: 0 }, fin: { rows: [] as number[], retransmissions: 0 } };
  for (let frame = last; frame !== 0; frame = packets.previousFrame.get(frame - 1)) {
    const marks = packets.marks.get(frame - 1);
    if ((marks & PACKET_MARK.duplicate) !== 0) continue;
    if (directionOfRow(packets, frame - 1) !== sender) break;
    if ((marks & (PACKET_MARK.data | PACKET_MARK.fin)) === 0 || (marks & PACKET_MARK.keepAlive) !== 0) continue;
    const tail = tails[(marks & PACKET_MARK.data) !== 0 ? 'data' : 'fin'];
    tail.rows.push(frame - 1);
    if ((marks & PACKET_MARK.retransmission) !== 0) tail.retransmissions++;
  }
  // Of a peer that has closed as well nothing more is wanted.
  const peerClosed = (connections.endState(connection, (1 - sender) as 0 | 1) & END_FLAG.finSeen) !== 0;
  const kind = tails.data.rows.length > 0 || peerClosed ? 'data' : 'fin';
  const { rows, retransmissions } = tails[kind];
  return retransmissions >= FEWEST_RETRANSMISSIONS ? { sender, kind, rows: rows.reverse(), retransmissions } : null;
}

/** Silence before the data, and the longest outlived before, in ms. */
function silences({ packets, connections }: AnalyzerInput, connection: number, firstRow: number): { silenceMs: number; outlivedMs: number } {
  let previousMs = Number.NaN;
  let outlivedMs = 0;
  for (const row of conversationRows(packets, connections, connection)) {
    const timeMs = packets.timeMs(row);
    if (row === firstRow) return { silenceMs: Number.isNaN(previousMs) ? 0 : timeMs - previousMs, outlivedMs };
    if (timeMs - previousMs > outlivedMs) outlivedMs = timeMs - previousMs;
    previousMs = timeMs;
  }
  return { silenceMs: 0, outlivedMs };
}

/** No further retransmission came when the next was long due. */
function isGivenUp(packets: PacketTable, { rows }: Pick<UnansweredTail, 'rows'>): boolean {
  const lastMs = packets.timeMs(rows.at(-1) as number);
  const lastGapMs = lastMs - packets.timeMs(rows.at(-2) as number);
  return packets.timeMs(packets.length - 1) - lastMs > NO_MORE * lastGapMs;
}

function findingsOf(input: AnalyzerInput, connection: number, { sender, kind, rows, retransmissions }: UnansweredTail): Finding[] {
  const { packets, connections } = input;
  const firstRow = rows[0] as number;
  const lastRow = rows.at(-1) as number;
  const lastMs = packets.timeMs(lastRow);
  const peer = (1 - sender) as 0 | 1;
  const failure = reachFailure(input, connection, sender, firstRow + 1);
  const unreachable = isUnreachable(failure);
  const silence = silences(input, connection, firstRow);
  const devices = devicesBetween(silence.outlivedMs, silence.silenceMs);
  const peerWindow =
    (connections.hot.words(connection)[connections.hot.at(connection) + (peer === 0 ? H.endA : H.endB) + E.window] as number) & 0xffff;
  const ruledOut: RuledOut[] = [{ reason: 'peer-gone-no-reset' }, { reason: 'window-open', data: { window: peerWindow } }];
  if (!unreachable) ruledOut.push({ reason: 'unreachable-no-error' });
  const base = {
    connection,
    listener: null,
    data: {
      prober: endOfDirection(connections, connection, sender),
      peer: endOfDirection(connections, connection, peer),
      senderAddress: endText(connections, connection, sender),
      peerAddress: endText(connections, connection, peer),
      retransmissions,
      unansweredMs: lastMs - packets.timeMs(firstRow),
      givenUp: isGivenUp(packets, { rows }),
      icmpErrors: failure.icmpFrames.length,
      neighbourRequests: failure.neighbourFrames.length,
      ...silence,
      deviceTimeoutMs: devices.length === 0 ? null : Math.min(...devices.map(({ timeoutMs }) => timeoutMs)),
      devices: devices.map(({ name, timeoutMs }) => `${name} (${timeoutMs / 1000} s)`),
    },
  };
  const frames = [...rows.map((row) => row + 1), ...failure.icmpFrames, ...failure.neighbourFrames].sort((a, b) => a - b).slice(0, MOST_FRAMES);
  const findings: Finding[] = [
    {
      ...base,
      code: 'connection.unanswered-data',
      severity: kind === 'data' && retransmissions >= ERROR_RETRANSMISSIONS ? 'error' : 'warning',
      confidence: 0.9,
      frames,
      ruledOut,
      applicationSees: kind === 'data' ? 'dataTimeout' : 'nothingAfterClose',
      ...wordingOf(kind, unreachable),
    },
  ];
  if (kind === 'data' && !unreachable && devices.length > 0) {
    findings.push({
      ...base,
      code: 'keepalive.middlebox-timeout',
      severity: 'warning',
      confidence: 0.5,
      frames: [firstRow + 1],
      ruledOut: [],
      applicationSees: 'dataTimeout',
      wording: 'data',
    });
  }
  return findings;
}

function wordingOf(kind: UnansweredTail['kind'], unreachable: boolean): Pick<Finding, 'wording'> {
  if (kind === 'fin') return { wording: 'fin' };
  return unreachable ? { wording: 'unreachable' } : {};
}

class UnansweredDataRun implements AnalyzerRun {
  /** Of connections that an end gave up in silence. */
  readonly #closes = new Map<number, Close>();

  constructor(readonly input: AnalyzerInput) {}

  close(connection: number): Close | undefined {
    return this.#closes.get(connection);
  }

  finish(): Finding[] {
    const findings: Finding[] = [];
    const { packets, connections } = this.input;
    for (let id = 0; id < connections.length; id++) {
      // Only a connection that ends with a data segment, or with what an end sends after giving up, can have such a tail.
      const marks = packets.marks.get(connections.lastFrame(id) - 1);
      if ((marks & (PACKET_MARK.retransmission | PACKET_MARK.rst | PACKET_MARK.fin | PACKET_MARK.duplicate)) === 0) continue;
      const tail = unansweredTail(this.input, id);
      if (tail === null) continue;
      findings.push(...findingsOf(this.input, id, tail));
      const ended =
        connections.has(id, CONNECTION_FLAG.rstSeen) || ((connections.endState(id, 0) | connections.endState(id, 1)) & END_FLAG.finSeen) !== 0;
      if (!ended && isGivenUp(packets, tail))
        this.#closes.set(id, giveUpClose(connections, id, tail.sender, (tail.rows.at(-1) as number) + 1, false));
    }
    return findings;
  }
}

export const unansweredData = defineAnalyzer({
  id: 'unanswered-data',
  title: 'Unanswered data',
  findings: ['connection.unanswered-data', 'keepalive.middlebox-timeout'],
  create: (input) => new UnansweredDataRun(input),
});
